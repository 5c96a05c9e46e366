"""Writes a TIFF sheet by bands, and remembers where each copy can be found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.sheets.tiff.splice import Splicer
from gangsheet_studio.sheets.tiff.verify import Witness

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.sheets.bands import Band
    from gangsheet_studio.sheets.tiff.codec import Codec
    from gangsheet_studio.sheets.tiff.rows import TiffRows
    from gangsheet_studio.sheets.tiff.writer import TiffWriter


class TiffBrush:
    """`witnesses` tell of each copy's most telling row, for verification."""

    closing_rows = 0

    def __init__(self, part: Part, writer: TiffWriter, codec: Codec, bare: bytes) -> None:
        self._printed, self._writer = part.printed, writer
        self._held: dict[int, TiffRows] = {}
        self._bare = bare
        self._splicer = Splicer(part, self._held, codec, bare)
        self.witnesses: list[Witness] = []

    def hold(self, number: int, rows: TiffRows) -> None:
        """Take the rows of the part's copy `number`, which begins."""
        self._held[number] = rows

    def paint(self, band: Band) -> None:
        """Write the rows of `band`."""
        strips = self._splicer.splice(band)
        start = self._writer.write(strips)
        for number, *others in band.groups:
            rows, top = self._held[number], self._printed[number].y
            alone = not others and rows.bare == self._bare
            strip = top + rows.busiest - band.top
            if alone and 0 <= strip < len(strips.lengths):
                at, checksum = start + sum(strips.lengths[:strip]), int(rows.checksums[rows.busiest])
                self.witnesses.append(Witness(number, at, strips.lengths[strip], checksum))

    def let_go(self, number: int) -> None:
        """Keep nothing of a copy that has ended."""
        del self._held[number]
