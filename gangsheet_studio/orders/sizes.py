"""Sizes as shops write them."""

from __future__ import annotations

import re
from typing import Final

from gangsheet_studio.model.order import Size
from gangsheet_studio.model.units import FRACTION, NUMBER, UNITS_PER_INCH, Unit, parse_length

LONGEST: Final = 10_000.0
UNIT: Final = r"(?:in(?:ch(?:es)?)?|mm|millimet(?:er|re)s?|cm|centimet(?:er|re)s?|\"|''|”|″)"
PAPERS_MM: Final[dict[str, tuple[int, int]]] = {
    "a0": (841, 1189),
    "a1": (594, 841),
    "a2": (420, 594),
    "a3": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "a7": (74, 105),
}
_LONGEST_TEXT: Final = 100
_BETWEEN: Final = re.compile(r"[\s_]*(?:[x×✕*]|by)[\s_]*|,?\s+(?=[wh][a-z]*\s*[=:])|,(?=[wh])")  # noqa: RUF001
_SIDE: Final = re.compile(
    rf"(?:(?P<before>w|width|h|height)\s*[=:]?\s*)?"
    rf"(?P<number>{NUMBER})\s*(?P<unit>{UNIT}\.?)?"
    rf"(?:\s*(?P<after>w|wide|width|h|high|tall|height))?"
)
_PAPER: Final = re.compile(r"(?P<name>a[0-7])(?:[\s-]+(?P<turn>portrait|landscape))?")


def parse_size(text: str, unit: Unit = "in") -> Size:
    """Return the box that `text` asks for, empty for an empty text; ValueError if it says no size.

    Bare numbers are in `unit`, or in the unit of the other side. One number is the width.
    """
    plain = text.strip().lower()
    if not plain:
        return Size()
    if len(plain) <= _LONGEST_TEXT:
        if paper := _PAPER.fullmatch(plain):
            return _paper_size(paper["name"], landscape=paper["turn"] == "landscape")
        sides = [_SIDE.fullmatch(part) for part in _BETWEEN.split(plain)]
        if len(sides) == 1 and sides[0]:
            return _one_side(text, sides[0], unit)
        if len(sides) == 2 and sides[0] and sides[1]:
            return _two_sides(text, sides[0], sides[1], unit)
    raise ValueError(f"“{_short(text)}” is no size; write it like 3x3in, 75mm x 40mm, 10in or h=4in")


def parse_side(text: str, unit: Unit = "in") -> float:
    """Return the inches of one side, above 0 and up to LONGEST; ValueError if `text` says none."""
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"“{_short(text)}” is no length; write it like 3in, 7.5cm or 75mm")
    return _in_range(text, parse_length(text, unit))


def _one_side(text: str, side: re.Match[str], unit: Unit) -> Size:
    lone = FRACTION.fullmatch(side["number"])
    if lone and not (lone["whole"] or side["unit"]):
        raise ValueError(f"“{_short(text)}” is no size; write it like 1/2in or 1x2in")
    inches = _in_range(text, parse_length(side["number"] + (side["unit"] or ""), unit))
    return Size(None, inches) if _named(text, side) == "h" else Size(inches, None)


def _two_sides(text: str, first: re.Match[str], second: re.Match[str], unit: Unit) -> Size:
    one, other = _named(text, first), _named(text, second)
    if one and one == other:
        raise ValueError(f"“{_short(text)}” gives one side twice; write it like w=4in h=3in")
    a = _in_range(text, parse_length(first["number"] + (first["unit"] or second["unit"] or ""), unit))
    b = _in_range(text, parse_length(second["number"] + (second["unit"] or first["unit"] or ""), unit))
    return Size(b, a) if one == "h" or other == "w" else Size(a, b)


def _in_range(text: str, inches: float) -> float:
    if not 0 < inches <= LONGEST:
        raise ValueError(
            f"“{_short(text)}” can't be printed; a side is above 0 and at most {LONGEST:,.0f} in"
        )
    return inches


def _named(text: str, side: re.Match[str]) -> str:
    """Return w, h or nothing, as `side` calls itself."""
    before, after = (side["before"] or "")[:1], (side["after"] or "")[:1].replace("t", "h")
    if before and after and before != after:
        raise ValueError(f"“{_short(text)}” calls one side both width and height; write it like w=4in")
    return before or after


def _paper_size(name: str, *, landscape: bool) -> Size:
    width, height = (side / UNITS_PER_INCH["mm"] for side in PAPERS_MM[name])
    return Size(height, width) if landscape else Size(width, height)


def _short(text: str) -> str:
    return text.strip()[:40]
