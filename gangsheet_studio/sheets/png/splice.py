"""A band of a sheet's pixel stream, put together from deflated pieces."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from gangsheet_studio.sheets.compositor import Compositor
from gangsheet_studio.sheets.png.repeat import repeat_piece
from gangsheet_studio.sheets.png.rows import deflate_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.sheets.bands import Band
    from gangsheet_studio.sheets.png.rows import DeflatedRows
    from gangsheet_studio.sheets.types import Checksums

_FILTER_UP = b"\x02"


class Spliced(Struct, frozen=True):
    """Deflated rows, and the Adler-32 and inflated length of each piece in them, in order."""

    data: bytes
    checksums: Checksums
    lengths: Checksums


class _Column(Struct, frozen=True):
    """One piece a row: their bytes, their checksums (a number where all are alike), their length."""

    pieces: Iterable[bytes | memoryview]
    checksums: Checksums | int
    length: int


class _Painted(Struct, frozen=True):
    """Where in a band the rows of a design last went, and their pieces."""

    left: int
    pieces: list[bytes | memoryview]


class Splicer:
    """Makes the bands of one part, on film of `bare` pixels.

    `held` maps the number of each crossing copy to its rows. On film that is not transparent, the first row
    of all is a band of its own.
    """

    def __init__(self, part: Part, held: Mapping[int, DeflatedRows], bare: bytes) -> None:
        self._part, self._printed = part, part.printed
        self._held = held
        self._bare = bare
        self._blanks: dict[tuple[bytes, int], _Column] = {}
        self._again = lru_cache(repeat_piece)
        self.compositor = Compositor(part, held, bare)

    def splice(self, band: Band) -> Spliced:
        """Return the rows of `band`, each with its filter byte."""
        if band.top == 0 and any(self._bare):
            return self._first_row(band)
        columns: list[_Column] = []
        painted: dict[tuple[int, int], _Painted] = {}
        lead, reached = _FILTER_UP, 0
        for group in band.groups:
            left = min(self._printed[number].x for number in group)
            if lead or left > reached:
                columns.append(self._blank(lead, (left - reached) * 4))
            alone = len(group) == 1 and self._held[group[0]].bare == self._bare
            columns.append(self._copy(group[0], band, painted) if alone else self._composed(group, band))
            lead, reached = b"", left + columns[-1].length // 4
        if lead or reached < self._part.width_px:
            columns.append(self._blank(lead, (self._part.width_px - reached) * 4))
        return _rows(columns, band.bottom - band.top)

    def _first_row(self, band: Band) -> Spliced:
        """Return the row that nothing lies above: all others are coded less the row above them."""
        row = np.frombuffer(self._bare * self._part.width_px, np.uint8)[np.newaxis].copy()
        for group in band.groups:
            left = min(self._printed[number].x for number in group) * 4
            filtered = self.compositor.filtered(group, band)
            row[:, left : left + filtered.shape[1]] += filtered
        pieces, sums = deflate_each(
            np.concatenate((np.frombuffer(_FILTER_UP, np.uint8)[np.newaxis], row), axis=1)
        )
        return _rows([_Column(pieces, np.array(sums, np.int64), row.shape[1] + 1)], 1)

    def _composed(self, group: tuple[int, ...], band: Band) -> _Column:
        filtered = self.compositor.filtered(group, band)
        pieces, checksums = deflate_each(filtered)
        return _Column(pieces, np.array(checksums, np.int64), filtered.shape[1])

    def _copy(self, number: int, band: Band, painted: dict[tuple[int, int], _Painted]) -> _Column:
        """Return the rows of one copy; `painted` knows the same rows further left in this band."""
        rows, placement = self._held[number], self._printed[number]
        first = band.top - placement.y
        last = first + band.bottom - band.top
        earlier = painted.get((id(rows), first))
        pieces = rows.pieces(first, last) if earlier is None else earlier.pieces
        painted[id(rows), first] = _Painted(placement.x, pieces)
        if earlier is not None:
            again = self._again(rows.row_bytes, (placement.x - earlier.left) * 4)
            pieces = [again if again and len(again) < len(piece) else piece for piece in pieces]
        return _Column(pieces, rows.checksums[first:last], rows.row_bytes)

    def _blank(self, lead: bytes, length: int) -> _Column:
        key = lead, length
        if key not in self._blanks:
            row = np.frombuffer(lead + bytes(length), np.uint8).reshape(1, -1)
            (piece,), (checksum,) = deflate_each(row)
            self._blanks[key] = _Column(repeat(piece), checksum, row.shape[1])
        return self._blanks[key]


def _rows(columns: list[_Column], count: int) -> Spliced:
    checksums = np.empty((count, len(columns)), np.int64)
    lengths = np.empty_like(checksums)
    for index, column in enumerate(columns):
        checksums[:, index] = column.checksums
        lengths[:, index] = column.length
    pieces = zip(*(column.pieces for column in columns), repeat(b"", count), strict=False)
    return Spliced(b"".join(chain.from_iterable(pieces)), checksums.ravel(), lengths.ravel())
