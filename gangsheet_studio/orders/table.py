"""What every kind of order file is read into: entries, each with the columns that apply to it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.orders.columns import Columns, find_columns
from gangsheet_studio.orders.findings import refusal, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from gangsheet_studio.model.problem import Problem

MOST_ROWS: Final = 200_000
MOST_SHEET_ROWS: Final = 1 << 20  # blank ones too: what a spreadsheet can show
MOST_TEXT: Final = 128 << 20
HEADER_WITHIN: Final = 20


class Entry(Struct, frozen=True):
    """One row or JSON entry: `number` is where the file's own program shows it, from 1.

    `faults` says, by its index, why a cell holds no value that can be read.
    """

    number: int
    columns: Columns
    cells: tuple[str, ...]
    faults: tuple[tuple[int, str], ...] = ()


class Table(Struct, frozen=True):
    """All entries of a file, and the rows that could not be told apart."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    counted: str = "row"


class Header(Struct, frozen=True):
    """The row that names the columns: `number` counts from 1, `width` is its number of cells."""

    number: int
    columns: Columns
    width: int


def find_header(rows: Iterable[Sequence[str]]) -> Header | None:
    """Return the row among the first ones that names most columns, a design's among them."""
    best: Header | None = None
    for number, row in enumerate(islice(rows, HEADER_WITHIN), 1):
        columns = find_columns([cell.strip() for cell in row])
        if columns.names_designs and (best is None or columns.meanings > best.columns.meanings):
            best = Header(number, columns, len(row))
    return best


def check_columns(file: Path, columns: Columns) -> None:
    """Raise RefusedInputError where two columns mean the same and nobody can say which counts."""
    if columns.repeated:
        names = " and ".join(f"“{shown(name)}”" for name in columns.repeated)
        raise refusal(
            file,
            "repeated-column",
            f"the columns {names} mean the same; leave one of them and read it again.",
        )


def no_columns(file: Path, first_row: Sequence[str]) -> Exception:
    """Return the refusal of a file in which no row names its columns."""
    headings = ", ".join(shown(cell) for cell in first_row[:6] if cell.strip())
    return refusal(
        file,
        "no-columns",
        f"no column is headed design, file, title or SKU (it begins with “{shown(headings)}”); "
        "name the columns in the first row.",
    )


def entries_below(file: Path, header: Header, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Entry]:
    """Yield the numbered `rows` that hold something; RefusedInputError past what an order file may hold."""
    count = text = 0
    for number, row in rows:
        cells = tuple(row)
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        text += sum(map(len, cells))
        if count > MOST_ROWS or text > MOST_TEXT:
            raise too_long(file)
        yield Entry(number, header.columns, cells)


def too_long(file: Path) -> Exception:
    """Return the refusal of a file with more rows than can be meant."""
    return refusal(file, "too-long", f"it holds more than {MOST_ROWS:,} rows; split it into several files.")
