"""A size as staff type it into a cell, and as the cell shows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.order import Size
from gangsheet_studio.model.units import NUMBER, UNITS_PER_INCH, Unit, format_length, parse_length

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Item

_LONGEST: Final = 10_000.0
_LONGEST_TEXT: Final = 100
_SIDE: Final = re.compile(
    rf"(?:(?P<name>w|width|h|height)\s*[=:]?\s*)?(?P<number>{NUMBER})\s*(?P<unit>[a-z\"'”″]+\.?)?"
)
_BETWEEN: Final = re.compile(r"\s*[x×*]\s*|[\s,]+(?=[wh])")  # noqa: RUF001
_SHOWN_DIGITS: Final = {"in": 2, "mm": 1}
_HOW: Final = "write it like 3 x 3 in, w 4.5 in or h 5.5 in, or leave it empty for the artwork's own size"


def read_size(text: str, unit: Unit = "in") -> Size:
    """Return the size that `text` says; bare numbers are in the other side's unit, or in `unit`.

    One number is the width, nothing the artwork's own size. ValueError has a sentence for staff.
    """
    plain = text.strip().lower()
    if not plain:
        return Size()
    sides = [_SIDE.fullmatch(part) for part in _BETWEEN.split(plain)] if len(plain) <= _LONGEST_TEXT else []
    found = [side for side in sides if side]
    if len(found) != len(sides) or len(found) not in (1, 2):
        raise ValueError(f"“{plain[:40]}” is no size; {_HOW}.")
    names = [(side["name"] or "")[:1] for side in found]
    shared = next((side["unit"] for side in reversed(found) if side["unit"]), "")
    lengths = [_length(side["number"] + (side["unit"] or shared), unit) for side in found]
    if len(found) == 1:
        return Size(height=lengths[0]) if names[0] == "h" else Size(width=lengths[0])
    if names[0] and names[0] == names[1]:
        raise ValueError(f"“{plain[:40]}” gives one side twice; {_HOW}.")
    if names[0] == "h" or names[1] == "w":
        lengths.reverse()
    return Size(*lengths)


def write_size(size: Size, unit: Unit = "in") -> str:
    """Return `size` in `unit`, as `read_size` reads it."""
    if size.width is not None and size.height is not None:
        return _box(size.width, size.height, unit)
    if size.width is not None:
        return f"w {_format(size.width, unit)}"
    return "" if size.height is None else f"h {_format(size.height, unit)}"


def printed_size(item: Item, dpi: int, unit: Unit = "in") -> str:
    """Return the size that `item` prints at."""
    width, height = (
        round(side / dpi * UNITS_PER_INCH[unit], _SHOWN_DIGITS[unit])
        for side in (item.width_px, item.height_px)
    )
    return f"{width:g} x {height:g} {unit}"


def _box(width: float, height: float, unit: Unit) -> str:
    across = _format(width, unit).removesuffix(unit).strip()
    return f"{across} x {_format(height, unit)}"


def _format(inches: float, unit: Unit) -> str:
    """Return a length; one that rounding would make 0 keeps its own digits, so that it reads back."""
    shown = format_length(inches, unit)
    if shown.split()[0] not in ("0", ""):
        return shown
    return f"{inches * UNITS_PER_INCH[unit]:.12f}".rstrip("0").rstrip(".") + f" {unit}"


def _length(text: str, unit: Unit) -> float:
    try:
        inches = parse_length(text, unit)
    except ValueError as error:
        raise ValueError(f"{error}.") from error
    if not 0 < inches <= _LONGEST:
        raise ValueError(f"“{text}” can't be printed; give a side above 0 and up to {_LONGEST:,.0f} in.")
    return inches
