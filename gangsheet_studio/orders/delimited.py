"""Delimited text: any delimiter, quoted line breaks, and quotation marks that never close.

Rows are counted as a spreadsheet shows them: a quoted line break does not start a new one.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.orders.files import decode_text
from gangsheet_studio.orders.findings import Place, refusal, shown
from gangsheet_studio.orders.table import (
    HEADER_WITHIN,
    MOST_CELLS,
    MOST_ROWS,
    MOST_SHEET_ROWS,
    Header,
    Table,
    check_header,
    entries_below,
    find_header,
    no_columns,
    too_long,
    too_many_cells,
    too_many_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gangsheet_studio.model.problem import Problem

_DELIMITERS: Final = ",;\t|"
_MOST_LINES_IN_A_CELL: Final = 50
_OPENS: Final = "opens a quotation mark that does not close"
_TOO_LONG: Final = "is longer than any order's cell"


class _Record(Struct, frozen=True):
    """A row as a spreadsheet counts it; `broken` says of one that can't be told from others what it does."""

    number: int
    cells: list[str]
    broken: str = ""


def read_delimited(file: Path, data: bytes) -> Table:
    """Return the rows of CSV, TSV or the like; RefusedInputError if the file as a whole can't be used."""
    text = decode_text(file, data)
    if text.count("\n") + text.count("\r") > 2 * MOST_SHEET_ROWS:
        raise too_many_rows(file)
    if max(map(text.count, _DELIMITERS)) > MOST_CELLS:
        raise too_many_cells(file)
    lines = list(io.StringIO(text, newline=""))
    delimiters = _DELIMITERS
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        delimiters = lines.pop(0)[4]  # spreadsheets obey this line and do not show it
    if not any(line.strip() for line in lines):
        raise refusal(file, "empty", "it is empty; export the order again.")
    delimiter, header = _find_delimiter(file, lines, delimiters)
    check_header(file, header)
    problems: list[Problem] = []
    rows = _usable_rows(file, lines, delimiter, header, problems)
    return Table(tuple(entries_below(file, header, rows)), tuple(problems))


def _find_delimiter(file: Path, lines: list[str], delimiters: str) -> tuple[str, Header]:
    """Return the delimiter under which the header says most, and that header."""
    best: tuple[int, str, Header] | None = None
    for delimiter in delimiters:
        header = find_header(record.cells for record in _records(lines[: HEADER_WITHIN * 4], delimiter))
        if header and (best is None or header.columns.meanings > best[0]):
            best = header.columns.meanings, delimiter, header
    if best is None:
        filled = next(line for line in lines if line.strip())
        raise no_columns(file, [filled])
    return best[1], best[2]


def _usable_rows(
    file: Path, lines: list[str], delimiter: str, header: Header, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    for record in _records(lines, delimiter):
        if record.number <= header.number:
            continue
        if record.number > MOST_SHEET_ROWS:
            raise too_many_rows(file)
        if len(problems) > MOST_ROWS:
            raise too_long(file)
        place = Place(file, record.number)
        if record.broken:
            start = shown(record.cells[0])
            name = "open-quote" if record.broken == _OPENS else "bad-text"
            text = f"“{start}” {record.broken}; correct the row and read it again."
            problems.append(place.finding(name, text, value=start))
        elif any(cell.strip() for cell in record.cells[header.width :]):
            extra = next(cell for cell in record.cells[header.width :] if cell.strip())
            text = (
                f"it has {len(record.cells)} cells under {header.width} headings, “{shown(extra)}” too many; "
                "put cells that contain the delimiter in quotation marks."
            )
            problems.append(place.finding("too-many-cells", text, value=extra))
        else:
            yield record.number, record.cells


def _records(lines: list[str], delimiter: str) -> Iterator[_Record]:
    """Yield the records of `lines`; after a broken one, go on with the line below its first."""
    start = number = 0
    while start < len(lines):
        rest = (lines[i] for i in range(start, len(lines)))
        reader = csv.reader(rest, delimiter=delimiter, skipinitialspace=True)
        taken = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a cell beyond 128 KB
                break
            if reader.line_num - taken > 1 and _is_broken(
                lines[start + taken : start + reader.line_num], delimiter
            ):
                break
            taken = reader.line_num
            yield _Record(number, cells)
        line = lines[start + taken]
        closes = line.count('"') % 2 == 0
        broken = _TOO_LONG if closes and len(line) > csv.field_size_limit() else _OPENS
        yield _Record(number, [line[:200]], broken)
        start += taken + 1


def _is_broken(lines: list[str], delimiter: str) -> bool:
    """Return whether a record of several lines is no record: read strictly, its quotes do not close well."""
    if len(lines) > _MOST_LINES_IN_A_CELL:
        return True
    try:
        for _ in csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True):
            pass
    except csv.Error:
        return True
    return False
