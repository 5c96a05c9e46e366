"""The strips of a band, put together from pieces that lie ready."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.sheets.adler import joined
from gangsheet_studio.sheets.compositor import over
from gangsheet_studio.sheets.tiff.rows import body_of, encode_body

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.sheets.bands import Band
    from gangsheet_studio.sheets.tiff.codec import Codec
    from gangsheet_studio.sheets.tiff.rows import TiffRows
    from gangsheet_studio.sheets.types import Checksums, Pixels


class Strips(Struct, frozen=True):
    """Strips one after the other, and the bytes of each."""

    data: bytes
    lengths: list[int]


class _Column(Struct, frozen=True):
    """One piece a row, with the Adler-32 (or one for all) and the length of what is coded in it."""

    pieces: Iterable[bytes | memoryview]
    checksums: Checksums
    length: int


class Splicer:
    """Makes the strips of one part, on film that is `bare` pixels where nothing is printed.

    `held` maps the number of each crossing copy to its rows.
    """

    def __init__(self, part: Part, held: Mapping[int, TiffRows], codec: Codec, bare: bytes) -> None:
        self._part, self._held, self._codec = part, held, codec
        self._printed = part.printed
        self._bare, self._bare_bytes = np.frombuffer(bare, np.uint8), bare
        self._run = lru_cache(maxsize=4096)(self._make_run)

    def splice(self, band: Band) -> Strips:
        """Return the strips of `band`, one a row."""
        count, pixel = band.bottom - band.top, len(self._bare)
        columns: list[_Column] = []
        left = np.zeros((count, pixel), np.uint8)  # the pixels that the next ones are coded less
        reached = 0
        for group in band.groups:
            start = min(self._printed[number].x for number in group)
            if start > reached:
                left = self._bare_film(columns, start - reached, left)
            width, left = self._copies(columns, group, band, left)
            reached = start + width
        if reached < self._part.width_px:
            self._bare_film(columns, self._part.width_px - reached, left)
        sums = joined([column.checksums for column in columns], [column.length for column in columns], count)
        pieces = (column.pieces for column in columns)
        rows = list(zip(repeat(self._codec.start, count), *pieces, self._codec.end(sums), strict=False))
        return Strips(b"".join(chain.from_iterable(rows)), [sum(map(len, row)) for row in rows])

    def _bare_film(self, columns: list[_Column], width: int, left: Pixels) -> Pixels:
        """Add film that nothing is printed on; return the pixels at its right edge."""
        bare = np.broadcast_to(self._bare, left.shape)
        edge = bare - left
        if self._codec.predicts and edge.any():
            self._pixels(columns, edge)
            width -= 1
        if width:
            columns.append(self._run(width, opens=not columns))
        return bare

    def _copies(
        self, columns: list[_Column], group: tuple[int, ...], band: Band, left: Pixels
    ) -> tuple[int, Pixels]:
        """Add what is printed by a group of copies; return its width and the pixels at its right edge."""
        if len(group) > 1 or self._held[group[0]].bare != self._bare_bytes:
            pixels = self._composed(group, band)
            firsts, lasts, width = pixels[:, 0], pixels[:, -1], pixels.shape[1]
            body = body_of(pixels, self._codec)
            data, lengths = encode_body(body, self._codec)
            pieces: Iterable[bytes | memoryview] = _cut(data, lengths)
            sums, length = np.fromiter(map(isal_zlib.adler32, body), np.int64, len(body)), body.shape[1]
        else:
            rows, placement = self._held[group[0]], self._printed[group[0]]
            first = band.top - placement.y
            last = first + band.bottom - band.top
            firsts, lasts, width = rows.firsts[first:last], rows.lasts[first:last], rows.width_px
            pieces = rows.pieces(first, last)
            sums, length = rows.checksums[first:last], rows.body_bytes
        self._pixels(columns, firsts - left if self._codec.predicts else firsts)
        if length:
            columns.append(_Column(pieces, sums, length))
        return width, lasts

    def _composed(self, group: tuple[int, ...], band: Band) -> Pixels:
        """Return pixels of copies that share columns, shape (rows, columns, bytes of a pixel)."""
        members = [self._printed[number] for number in group]
        start = min(p.x for p in members)
        width = max(p.x + p.width for p in members) - start
        canvas = np.empty((band.bottom - band.top, width, len(self._bare)), np.uint8)
        canvas[:] = self._bare
        for number, placement in zip(group, members, strict=True):
            first = band.top - placement.y
            source = self._held[number].pixels(first, first + len(canvas), self._codec)
            under = canvas[:, placement.x - start : placement.x - start + placement.width]
            over(under[..., :4], source[..., :4])
            np.maximum(under[..., 4:], source[..., 4:], out=under[..., 4:])
        return canvas

    def _pixels(self, columns: list[_Column], values: Pixels) -> None:
        """Add one pixel a row."""
        data, lengths = self._codec.encode(np.ascontiguousarray(values), opens=not columns)
        sums = np.fromiter(map(isal_zlib.adler32, np.ascontiguousarray(values)), np.int64, len(values))
        columns.append(_Column(_cut(data, lengths), sums, values.shape[1]))

    def _make_run(self, width: int, *, opens: bool) -> _Column:
        """Return so many pixels of bare film, coded after another such."""
        zeros = bytes(width * len(self._bare))
        coded = zeros if self._codec.predicts else self._bare.tobytes() * width
        data, _ = self._codec.encode(np.frombuffer(coded, np.uint8)[np.newaxis], opens=opens)
        return _Column(repeat(data), np.array([isal_zlib.adler32(coded)], np.int64), len(coded))


def _cut(data: bytes, lengths: list[int]) -> list[bytes]:
    ends = np.cumsum(lengths).tolist()
    return [data[end - length : end] for end, length in zip(ends, lengths, strict=True)]
