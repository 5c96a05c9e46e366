"""A design kept as the pieces a PNG is made of.

Each pixel row goes through PNG filter 2, Up (PNG specification, third edition, 9.2), and is deflated
alone with a full flush, so that it ends on a byte and refers to nothing before it: pieces can follow
each other in any order. Up is linear and looks only straight above, so a box surrounded by bare film
filters the same wherever it lies. One closing row, bare film less the last row, returns the stream to
bare film below it.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.pieces import PieceKeeper, Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.sheets.types import Checksums, Pixels

LEVEL = 2


class DeflatedRows(Pieces):
    """`height_px` filtered rows and the closing one, each deflated to stand alone between `bare` pixels."""

    def __init__(
        self,
        width_px: int,
        height_px: int,
        ends: Checksums,
        checksums: Checksums,
        kept: bytes | Path,
        bare: bytes = bytes(4),
    ) -> None:
        super().__init__(ends, checksums, kept)
        self.bare = bare
        self.width_px = width_px
        self.height_px = height_px

    @property
    def busiest(self) -> int:
        """The row that says most about the design: the one that deflates worst."""
        return int(np.argmax(np.diff(self._starts[:-1])))

    @property
    def row_bytes(self) -> int:
        """Bytes of a row before deflating."""
        return self.width_px * 4

    def filtered(self, first: int, last: int) -> Pixels:
        """Return the same rows inflated but still filtered, shape (last - first, row_bytes)."""
        stream = b"".join(self.pieces(first, last)) + _END
        flat = isal_zlib.decompress(stream, wbits=-15, bufsize=(last - first) * self.row_bytes + 64)
        return np.frombuffer(flat, np.uint8).reshape(last - first, self.row_bytes)


_END = b"\x01\x00\x00\xff\xff"  # an empty, final, stored block


def filter_up(rows: Pixels, above: Pixels) -> Pixels:
    """Return `rows` minus the row above each; `above` is the row above the first."""
    filtered = np.empty_like(rows)
    np.subtract(rows[0], above, out=filtered[0])
    np.subtract(rows[1:], rows[:-1], out=filtered[1:])
    return filtered


def deflate_each(rows: Pixels) -> tuple[list[bytes], list[int]]:
    """Return every row deflated to stand alone, and its Adler-32."""
    compressor = isal_zlib.compressobj(LEVEL, wbits=-15)
    compress, flush, full = compressor.compress, compressor.flush, isal_zlib.Z_FULL_FLUSH
    checksum = isal_zlib.adler32
    flat, size = np.ascontiguousarray(rows).data.cast("B"), rows.shape[1]
    views = [flat[start : start + size] for start in range(0, rows.size, size)]
    return [compress(view) + flush(full) for view in views], [checksum(view) for view in views]


def deflate_rows(
    strips: Iterable[Pixels],
    width_px: int,
    height_px: int,
    *,
    keep: int,
    scratch: Path,
    cancel: Event,
    bare: bytes = bytes(4),
) -> DeflatedRows:
    """Filter and deflate a design given as `strips` of rows, top to bottom, for film of `bare` pixels.

    Up to `keep` bytes stay in memory; a larger result goes to the file `scratch`. ValueError when the
    strips are not `height_px` rows in all.
    """
    above = np.frombuffer(bare * width_px, np.uint8)
    checksums: list[int] = []
    with PieceKeeper(keep, scratch) as keeper:
        for strip in chain(strips, blank_strips(width_px, 1, bare)):
            stop_if(cancel)
            pieces, sums = deflate_each(filter_up(strip, above))
            above = strip[-1].copy()
            checksums += sums
            keeper.add(b"".join(pieces), list(map(len, pieces)))
        if len(checksums) != height_px + 1:
            raise ValueError(f"{len(checksums) - 1} rows instead of {height_px}")
    return DeflatedRows(width_px, height_px, keeper.ends, np.array(checksums, np.int64), keeper.kept, bare)


def blank_strips(width_px: int, height_px: int, bare: bytes = bytes(4)) -> Iterator[Pixels]:
    """Yield rows of `bare` pixels, one at a time."""
    row = np.frombuffer(bare * width_px, np.uint8).reshape(1, -1)
    return repeat(row, height_px)
