"""A workbook unpacked within bounds, with what a table needs and nothing else.

What an archive says of its members may be untrue, one stray cell at the far corner of a sheet makes a
reader allocate all cells before it, and a text that many cells share is copied for each of them: so each
member is measured while it is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.orders.files import MOST_MEMBERS
from gangsheet_studio.orders.findings import refusal
from gangsheet_studio.orders.sheet_extent import (
    Allowance,
    Extent,
    Measure,
    SheetError,
    SheetMeasure,
    TextMeasure,
    TooMuchError,
)
from gangsheet_studio.orders.sheet_members import sheet_members
from gangsheet_studio.orders.table import (
    MOST_CELLS,
    MOST_SHEET_ROWS,
    MOST_TEXT,
    too_many_cells,
    too_much_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MOST_UNPACKED: Final = 64 << 20
_MOST_LISTED: Final = 1 << 20
_MOST_TAGS: Final = 1_000_000  # those that end others counted
_CHUNK: Final = 1 << 18
_SHEETS: Final = "xl/worksheets/"
_TEXTS: Final = "xl/sharedstrings.xml"
_BOOK: Final = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")


class Unpacked(Struct, frozen=True):
    """`copy` is a workbook that no reader can be hurt by; `extents` of its sheets by their names."""

    copy: io.BytesIO
    extents: dict[str, Extent]


def unpack(file: Path, data: bytes) -> Unpacked:
    """Return the workbook in `data`; RefusedInputError where it holds too much, or is damaged.

    Errors of `zipfile` and what it stands on come out too.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(copy, "w") as plain:
        members = _needed(file, archive)
        try:
            extents = _copy(file, archive, plain, members)
            book, links = (plain.read(members[name].filename) for name in _BOOK)
            sheets = sheet_members(book, links)
        except SheetError as error:
            raise damaged(file) from error
        except TooMuchError as error:
            raise _too_much(file, str(error)) from error
    copy.seek(0)
    named = {name: extents.get(member.lower()) for name, member in sheets.items()}
    return Unpacked(copy, {name: extent for name, extent in named.items() if extent})


def damaged(file: Path) -> Exception:
    """Return the refusal of a workbook that no program has written like this."""
    return refusal(file, "unreadable", "it is a damaged workbook; open it, save it again as .xlsx.")


def _needed(file: Path, archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members that are read, by their names in lower case, the shared texts first."""
    needed = [
        member
        for member in archive.infolist()
        if member.filename.lower().startswith(("xl/", "_rels/", "[content_types].xml"))
        and member.filename.lower().endswith((".xml", ".rels"))
    ]
    members = {member.filename.lower(): member for member in needed}
    if len(members) < len(needed) or not all(name in members for name in _BOOK):
        raise damaged(file)
    if sum(member.file_size for member in needed) > MOST_UNPACKED or len(needed) > MOST_MEMBERS:
        text = f"it unpacks to more than {MOST_UNPACKED >> 20} MB; save the order's sheet alone."
        raise refusal(file, "unreadable", text)
    if any(members[name].file_size > _MOST_LISTED for name in _BOOK):
        raise damaged(file)
    return dict(sorted(members.items(), key=lambda pair: pair[0] != _TEXTS))


def _copy(
    file: Path, archive: zipfile.ZipFile, plain: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]
) -> dict[str, Extent]:
    """Copy `members` and return how far the sheets among them are filled. SheetError, TooMuchError."""
    allowance = Allowance(tags=_MOST_TAGS, cells=MOST_CELLS, text=MOST_TEXT)
    texts: Sequence[int] = ()
    extents: dict[str, Extent] = {}
    for name, member in members.items():
        measure = _measure_of(name, allowance, texts)
        _copy_member(archive, plain, member, measure)
        if isinstance(measure, TextMeasure):
            texts = measure.texts
        elif isinstance(measure, SheetMeasure):
            extents[name] = measure.extent
            _check(file, measure.extent)
            if sum(extent.cells for extent in extents.values()) > MOST_CELLS:
                raise TooMuchError("cells")
    return extents


def _measure_of(name: str, allowance: Allowance, texts: Sequence[int]) -> Measure:
    if name == _TEXTS:
        return TextMeasure(allowance)
    return SheetMeasure(allowance, texts) if name.startswith(_SHEETS) else Measure(allowance)


def _copy_member(
    archive: zipfile.ZipFile, plain: zipfile.ZipFile, member: zipfile.ZipInfo, measure: Measure
) -> None:
    """Copy `member` as long as `measure` wants more of it."""
    with archive.open(member) as packed, plain.open(member.filename, "w") as unpacked:
        while piece := packed.read(_CHUNK):
            if not measure.feed(piece):
                return
            unpacked.write(piece)
        measure.feed(b"", last=True)


def _check(file: Path, extent: Extent) -> None:
    if extent.cells > MOST_CELLS or extent.rows > MOST_SHEET_ROWS:
        text = f"a cell in row {extent.rows:,}, column {extent.columns:,} makes it too large; "
        raise refusal(file, "unreadable", f"{text}delete what is no order.")


def _too_much(file: Path, what: str) -> Exception:
    if what == "text":
        return too_much_text(file)
    if what == "cells":
        return too_many_cells(file)
    return refusal(file, "too-long", f"it holds too many {what}; save the order's values alone.")
