"""A design kept as the pieces a PNG is made of.

Each pixel row goes through PNG filter 2, Up (PNG specification, third edition, 9.2), and is deflated
alone with a full flush, so that it ends on a byte and refers to nothing before it: pieces can follow
each other in any order. Up is linear and looks only straight above, so a box surrounded by transparent
pixels filters the same wherever it lies. One closing row, the negative of the last, returns the stream
to transparent below it.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise, repeat
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.sheets.types import Checksums, Pixels

from gangsheet_studio.errors import stop_if

LEVEL = 2


class DeflatedRows:
    """`height_px` filtered rows and the closing one; in memory, or in a scratch file that it owns."""

    def __init__(
        self, width_px: int, height_px: int, ends: Checksums, checksums: Checksums, kept: bytes | Path
    ) -> None:
        self.width_px = width_px
        self.height_px = height_px
        self.checksums = checksums
        self._starts = np.concatenate(([0], ends))
        self._blob = None if not isinstance(kept, bytes) else memoryview(kept)
        self._path = None if isinstance(kept, bytes) else kept

    @property
    def ends(self) -> Checksums:
        """Where each row ends among the deflated bytes."""
        return self._starts[1:]

    @property
    def kept(self) -> bytes | None:
        """The deflated bytes, None where they lie in its scratch file."""
        return None if self._blob is None else self._blob.tobytes()

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        tables = self._starts.nbytes + self.checksums.nbytes
        return tables + (self._blob.nbytes if self._blob is not None else 0)

    @property
    def scratch_bytes(self) -> int:
        """What it holds on disk."""
        return int(self._starts[-1]) if self._path is not None else 0

    @property
    def busiest(self) -> int:
        """The row that says most about the design: the one that deflates worst."""
        return int(np.argmax(np.diff(self._starts[:-1])))

    @property
    def row_bytes(self) -> int:
        """Bytes of a row before deflating."""
        return self.width_px * 4

    def pieces(self, first: int, last: int) -> list[bytes | memoryview]:
        """Return the deflated rows `first` to `last`, the end excluded; row `height_px` closes."""
        edges = self._starts[first : last + 1].tolist()
        start, stop = edges[0], edges[-1]
        data = self._blob[start:stop] if self._blob is not None else self._read(start, stop)
        return [data[a - start : b - start] for a, b in pairwise(edges)]

    def filtered(self, first: int, last: int) -> Pixels:
        """Return the same rows inflated but still filtered, shape (last - first, row_bytes)."""
        stream = b"".join(self.pieces(first, last)) + _END
        flat = isal_zlib.decompress(stream, wbits=-15, bufsize=(last - first) * self.row_bytes + 64)
        return np.frombuffer(flat, np.uint8).reshape(last - first, self.row_bytes)

    def close(self) -> None:
        """Give back memory and scratch; the object is of no use afterwards."""
        self._blob = None
        if self._path is not None:
            with suppress(OSError):  # another program looks at it: it goes with its folder
                self._path.unlink(missing_ok=True)

    def _read(self, start: int, stop: int) -> memoryview:
        if self._path is None:
            raise ValueError("rows are closed")
        with self._path.open("rb", buffering=0) as file:
            file.seek(start)
            data = file.read(stop - start)
        if len(data) != stop - start:
            raise OSError(f"scratch file {self._path} is cut short")
        return memoryview(data)


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
    strips: Iterable[Pixels], width_px: int, height_px: int, *, keep: int, scratch: Path, cancel: Event
) -> DeflatedRows:
    """Filter and deflate a design given as `strips` of rows, top to bottom.

    Up to `keep` bytes stay in memory; a larger result goes to the file `scratch`. ValueError when the
    strips are not `height_px` rows in all.
    """
    above = np.zeros(width_px * 4, np.uint8)
    lengths: list[int] = []
    checksums: list[int] = []
    kept, spilled = bytearray(), None
    try:
        for strip in _with_closing_row(strips, width_px):
            stop_if(cancel)
            pieces, sums = deflate_each(filter_up(strip, above))
            above = strip[-1].copy()
            lengths += map(len, pieces)
            checksums += sums
            kept += b"".join(pieces)
            if spilled is None and len(kept) > keep:
                spilled = scratch.open("wb")
            if spilled is not None:
                spilled.write(kept)
                kept = bytearray()
        if len(lengths) != height_px + 1:
            raise ValueError(f"{len(lengths) - 1} rows instead of {height_px}")
        if spilled is not None:
            spilled.close()
    except BaseException:
        if spilled is not None:
            with suppress(OSError):  # what it still holds can't be written either
                spilled.close()
            scratch.unlink(missing_ok=True)
        raise
    ends = np.cumsum(np.array(lengths, np.int64))
    where = bytes(kept) if spilled is None else scratch
    return DeflatedRows(width_px, height_px, ends, np.array(checksums, np.int64), where)


def blank_strips(width_px: int, height_px: int) -> Iterator[Pixels]:
    """Yield transparent rows, one at a time."""
    row = np.zeros((1, width_px * 4), np.uint8)
    return repeat(row, height_px)


def _with_closing_row(strips: Iterable[Pixels], width_px: int) -> Iterable[Pixels]:
    yield from strips
    yield from blank_strips(width_px, 1)
