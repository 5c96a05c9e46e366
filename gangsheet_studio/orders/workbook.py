"""XLSX workbooks, measured before they are opened."""

from __future__ import annotations

import io
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
from gangsheet_studio.orders.sheet_extent import Extent, SheetError, extent
from gangsheet_studio.orders.sheet_members import sheet_members
from gangsheet_studio.orders.table import (
    HEADER_WITHIN,
    MOST_ROWS,
    Header,
    Table,
    check_columns,
    entries_below,
    find_header,
    no_columns,
    too_long,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

    from gangsheet_studio.orders.table import Entry

    Faults = dict[tuple[int, int], str]

MOST_UNPACKED: Final = 256 << 20
MOST_CELLS: Final = 4_000_000
_MOST_MEMBERS: Final = 10_000
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
    sheet: CalamineSheet
    header: Header


def read_workbook(file: Path, data: bytes) -> Table:
    """Return the rows of the first visible sheet that names its columns.

    RefusedInputError if the workbook as a whole can't be used. Other sheets with such columns are not
    read, and a warning names them: they are as often an archive as they are more orders.
    """
    try:
        return _read(file, *_measured_copy(file, data))
    except _DAMAGED as error:
        raise refusal(
            file, "unreadable", "it is a damaged workbook; open it, save it again as .xlsx."
        ) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a Rust library raises is no Exception
            raise
        raise refusal(
            file, "unreadable", "it is a damaged workbook; open it, save it again as .xlsx."
        ) from error


def _read(file: Path, copy: io.BytesIO, extents: dict[str, Extent]) -> Table:
    with CalamineWorkbook.from_filelike(copy) as workbook:
        found: list[_Found] = []
        first_rows: list[str] = []
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
                continue
            sheet = workbook.get_sheet_by_index(index)
            top = [_texts(row) for row in islice(sheet.iter_rows(), HEADER_WITHIN)]
            first_rows += next((row for row in top if any(row)), [])
            if header := find_header(top):
                found.append(_Found(sheet, header))
        if not first_rows:
            raise refusal(file, "empty", "no sheet that can be seen holds anything; export the order again.")
        if not found:
            raise no_columns(file, first_rows)
        header = found[0].header
        check_columns(file, header.columns)
        faults = _faults_of(found[0].sheet, copy, extents)
        below = islice(_with_faults(found[0].sheet, faults), header.number, None)
        entries = [_marked(entry, faults) for entry in entries_below(file, header, below)]
        entries = spread_merged(entries, found[0].sheet.merged_cell_ranges or [], header.number)
        others = ", ".join(f"“{shown(other.sheet.name)}”" for other in found[1:4])
        read = shown(found[0].sheet.name)
        text = f"only sheet “{read}” was read, not {others}; save those as files of their own."
        warning = Place(file).finding("other-sheets", text, severity="warning")
        return Table(tuple(entries), (warning,) if others else ())


def _faults_of(sheet: CalamineSheet, copy: io.BytesIO, extents: dict[str, Extent]) -> Faults:
    """Return what the cells of `sheet` without a value show, by row and column."""
    with zipfile.ZipFile(copy) as plain:
        names = {name.lower(): name for name in plain.namelist()}
        book, links = (names.get(name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
        if not book or not links:
            return {}
        member = sheet_members(plain.read(book), plain.read(links)).get(sheet.name, "")
    measured = extents.get(names.get(member.lower(), ""))
    return measured.faults if measured else {}


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


def _measured_copy(file: Path, data: bytes) -> tuple[io.BytesIO, dict[str, Extent]]:
    """Return the workbook unpacked, with what a table needs and nothing else, and what its members hold.

    What an archive says of its members may be untrue, and one stray cell at the far corner of a sheet
    makes a reader allocate all cells before it: so each member is unpacked within bounds and measured.
    """
    copy = io.BytesIO()
    extents: dict[str, Extent] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as plain:
        members = {member.filename: member for member in archive.infolist()}
        if (
            sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED
            or len(members) > _MOST_MEMBERS
        ):
            raise refusal(
                file,
                "unreadable",
                f"it unpacks to more than {MOST_UNPACKED >> 20} MB; save the order's sheet alone.",
            )
        for name, member in members.items():
            if not name.lower().startswith(("xl/", "_rels/", "[content_types].xml")):
                continue
            if name.lower().endswith((".xml", ".rels")):
                content = archive.read(member)
                extents[name] = _checked_extent(file, content)
                plain.writestr(name, content)
    copy.seek(0)
    return copy, extents


def _checked_extent(file: Path, xml: bytes) -> Extent:
    try:
        found = extent(xml, MOST_CELLS)
    except SheetError as error:
        raise refusal(
            file, "unreadable", "it is a damaged workbook; open it, save it again as .xlsx."
        ) from error
    rows, columns = found.rows, found.columns
    if rows * columns > MOST_CELLS:
        raise refusal(
            file,
            "unreadable",
            f"a cell in row {rows:,}, column {columns:,} makes it too large; delete what is no order.",
        )
    if rows > MOST_ROWS + HEADER_WITHIN:
        raise too_long(file)
    return found


def _texts(row: Iterable[object]) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell: object) -> str:
    """Return a cell as the spreadsheet shows it: 2.0 is 2."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)
