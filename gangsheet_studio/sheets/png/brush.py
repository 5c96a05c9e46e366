"""Writes a PNG sheet by bands, and remembers where each copy can be found again."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from gangsheet_studio.sheets.bands import Band
from gangsheet_studio.sheets.png.splice import Splicer
from gangsheet_studio.sheets.png.verify import Witness

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.sheets.png.rows import DeflatedRows
    from gangsheet_studio.sheets.png.writer import PngWriter


class PngBrush:
    """`witnesses` tell where each copy's most telling row went, for verification."""

    closing_rows = 1

    def __init__(self, part: Part, writer: PngWriter, bare: bytes = bytes(4)) -> None:
        self._printed, self._writer, self._bare = part.printed, writer, bare
        self._held: dict[int, DeflatedRows] = {}
        self._splicer = Splicer(part, self._held, bare)
        self._first = 1 if any(bare) else 0  # rows above are coded otherwise than they are staged
        self.witnesses: list[Witness] = []

    def hold(self, number: int, rows: DeflatedRows) -> None:
        """Take the rows of the part's copy `number`, which begins."""
        self._held[number] = rows

    def paint(self, band: Band) -> None:
        """Write the rows of `band`."""
        for cut in self._cut_at_witnesses(band):
            start = self._writer.write(self._splicer.splice(cut))
            self.witnesses += self._witnesses_of(cut, start)

    def let_go(self, number: int) -> None:
        """Keep nothing of a copy that has ended."""
        del self._held[number]
        self._splicer.compositor.forget(number)

    def _telling_rows(self, band: Band) -> dict[int, int]:
        """Return sheet row by copy, for copies that are alone in their columns."""
        rows = {
            number: self._printed[number].y + self._held[number].busiest
            for number, *others in band.groups
            if not others and self._held[number].bare == self._bare
        }
        top = max(band.top, self._first)
        return {number: row for number, row in rows.items() if top <= row < band.bottom}

    def _cut_at_witnesses(self, band: Band) -> Iterator[Band]:
        """Give each telling row a chunk of its own, so that it can be read alone."""
        rows = set(self._telling_rows(band).values())
        rows |= {0} if self._first and band.top == 0 else set()
        cuts = sorted({band.top, band.bottom, *rows, *(row + 1 for row in rows)})
        for top, bottom in pairwise(cuts):
            yield Band(top, bottom, band.groups)

    def _witnesses_of(self, band: Band, start: int) -> Iterator[Witness]:
        if band.bottom - band.top > 1:
            return
        for number, row in self._telling_rows(band).items():
            placement = self._printed[number]
            checksum = int(self._held[number].checksums[row - placement.y])
            yield Witness(number, start, placement.x * 4, placement.width * 4, checksum)
