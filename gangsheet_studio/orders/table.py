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

MOST_ROWS: Final = 10_000
MOST_SHEET_ROWS: Final = 200_000  # blank ones too
MOST_COLUMNS: Final = 1_000
MOST_CELLS: Final = 1_000_000
MOST_TEXT: Final = 32 << 20
LONGEST_CELL: Final = 1_000  # of those that mean something
MOST_NAMES: Final = 1_000_000  # letters: each name is looked through for a size
HEADER_WITHIN: Final = 20
_MOST_NAMED: Final = 4


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
    """The row that names the columns: `number` counts from 1, `width` is its number of cells.

    `too_wide` says that some stand where nobody looks for headings.
    """

    number: int
    columns: Columns
    width: int
    too_wide: bool = False


def find_header(rows: Iterable[Sequence[str]]) -> Header | None:
    """Return the row among the first ones that names most columns, a design's among them."""
    best: Header | None = None
    for number, row in enumerate(islice(rows, HEADER_WITHIN), 1):
        columns = find_columns([cell.strip() for cell in row[:MOST_COLUMNS]])
        if columns.names_designs and (best is None or columns.meanings > best.columns.meanings):
            too_wide = any(cell.strip() for cell in row[MOST_COLUMNS:])
            best = Header(number, columns, len(row), too_wide)
    return best


def check_header(file: Path, header: Header) -> None:
    """Raise RefusedInputError for too many columns, and for two that mean the same, either may count."""
    if header.too_wide:
        raise too_wide(file)
    if header.columns.repeated:
        names = same_columns(header.columns)
        raise refusal(
            file,
            "repeated-column",
            f"the columns {names} mean the same; leave one of them and read it again.",
        )


def same_columns(columns: Columns) -> str:
    """Return the headings that mean the same, for a sentence."""
    return " and ".join(f"“{shown(name)}”" for name in columns.repeated[:_MOST_NAMED])


def no_columns(file: Path, first_row: Sequence[str]) -> Exception:
    """Return the refusal of a file in which no row names its columns."""
    headings = ", ".join(shown(cell) for cell in first_row[:6] if cell.strip())
    begins = f" (it begins with “{shown(headings)}”)" if headings else ""
    return refusal(
        file,
        "no-columns",
        f"no column is headed design, file, title or SKU{begins}; name the columns in the first row.",
    )


def entries_below(file: Path, header: Header, rows: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Entry]:
    """Yield the numbered `rows` that hold something; RefusedInputError past what an order file may hold."""
    return within_limits(
        file,
        (
            Entry(number, header.columns, tuple(row))
            for number, row in rows
            if any(cell.strip() for cell in row)
        ),
    )


def within_limits(file: Path, entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield `entries`; RefusedInputError for more of them, or more in them, than an order file may hold."""
    text = names = 0
    for count, entry in enumerate(entries, 1):
        text += sum(map(len, entry.cells))
        naming = entry.columns.of("design", "title")
        named = (entry.cells[each.index] for each in naming if each.index < len(entry.cells))
        names += sum(min(len(name), LONGEST_CELL) for name in named)
        if count > MOST_ROWS:
            raise too_long(file)
        if text > MOST_TEXT:
            raise too_much_text(file)
        if names > MOST_NAMES:
            raise _too_much(file, "too-long", f"{MOST_NAMES:,} letters of designs and titles")
        yield entry


def too_long(file: Path) -> Exception:
    """Return the refusal of a file with more rows than can be meant."""
    return _too_much(file, "too-long", f"{MOST_ROWS:,} rows")


def too_many_rows(file: Path) -> Exception:
    """Return the refusal of a file with more rows than anybody scrolls through, most of them blank."""
    return _too_much(file, "too-long", f"{MOST_SHEET_ROWS:,} rows, blank ones counted")


def too_wide(file: Path, what: str = f"{MOST_COLUMNS:,} columns") -> Exception:
    """Return the refusal of a file with more columns than can be meant."""
    text = f"it has more than {what}; delete those that say nothing and read it again."
    return refusal(file, "too-wide", text)


def too_many_cells(file: Path) -> Exception:
    """Return the refusal of a file with more cells than can be meant."""
    return _too_much(file, "too-long", f"{MOST_CELLS:,} cells")


def too_much_text(file: Path) -> Exception:
    """Return the refusal of a file with more text than can be meant."""
    return _too_much(file, "too-long", f"{MOST_TEXT >> 20} MB of text")


def _too_much(file: Path, name: str, what: str) -> Exception:
    return refusal(file, name, f"it holds more than {what}; split it into several files.")
