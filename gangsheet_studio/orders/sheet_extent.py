"""How far the filled cells of a worksheet reach, without holding any of them."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

_CELL: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_FILLED: Final = frozenset({"v", "is", "f"})


class SheetError(ValueError):
    """XML that no spreadsheet program writes."""


class _FarEnoughError(Exception):
    """Nothing more needs to be read."""


def extent(xml: bytes, most: int) -> tuple[int, int]:
    """Return the last row and last column of `xml` that hold something, 0 and 0 if none does.

    Stops as soon as their product is past `most`. SheetError if it is no well-formed XML or has a DTD.
    """
    parser = expat.ParserCreate()
    row = column = last_row = last_column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column
        name = tag.rpartition(":")[2]
        if name == "row":
            row, column = _row_number(attributes["r"]) if "r" in attributes else row + 1, 0
        elif name == "c":
            column += 1
            if "r" in attributes:
                row, column = _position(attributes["r"])
        elif name in _FILLED:
            last_row, last_column = max(last_row, row), max(last_column, column)
            if last_row * last_column > most:
                raise _FarEnoughError

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_dtd
    try:
        parser.Parse(xml, True)
    except _FarEnoughError:
        return last_row, last_column
    except expat.ExpatError as error:
        raise SheetError(str(error)) from error
    return last_row, last_column


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
