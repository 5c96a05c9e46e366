"""Text on paper: whatever a name holds, it is drawn on lines of its own width, and obeyed by nothing."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable

FONT: Final = "DejaVuSansCondensed"
_ELLIPSIS: Final = "\N{HORIZONTAL ELLIPSIS}"
_LETTER: Final = "[\u0590-\u065f\u066a-\u06ef\u06fa-\u07ff\ufb1d-\ufdff\ufe70-\ufefc]"  # Hebrew, Arabic
_FROM_THE_RIGHT: Final = re.compile(rf"{_LETTER}+(?:\s+{_LETTER}+)*")
_LONGEST: Final = 400  # characters: what is longer fits nowhere


@cache
def glyphs() -> frozenset[int]:
    """Return the characters that the font has, which can be drawn with from then on."""
    font = TTFont(FONT, str(resource(f"fonts/{FONT}.ttf")))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


def plain(text: str) -> str:
    r"""Return `text` as it is drawn on one line, from left to right.

    Each character that steers or that the font lacks is escaped, like \u732b.
    """
    known = glyphs()
    drawn = "".join(
        each if ord(each) in known else each.encode("unicode_escape").decode("ascii")
        for each in one_line(text[:_LONGEST])
    )
    return _FROM_THE_RIGHT.sub(lambda words: words[0][::-1], drawn)


def width_of(text: str, size: float) -> float:
    """Return the points that plain `text` is wide."""
    return float(pdfmetrics.stringWidth(text, FONT, size))


def shortened(text: str, width: float, size: float) -> str:
    """Return plain `text` without its middle where it is wider than `width`: names end in what counts."""
    if width_of(text, size) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        kept = (low + high + 1) // 2
        if width_of(_without_middle(text, kept), size) <= width:
            low = kept
        else:
            high = kept - 1
    return _without_middle(text, low)


def _without_middle(text: str, kept: int) -> str:
    end = kept // 2
    return text[: kept - end] + _ELLIPSIS + (text[-end:] if end else "")


def wrapped(words: Iterable[str], width: float, size: float) -> list[str]:
    """Return plain `words` on lines of `width`; a word that is wider is broken."""
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and width_of(lines[-1] + character, size) > width:
                lines.append("")
            lines[-1] += character
    return lines
