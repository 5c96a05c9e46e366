"""Sizes and quantities that file names carry: `luffy_4x4.png`, `sunset 10cm qty12.png`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from gangsheet_studio.model.units import NUMBER, UNITS_PER_INCH, Unit, parse_number
from gangsheet_studio.orders.sizes import UNIT

# what is longer, or all figures, says no size that anybody could be sure of, and takes long to look through
_LONGEST_NAME: Final = 200
_MOST_FIGURES: Final = 40
_FIGURE: Final = re.compile(r"[0-9¼½¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞]")
_WIDEST_FILM: Final = 60.0
# in 24/7x4 no size starts at the 7, in 3x4/5 none ends at the 4
_START: Final = r"(?<![^\W_])(?<![.,])(?<![0-9][/\N{FRACTION SLASH}\N{DIVISION SLASH}])"
_END: Final = r"(?![^\W_])"
_BARE_END: Final = rf"{_END}(?![/\N{{FRACTION SLASH}}\N{{DIVISION SLASH}}][0-9])"
_GAP: Final = r"[\s_]*"
_QUANTITY: Final = re.compile(
    rf"{_START}(?:(?:qty|quantity|copies){_GAP}(?:[=-]{_GAP})?(?P<after>[0-9]+)"
    rf"|(?P<before>[0-9]+){_GAP}(?:pcs|pieces|copies)){_END}",
    re.IGNORECASE,
)
# "11in high quality" is no height
_WHICH: Final = rf"(?:{_GAP}(?:wide|width|height|tall|high(?![\s_-]*[^\W\d_])){_END})"
_PAIR: Final = re.compile(
    rf"{_START}(?P<a>{NUMBER})(?P<a_unit>{_GAP}{UNIT})?(?P<which>{_WHICH})?{_GAP}(?:[x×]|by){_GAP}"  # noqa: RUF001
    rf"(?P<b>{NUMBER})(?:(?P<b_unit>{_GAP}{UNIT}{_END})|{_BARE_END})(?(which){_WHICH}?)",
    re.IGNORECASE,
)
# "top 4 in town" is no size: inches stand right behind their number
_SIDE: Final = re.compile(
    rf"{_START}(?:(?:[wh]|width|height)[=:]{_GAP}|(?:width|height){_GAP})?"
    rf"{NUMBER}(?:{_GAP}[cm]m|in(?:ch(?:es)?)?|\"|″|”){_END}{_WHICH}?",
    re.IGNORECASE,
)
_PAPER: Final = re.compile(rf"{_START}a[0-7][\s_)\]-]*$", re.IGNORECASE)


class NamedArtwork(Struct, frozen=True):
    """What a name says beside its `title`: `size` and `quantity` as they stand there, empty where absent."""

    title: str
    size: str = ""
    quantity: str = ""


def read_name(stem: str, unit: Unit = "in") -> NamedArtwork:
    """Return what `stem`, a file name without its extension, says. Two sizes in one name say none."""
    return _read_name(stem, unit) if len(stem) <= _LONGEST_NAME else NamedArtwork(stem)


@lru_cache(1024)
def _read_name(stem: str, unit: Unit) -> NamedArtwork:
    if not 0 < len(_FIGURE.findall(stem)) <= _MOST_FIGURES:
        return NamedArtwork(_tidy(stem) or stem)
    rest, quantity = stem, ""
    counts = list(_QUANTITY.finditer(stem))
    if len(counts) == 1:
        quantity = counts[0]["after"] or counts[0]["before"]
        rest = _without(stem, counts[0])
    size = _size_in(rest, unit)
    title = _without(rest, size) if size else rest
    return NamedArtwork(
        _tidy(title) or stem, size[0].replace("_", " ").strip(" )]-") if size else "", quantity
    )


def _size_in(text: str, unit: Unit) -> re.Match[str] | None:
    """Return the only size in `text`; a pair goes before a single side, a paper's name stands last."""
    for pattern in (_PAIR, _SIDE, _PAPER):
        found = [
            match for match in pattern.finditer(text) if not (pattern is _PAIR and _is_pixels(match, unit))
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_pixels(pair: re.Match[str], unit: Unit) -> bool:
    """Return whether bare numbers like 1920x1080 are larger than any film: they count pixels."""
    if pair["a_unit"] or pair["b_unit"]:
        return False
    try:
        least = min(parse_number(pair[side]) for side in "ab")
    except ValueError:
        return False
    return least / UNITS_PER_INCH[unit] > _WIDEST_FILM


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _tidy(title: str) -> str:
    return " ".join(title.split()).strip(" _-()[]")
