"""What the cells of one entry ask for: its size, its quantity, what it calls its design."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.model.order import MOST_COPIES, Size
from gangsheet_studio.model.units import Unit, parse_unit
from gangsheet_studio.orders.columns import NAMING, find_columns, plain
from gangsheet_studio.orders.filenames import NamedArtwork, read_name
from gangsheet_studio.orders.files import IMAGE_SUFFIXES
from gangsheet_studio.orders.findings import is_clean, shown
from gangsheet_studio.orders.sizes import UNIT, parse_side, parse_size
from gangsheet_studio.orders.table import LONGEST_CELL, Entry

if TYPE_CHECKING:
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.orders.columns import Column, Meaning
    from gangsheet_studio.orders.findings import Place

_WHOLE: Final = re.compile(r"([0-9]{1,9})(?:\.0{1,9})?", re.ASCII)
_HAS_UNIT: Final = re.compile(UNIT, re.IGNORECASE)
_VARIATION: Final = re.compile(r"[,;|\n]\s*(?=[^,;|:\n]{1,60}:)")
_SIXTEENTHS: Final = r"(?:1/[2348]|2/3|3/[48]|[57]/8|(?:[13579]|1[135])/16)(?![0-9])"
_FRACTION: Final = re.compile(rf"[\s_-]{_SIXTEENTHS}")
# Week 1/4x4.png lies in a folder
_MIXED: Final = re.compile(rf"[0-9]\s+{_SIXTEENTHS}")
_VARIANT_DASH: Final = " - "
_MOST_VARIATIONS: Final = 30
_SAME_SIZE: Final = 0.01
_BAD: Final[dict[Meaning, str]] = {
    "size": "bad-size",
    "width": "bad-size",
    "height": "bad-size",
    "unit": "bad-unit",
    "quantity": "bad-quantity",
}


class BadCellError(ValueError):
    """A cell that can't be used; the text says why and what to do."""

    def __init__(self, name: str, column: str | None, value: str, text: object) -> None:
        super().__init__(str(text))
        self.name, self.column, self.value = name, column, value

    def at(self, place: Place) -> Problem:
        """Return the problem at `place`."""
        return place.finding(self.name, f"{self}.", column=self.column, value=self.value)


class Name(Struct, frozen=True):
    """What an order calls a design, as it may be spelt; `said` is what the name says of size and quantity.

    `variant` is what the first spelling has beyond the second, empty where that is but a size.
    """

    column: str
    spellings: tuple[str, ...]
    said: NamedArtwork
    variant: str = ""

    @property
    def text(self) -> str:
        """The name as the order has it."""
        return self.spellings[0]


def parse_quantity(text: str) -> int:
    """Return the whole number that `text` says, 2.0 for 2 included; ValueError outside 1 to MOST_COPIES."""
    match = _WHOLE.fullmatch(text.strip())
    if match is None or not 1 <= int(match[1]) <= MOST_COPIES:
        raise ValueError(f"“{shown(text)}” is no quantity; write a whole number from 1 to {MOST_COPIES:,}")
    return int(match[1])


def cell(entry: Entry, column: Column) -> str:
    """Return what stands in `column`, on one line; rows may be shorter than their header."""
    return " ".join(entry.cells[column.index].split()) if column.index < len(entry.cells) else ""


def first(entry: Entry, meaning: Meaning) -> str:
    """Return the first cell of `meaning` that is not empty."""
    return next((text for column in entry.columns.of(meaning) if (text := cell(entry, column))), "")


def is_blank(entry: Entry) -> bool:
    """Return whether no column that means something is filled.

    A look-up that failed fills no row: sheets have them ready below their last line. But it may be a design.
    """
    faulty = dict(entry.faults)
    return not any(
        cell(entry, column) and (column.index not in faulty or column.meaning in NAMING)
        for column in entry.columns.found
    )


def bad_cells(entry: Entry) -> list[BadCellError]:
    """Return an error for every cell that means something and holds no value that can be read."""
    faulty = dict(entry.faults)
    bad = []
    for column in sorted(entry.columns.found, key=lambda column: column.index):
        if why := faulty.get(column.index):
            text = cell(entry, column)
            name = _BAD.get(column.meaning, "bad-text")
            bad.append(BadCellError(name, column.heading, text, f"“{shown(text)}” {why}"))
    return bad


def design_names(entry: Entry, unit: Unit) -> list[Name]:
    """Return what the entry calls its design, best first; BadCellError if it does not or no program could."""
    names = []
    for column in entry.columns.of("design", "title", "order", "type"):
        text = cell(entry, column)
        if len(text) > LONGEST_CELL or not is_clean(text):
            why = "is too long" if is_clean(text) else "has characters that can't be shown"
            raise BadCellError("bad-text", column.heading, text, f"“{shown(text)}” {why}; correct the cell")
        if text and column.meaning == "design":
            names.append(Name(column.heading, (text,), read_name(_stem(text), unit)))
        elif text and column.meaning == "title":
            names.append(_title(column.heading, html.unescape(text), unit))
    if not names:
        columns = entry.columns.of("design", "title")
        heading = columns[0].heading if columns else None
        raise BadCellError("no-design", heading, "", "“” names no design; fill it in or delete the row")
    return names


def asked_size(entry: Entry, unit: Unit) -> Size:
    """Return the size in the entry's own cells, empty where they say none. Raises BadCellError."""
    columns = entry.columns
    width, height = (_side(entry, meaning, unit) for meaning in ("width", "height"))
    for column in columns.of("size"):
        if text := cell(entry, column):
            try:
                box = parse_size(text, _unit(entry, column, text, unit))
            except BadCellError:
                raise
            except ValueError as error:
                if width or height:  # Size may say Large beside Width and Height
                    continue
                raise BadCellError("bad-size", column.heading, text, error) from error
            if _differ(width, box.width) or _differ(height, box.height):
                text = f"“{shown(text)}” is not what width and height say; leave one of them"
                raise BadCellError("bad-size", column.heading, cell(entry, column), text)
            return Size(width or box.width, height or box.height)
    return Size(width, height) if width or height else _varied_size(entry, unit)


def asked_quantity(entry: Entry) -> int | None:
    """Return the quantity in the entry's own cells, None where they say none. Raises BadCellError."""
    for column in entry.columns.of("quantity"):
        if text := cell(entry, column):
            try:
                return parse_quantity(text)
            except ValueError as error:
                raise BadCellError("bad-quantity", column.heading, text, error) from error
    return None


def _side(entry: Entry, meaning: Meaning, unit: Unit) -> float | None:
    for column in entry.columns.of(meaning):
        if text := cell(entry, column):
            try:
                return parse_side(text, _unit(entry, column, text, unit))
            except BadCellError:
                raise
            except ValueError as error:
                raise BadCellError("bad-size", column.heading, text, error) from error
    return None


def _unit(entry: Entry, column: Column, text: str, unit: Unit) -> Unit:
    """Return the unit of bare numbers in `text`: the row's own, else its heading's, else `unit`."""
    own = entry.columns.of("unit")
    named = cell(entry, own[0]) if own else ""
    if not named or _HAS_UNIT.search(text):
        return column.unit or unit
    try:
        return parse_unit(named)
    except ValueError as error:
        raise BadCellError("bad-unit", own[0].heading, named, error) from error


def _varied_size(entry: Entry, unit: Unit) -> Size:
    """Return the size among the variations of a web shop, as in `Size: 3x3 in,Colour: Red`."""
    for column in entry.columns.of("variations"):
        text = html.unescape(cell(entry, column))
        if ":" not in text:
            return parse_said(read_name(text, unit), column.heading, unit)
        parts = _VARIATION.split(text, _MOST_VARIATIONS)
        if len(parts) > _MOST_VARIATIONS:
            why = f"“{shown(text)}” has more than {_MOST_VARIATIONS} parts; correct the cell"
            raise BadCellError("bad-text", column.heading, text, why)
        pairs = [part.partition(":") for part in parts]
        headings = ["size" if plain(key).endswith("size") else key.strip() for key, _, _ in pairs]
        varied = Entry(entry.number, find_columns(headings), tuple(value for _, _, value in pairs))
        if varied.columns.of("size", "width", "height"):
            try:
                return asked_size(varied, unit)
            except BadCellError as bad:
                raise BadCellError(bad.name, column.heading, text, bad) from bad
    return Size()


def parse_said(said: NamedArtwork, column: str | None, unit: Unit) -> Size:
    """Return the size that a name says, empty where it says none; BadCellError for one that can't be."""
    try:
        return parse_size(said.size, unit)
    except ValueError as error:
        raise BadCellError("bad-size", column, said.size, error) from error


def _title(heading: str, text: str, unit: Unit) -> Name:
    """Return a product's title; behind its last dash shops put the variant, which may be a size."""
    product, dash, variant = text.rpartition(_VARIANT_DASH)
    if not dash:
        name = _stem(text) if _is_file_name(text) else text
        return Name(heading, (text,), NamedArtwork(text, read_name(name, unit).size))
    said = read_name(variant, unit)
    size = said.size or read_name(product, unit).size
    only_size = bool(said.size) and said.title == variant
    return Name(heading, (text, product), NamedArtwork(text, size), "" if only_size else variant)


def _stem(text: str) -> str:
    """Return the name in a path, without its extension. A slash may also be in a fraction."""
    path, fraction = text.replace("\\", "/"), _FRACTION
    if _is_file_name(text):
        path, fraction = path.rpartition(".")[0], _MIXED
    return path if fraction.search(path) else path.rpartition("/")[2] or path


def _is_file_name(text: str) -> bool:
    stem, dot, suffix = text.rpartition(".")
    return bool(stem) and dot + suffix.lower() in IMAGE_SUFFIXES


def _differ(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) > _SAME_SIZE * max(one, other)
