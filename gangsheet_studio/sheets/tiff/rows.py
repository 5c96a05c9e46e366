"""A design kept as the pieces that TIFF strips are made of.

The first pixel of each row is kept apart, and so is the last: what is coded of them depends on what lies
beside them on the sheet. All pixels after the first are coded once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.pieces import PieceKeeper, Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.sheets.tiff.codec import Codec
    from gangsheet_studio.sheets.types import Checksums, Pixels


class TiffRows(Pieces):
    """`firsts` and `lasts` are the outer pixels of each row, shape (height_px, bytes of a pixel).

    `bare` is the pixel of the film that they are made for.
    """

    def __init__(
        self,
        width_px: int,
        firsts: Pixels,
        lasts: Pixels,
        ends: Checksums,
        checksums: Checksums,
        kept: bytes | Path,
        bare: bytes,
    ) -> None:
        super().__init__(ends, checksums, kept)
        self.width_px = width_px
        self.firsts, self.lasts = firsts, lasts
        self.bare = bare

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        return super().memory_bytes + self.firsts.nbytes + self.lasts.nbytes

    @property
    def body_bytes(self) -> int:
        """Bytes of a row after its first pixel, before coding."""
        return (self.width_px - 1) * int(self.firsts.shape[1])

    @property
    def busiest(self) -> int:
        """The row that says most about the design: the one with the longest piece."""
        return int(np.argmax(np.diff(self._starts)))

    def pixels(self, first: int, last: int, codec: Codec) -> Pixels:
        """Return rows `first` to `last` (excluded), shape (rows, width_px, bytes of a pixel)."""
        count, size = last - first, self.body_bytes
        flat = codec.decode(b"".join(self.pieces(first, last)), count * size)
        body = np.frombuffer(flat, np.uint8).reshape(count, self.width_px - 1, -1 if size else 1)
        firsts = self.firsts[first:last, np.newaxis]
        rows = np.concatenate((firsts, body), axis=1) if size else firsts
        return np.add.accumulate(rows, axis=1, dtype=np.uint8) if codec.predicts else rows


def encode_rows(
    strips: Iterable[Pixels],
    width_px: int,
    height_px: int,
    codec: Codec,
    *,
    keep: int,
    scratch: Path,
    cancel: Event,
    bare: bytes,
) -> TiffRows:
    """Code a design given as `strips` of rows, shape (rows, bytes a row), top to bottom.

    Up to `keep` bytes stay in memory; a larger result goes to the file `scratch`. ValueError when the strips
    are not `height_px` rows in all.
    """
    # made once: small arrays that stay would leave holes in the heap that no strip fits into
    firsts, lasts = np.empty((2, height_px, len(bare)), np.uint8)
    checksums: list[int] = []
    with PieceKeeper(keep, scratch) as keeper:
        for strip in strips:
            stop_if(cancel)
            pixels = strip.reshape(len(strip), width_px, -1)
            rows = slice(len(checksums), len(checksums) + len(strip))
            firsts[rows], lasts[rows] = pixels[:, 0], pixels[:, -1]
            body = body_of(pixels, codec)
            checksums += map(isal_zlib.adler32, body)
            keeper.add(*encode_body(body, codec))
        if len(checksums) != height_px:
            raise ValueError(f"{len(checksums)} rows instead of {height_px}")
    sums = np.array(checksums, np.int64)
    return TiffRows(width_px, firsts, lasts, keeper.ends, sums, keeper.kept, bare)


def body_of(pixels: Pixels, codec: Codec) -> Pixels:
    """Return what is coded of `pixels` after the first of each row, shape (rows, bytes)."""
    body = pixels[:, 1:] - pixels[:, :-1] if codec.predicts else pixels[:, 1:]
    return np.ascontiguousarray(body).reshape(len(pixels), -1)


def encode_body(body: Pixels, codec: Codec) -> tuple[bytes, list[int]]:
    """Return the pieces of rows without their first pixel, and the length of each."""
    return codec.encode(body) if body.shape[1] else (b"", [0] * len(body))
