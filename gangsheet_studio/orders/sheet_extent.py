"""How far the filled cells of a worksheet reach, and which have no value, without holding the others."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from msgspec import Struct

_CELL: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_FILLED: Final = frozenset({"v", "is", "f"})


class SheetError(ValueError):
    """XML that no spreadsheet program writes."""


class _FarEnoughError(Exception):
    """Nothing more needs to be read."""


class Extent(Struct, frozen=True):
    """The last row and column that hold something, 0 if none does, and the cells without a value.

    `faults` has what such a cell shows by its row and column: its error, or the formula that was never
    reckoned. A reader of values takes both for empty.
    """

    rows: int
    columns: int
    faults: dict[tuple[int, int], str]


def extent(xml: bytes, most: int) -> Extent:
    """Return how far `xml` is filled; stops as soon as rows times columns is past `most`.

    SheetError if it is no well-formed XML or has a DTD.
    """
    measure = _Measure(most)
    try:
        measure.parser.Parse(xml, True)
    except _FarEnoughError:
        pass
    except expat.ExpatError as error:
        raise SheetError(str(error)) from error
    return Extent(measure.last_row, measure.last_column, measure.faults)


class _Measure:
    """What is known of a worksheet so far."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.row = self.column = self.last_row = self.last_column = 0
        self.type = ""
        self.faults: dict[tuple[int, int], str] = {}
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.StartDoctypeDeclHandler = _refuse_dtd

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self.row, self.column = _row_number(attributes["r"]) if "r" in attributes else self.row + 1, 0
        elif name == "c":
            self.column += 1
            if "r" in attributes:
                self.row, self.column = _position(attributes["r"])
            self.type = attributes.get("t", "")
            self.parser.CharacterDataHandler = None
        elif name in _FILLED:
            self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            if self.last_row * self.last_column > self.most:
                raise _FarEnoughError
            self.note_fault(name)

    def note_fault(self, name: str) -> None:
        """Note an error, and a formula until its value turns up; one that gives text may give none."""
        place = self.row, self.column
        if name == "f" and self.type not in ("e", "str"):
            self.faults[place] = "="
            self.parser.CharacterDataHandler = self.add_formula
        elif name == "v" and self.type == "e":
            self.faults[place] = ""
            self.parser.CharacterDataHandler = self.add_error
        elif name == "v" and place in self.faults:
            self.parser.CharacterDataHandler = self.add_value

    def add_formula(self, text: str) -> None:
        self.faults[self.row, self.column] += text

    def add_error(self, text: str) -> None:
        self.faults[self.row, self.column] += text.strip()

    def add_value(self, text: str) -> None:
        if text.strip():
            self.faults.pop((self.row, self.column), None)


def _position(reference: str) -> tuple[int, int]:
    """Return row and column of a reference like B12, both from 1."""
    cell = _CELL.fullmatch(reference)
    if cell is None:
        raise SheetError(f"{reference!a} is no cell")
    column = 0
    for letter in cell[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[2]), column


def _row_number(text: str) -> int:
    if not _ROW.fullmatch(text):
        raise SheetError(f"{text!a} is no row")
    return int(text)


def _refuse_dtd(*_: object) -> None:
    raise SheetError("a worksheet has no DTD")
