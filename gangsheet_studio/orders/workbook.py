"""XLSX workbooks, measured before they are opened."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from itertools import islice
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gangsheet_studio.orders.findings import Place, refusal, shown
from gangsheet_studio.orders.merged_cells import spread_merged
from gangsheet_studio.orders.table import (
    HEADER_WITHIN,
    Header,
    Table,
    check_header,
    entries_below,
    find_header,
    no_columns,
    within_limits,
)
from gangsheet_studio.orders.unpacking import Unpacked, damaged, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

    from gangsheet_studio.orders.table import Entry

    Faults = dict[tuple[int, int], str]

_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,  # an encrypted or oddly compressed member
    CalamineError,
)

_UNSAVED: Final = "is a formula without a saved value: open the file in Excel and save it"
_ERROR: Final = "is an error of the spreadsheet; correct the cell and save the file"


class _Found(Struct, frozen=True):
    """A sheet that names its columns; `sheet` is None for all but the first: each takes its memory."""

    name: str
    header: Header
    sheet: CalamineSheet | None


def read_workbook(file: Path, data: bytes) -> Table:
    """Return the rows of the first visible sheet that names its columns.

    RefusedInputError if the workbook as a whole can't be used. Other sheets with such columns are not
    read, and a warning names them: they are as often an archive as they are more orders.
    """
    try:
        return _read(file, unpack(file, data))
    except _DAMAGED as error:
        raise damaged(file) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a Rust library raises is no Exception
            raise
        raise damaged(file) from error


def _read(file: Path, unpacked: Unpacked) -> Table:
    with CalamineWorkbook.from_filelike(unpacked.copy) as workbook:
        unpacked.copy.close()  # it was copied once more
        found: list[_Found] = []
        first_rows: list[str] = []
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            sheet = workbook.get_sheet_by_index(index)
            top = [_texts(row) for row in islice(sheet.iter_rows(), HEADER_WITHIN)]
            first_rows += next((row for row in top if any(row)), [])
            if header := find_header(top):
                found.append(_Found(sheet.name, header, None if found else sheet))
        if not first_rows:
            raise refusal(file, "empty", "no sheet that can be seen holds anything; export the order again.")
        if not found or found[0].sheet is None:
            raise no_columns(file, first_rows)
        entries = _entries(file, found[0].sheet, found[0].header, unpacked)
        others = ", ".join(f"“{shown(other.name)}”" for other in found[1:4])
        read = shown(found[0].name)
        text = f"only sheet “{read}” was read, not {others}; save those as files of their own."
        warning = Place(file).finding("other-sheets", text, severity="warning")
        return Table(tuple(entries), (warning,) if others else ())


def _entries(file: Path, sheet: CalamineSheet, header: Header, unpacked: Unpacked) -> Iterable[Entry]:
    check_header(file, header)
    extent = unpacked.extents.get(sheet.name)
    faults = extent.faults if extent else {}
    below = islice(_with_faults(sheet, faults), header.number, None)
    entries = [_marked(entry, faults) for entry in entries_below(file, header, below)]
    spread = spread_merged(entries, sheet.merged_cell_ranges or [], header.number)
    return within_limits(file, spread)


def _with_faults(sheet: CalamineSheet, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the numbered rows of `sheet` with what the cells without a value show."""
    shows: dict[int, dict[int, str]] = {}
    for (row, column), text in faults.items():
        shows.setdefault(row, {})[column - 1] = text
    number = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        yield number, _filled_in(_texts(values), shows.get(number, {}))
    for below in range(number + 1, max(shows, default=0) + 1):
        yield below, _filled_in([], shows.get(below, {}))


def _filled_in(texts: list[str], shows: dict[int, str]) -> list[str]:
    return [
        shows.get(index) or (texts[index] if index < len(texts) else "")
        for index in range(max(len(texts), *(index + 1 for index in shows)) if shows else len(texts))
    ]


def _marked(entry: Entry, faults: Faults) -> Entry:
    """Return `entry` with why its cells without a value have none."""
    if not faults:
        return entry
    marks = [(index, faults.get((entry.number, index + 1))) for index in range(len(entry.cells))]
    why = tuple((index, _UNSAVED if text.startswith("=") else _ERROR) for index, text in marks if text)
    return msgspec.structs.replace(entry, faults=why) if why else entry


def _texts(row: Iterable[object]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """Return a cell as the spreadsheet shows it: 2.0 is 2."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)
