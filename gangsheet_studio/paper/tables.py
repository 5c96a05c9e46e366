"""The tables of a job, as CSV that a spreadsheet opens: UTF-8 with its mark, CR LF (RFC 4180)."""

from __future__ import annotations

import csv
import io
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, TypeAlias

from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.units import UNITS_PER_INCH
from gangsheet_studio.paper.left_out import size_asked
from gangsheet_studio.paper.numbers import in_reading_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gangsheet_studio.model.manifest import Manifest
    from gangsheet_studio.paper.left_out import LeftOut

_Cell: TypeAlias = "str | int | float | None"
_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_ROWS_AT_ONCE: Final = 500
_PLACEMENTS: Final = (
    *("Part", "Number", "Sheet file", "Order", "Design", "Copy"),
    *("X (mm)", "Y (mm)", "Width (mm)", "Height (mm)"),
    *("X (px)", "Y (px)", "Width (px)", "Height (px)", "Rotation"),
)
_MISSING: Final = ("Order", "Design", "Copies", "Size", "Order file", "Row", "Reason")


def placements_table(manifest: Manifest) -> Iterator[bytes]:
    """Yield a table of where each copy lies on the sheets, from the top left, after clockwise rotation."""
    return _table(_PLACEMENTS, _placements(manifest))


def _placements(manifest: Manifest) -> Iterator[Sequence[_Cell]]:
    for part in manifest.parts:
        mm = UNITS_PER_INCH["mm"] / part.dpi
        for number, placed in enumerate(in_reading_order(part), 1):
            box = placed.x_px, placed.y_px, placed.width_px, placed.height_px
            who = placed.order, placed.design, placed.copy
            in_mm = (round(side * mm, 3) for side in box)
            yield part.part, number, part.file, *who, *in_mm, *box, placed.rotation


def missing_table(entries: Iterable[LeftOut]) -> Iterator[bytes]:
    """Yield a table of what is on no sheet, and why."""
    return _table(
        _MISSING,
        (
            (
                entry.order,
                entry.design,
                entry.copies,
                size_asked(entry.line.size) if entry.line else "",
                PurePath(entry.file).name if entry.file else "",
                entry.row,
                entry.why,
            )
            for entry in entries
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[_Cell]]) -> Iterator[bytes]:
    text = io.StringIO(_MARK, newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(head)
    for number, row in enumerate(rows, 1):
        writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
        if number % _ROWS_AT_ONCE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _harmless(text: str) -> str:
    """Return `text` on one line; what a spreadsheet would run as a formula has an apostrophe before it."""
    return f"'{one_line(text)}" if text.startswith(_FORMULA) else one_line(text)
