"""What a workbook's XML holds, told without holding it: how far a sheet is filled, and how much there is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CELL: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_ROW: Final = re.compile(r"[0-9]{1,7}", re.ASCII)
_INDEX: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_FILLED: Final = frozenset({"v", "is", "f"})
_DEEPEST: Final = 64
_LONGEST_TAG: Final = 1 << 20
_MOST_MERGED: Final = 50_000
_MOST_FAULTS: Final = 50_000


class SheetError(ValueError):
    """XML that no spreadsheet program writes."""


class TooMuchError(ValueError):
    """More than an order has; the text says more of what."""


class Extent(Struct, frozen=True):
    """The last row and column that hold something, 0 if none does, and the cells without a value.

    `faults` has what such a cell shows by its row and column: its error, or the formula that was never
    reckoned. A reader of values takes both for empty.
    """

    rows: int
    columns: int
    faults: dict[tuple[int, int], str]

    @property
    def cells(self) -> int:
        """How many cells a reader makes of it, blank ones included."""
        return self.rows * self.columns


class Allowance:
    """What the members of a workbook may still hold, all together. `cells` are the most of one sheet."""

    def __init__(self, *, tags: int, cells: int, text: int) -> None:
        self.tags = tags
        self.cells = cells
        self.text = text


class _FarEnoughError(Exception):
    """Nothing more needs to be read."""


class Measure:
    """Reads a member for nothing but how much it holds and how deep."""

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance
        self._depth = self._fed = 0
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_dtd

    def feed(self, xml: bytes, *, last: bool = False) -> bool:
        """Take the next bytes and return whether more are wanted. SheetError or TooMuchError."""
        self._allowance.tags -= xml.count(b"<")
        if self._allowance.tags < 0:
            raise TooMuchError("filled cells")
        try:
            self._parser.Parse(xml, last)
        except _FarEnoughError:
            return False
        except expat.ExpatError as error:
            raise SheetError(str(error)) from error
        self._fed += len(xml)
        if not last and self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise SheetError("a tag is longer than any program writes")
        return True

    def _start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - expat gives them
        self._depth += 1
        if self._depth > _DEEPEST:
            raise SheetError("tags stand in too many others")

    def _end(self, tag: str) -> None:  # noqa: ARG002 - expat gives it
        self._depth -= 1

    def _listen(self, hear: Callable[[str], None] | None) -> None:
        """Have `hear` given the text up to the next tag that opens."""
        self._parser.CharacterDataHandler = hear


class TextMeasure(Measure):
    """`texts` are the lengths in bytes of those that sheets share."""

    def __init__(self, allowance: Allowance) -> None:
        super().__init__(allowance)
        self.texts: list[int] = []

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        super()._start(tag, attributes)
        name = _name(tag)
        if name == "si":
            self.texts.append(0)
        self._listen(self._add if name == "t" and self.texts else None)

    def _add(self, text: str) -> None:
        self.texts[-1] += len(text.encode())


class SheetMeasure(Measure):
    """How far a worksheet is filled; `texts` are those that it shares with others."""

    def __init__(self, allowance: Allowance, texts: Sequence[int]) -> None:
        super().__init__(allowance)
        self._texts = texts
        self._row = self._column = self._last_row = self._last_column = 0
        self._type = self._index = ""
        self._merged = 0
        self._listening = False
        self._faults: dict[tuple[int, int], str] = {}

    @property
    def extent(self) -> Extent:
        """How far it is filled by now; nothing more is wanted as soon as that is too far."""
        return Extent(self._last_row, self._last_column, self._faults)

    def feed(self, xml: bytes, *, last: bool = False) -> bool:
        """Take the next bytes and return whether more are wanted. SheetError or TooMuchError."""
        wanted = super().feed(xml, last=last)
        if last:
            self._end_text()
        return wanted

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        super()._start(tag, attributes)
        if self._listening:
            self._end_text()
        name = _name(tag)
        if name == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _position(attributes["r"])
            self._type = attributes.get("t", "")
        elif name in _FILLED:
            self._fill(name)
        elif name == "row":
            self._row, self._column = _row_number(attributes["r"]) if "r" in attributes else self._row + 1, 0
        elif name == "mergeCell":
            self._merged += 1
            if self._merged > _MOST_MERGED:
                raise TooMuchError("merged cells")

    def _listen(self, hear: Callable[[str], None] | None) -> None:
        super()._listen(hear)
        self._listening = hear is not None

    def _end_text(self) -> None:
        self._listen(None)
        if index := self._index.strip():
            self._allowance.text -= self._length_of(index)
            self._index = ""
            if self._allowance.text < 0:
                raise TooMuchError("text")

    def _length_of(self, index: str) -> int:
        """Return the bytes of a shared text: the reader makes a copy for each cell that shows it."""
        if not _INDEX.fullmatch(index) or int(index) >= len(self._texts):
            raise SheetError(f"there is no text {index[:20]!a}")
        return self._texts[int(index)]

    def _fill(self, name: str) -> None:
        if self._row > self._last_row:
            self._last_row = self._row
        if self._column > self._last_column:
            self._last_column = self._column
        if self._last_row * self._last_column > self._allowance.cells:
            raise _FarEnoughError
        if name == "v" and self._type == "s":
            self._listen(self._add_index)
        elif name == "f" or self._type == "e" or self._faults:
            self._note_fault(name)

    def _note_fault(self, name: str) -> None:
        """Note an error, and a formula until its value turns up; one that gives text may give none."""
        place = self._row, self._column
        if name == "f" and self._type not in ("e", "str"):
            self._faults[place] = "="
            self._listen(self._add_formula)
        elif name == "v" and self._type == "e":
            self._faults[place] = ""
            self._listen(self._add_error)
        elif name == "v" and place in self._faults:
            self._listen(self._add_value)
        if len(self._faults) > _MOST_FAULTS:
            raise TooMuchError("cells without a value")

    def _add_index(self, text: str) -> None:
        self._index += text

    def _add_formula(self, text: str) -> None:
        self._faults[self._row, self._column] += text

    def _add_error(self, text: str) -> None:
        self._faults[self._row, self._column] += text.strip()

    def _add_value(self, text: str) -> None:
        if text.strip():
            self._faults.pop((self._row, self._column), None)


def _name(tag: str) -> str:
    return tag.rpartition(":")[2] if ":" in tag else tag


def _position(reference: str) -> tuple[int, int]:
    """Return row and column of a reference like B12, both from 1."""
    cell = _CELL.fullmatch(reference)
    if cell is None:
        raise SheetError(f"{reference!a} is no cell")
    return int(cell[2]), _column_number(cell[1])


@lru_cache(1 << 15)
def _column_number(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _row_number(text: str) -> int:
    if not _ROW.fullmatch(text):
        raise SheetError(f"{text!a} is no row")
    return int(text)


def _refuse_dtd(*_: object) -> None:
    raise SheetError("a worksheet has no DTD")
