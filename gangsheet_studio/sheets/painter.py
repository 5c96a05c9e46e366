"""Paints a part: bands from top to bottom, each copy's rows held only while it is crossed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.bands import Band, bands
from gangsheet_studio.sheets.splice import Splicer
from gangsheet_studio.sheets.verify import Witness

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import Event

    from gangsheet_studio.model.layout import Part, Placement
    from gangsheet_studio.sheets.png import PngWriter
    from gangsheet_studio.sheets.rows import DeflatedRows


class Copies(Protocol):
    """Where a copy's rows come from and go back to."""

    def take(self, placement: Placement) -> DeflatedRows:
        """Return the rows of a copy that begins; waits until they are staged."""

    def give_back(self, placement: Placement) -> None:
        """Take note that a copy is painted."""


def paint(
    part: Part,
    copies: Copies,
    writer: PngWriter,
    *,
    band_rows: Callable[[], int],
    on_row: Callable[[int], None],
    cancel: Event,
) -> list[Witness]:
    """Write all rows of `part`; `band_rows` is asked before each band, `on_row` hears how far it is.

    Returns where each copy's most telling row went, for verification.
    """
    held: dict[int, DeflatedRows] = {}
    splicer = Splicer(part, held)
    witnesses: list[Witness] = []
    for whole in bands(part, band_rows):
        stop_if(cancel)
        for number in sorted(n for group in whole.groups for n in group if n not in held):
            held[number] = copies.take(part.placements[number])
        for band in _cut_at_witnesses(part, whole, held):
            start = writer.write(splicer.splice(band))
            witnesses += _witnesses(part, band, held, start)
        for number in [n for n in held if _ends(part, n) <= whole.bottom]:
            del held[number]
            splicer.compositor.forget(number)
            copies.give_back(part.placements[number])
        on_row(whole.bottom)
    return witnesses


def _ends(part: Part, number: int) -> int:
    placement = part.placements[number]
    return min(placement.y + placement.height + 1, part.height_px)


def _telling_rows(part: Part, band: Band, held: dict[int, DeflatedRows]) -> dict[int, int]:
    """Return sheet row by copy, for copies that are alone in their columns."""
    rows = {
        number: part.placements[number].y + held[number].busiest
        for number, *others in band.groups
        if not others
    }
    return {number: row for number, row in rows.items() if band.top <= row < band.bottom}


def _cut_at_witnesses(part: Part, band: Band, held: dict[int, DeflatedRows]) -> Iterator[Band]:
    """Give each telling row a chunk of its own, so that it can be read alone."""
    rows = set(_telling_rows(part, band, held).values())
    cuts = sorted({band.top, band.bottom, *rows, *(row + 1 for row in rows)})
    for top, bottom in pairwise(cuts):
        yield Band(top, bottom, band.groups)


def _witnesses(part: Part, band: Band, held: dict[int, DeflatedRows], start: int) -> Iterator[Witness]:
    if band.bottom - band.top > 1:
        return
    for number, row in _telling_rows(part, band, held).items():
        placement = part.placements[number]
        checksum = int(held[number].checksums[row - placement.y])
        yield Witness(number, start, placement.x * 4, placement.width * 4, checksum)
