"""Rows where copies share columns: the only place where a sheet's pixels are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gangsheet_studio.sheets.png.rows import filter_up

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.sheets.bands import Band
    from gangsheet_studio.sheets.png.rows import DeflatedRows
    from gangsheet_studio.sheets.types import Pixels


class Compositor:
    """Paints groups of copies of one part, on film of `bare` pixels.

    `held` maps a copy's number to its rows while it is crossed.
    """

    def __init__(self, part: Part, held: Mapping[int, DeflatedRows], bare: bytes) -> None:
        self._printed, self._bare = part.printed, bare
        self._held = held
        self._readers: dict[int, _PixelReader] = {}

    def filtered(self, group: tuple[int, ...], band: Band) -> Pixels:
        """Return the group's filtered rows of `band`, from its leftmost to its rightmost column."""
        members = [self._printed[number] for number in group]
        left = min(p.x for p in members)
        width = max(p.x + p.width for p in members) - left
        if _disjoint(members) and all(self._held[number].bare == self._bare for number in group):
            return self._sum(group, band, left, width)
        canvas = np.empty((band.bottom - band.top + 1, width, 4), np.uint8)
        canvas[:] = np.frombuffer(self._bare, np.uint8)
        for number in group:
            self._paint(number, canvas, band.top - 1, left)
        rows = canvas.reshape(len(canvas), width * 4)
        return filter_up(rows[1:], rows[0])

    def forget(self, number: int) -> None:
        """Drop what is kept for a copy that ends."""
        self._readers.pop(number, None)

    def _sum(self, group: tuple[int, ...], band: Band, left: int, width: int) -> Pixels:
        """Add up boxes that only touch: Up is linear, so the sum of filtered rows is the filtered sum."""
        total = np.zeros((band.bottom - band.top, width * 4), np.uint8)
        for number in group:
            placement, rows = self._printed[number], self._held[number]
            first = band.top - placement.y
            start = (placement.x - left) * 4
            total[:, start : start + rows.row_bytes] += rows.filtered(first, first + len(total))
        return total

    def _paint(self, number: int, canvas: Pixels, top: int, left: int) -> None:
        placement = self._printed[number]
        first = max(0, top - placement.y)
        last = min(placement.height, top + len(canvas) - placement.y)
        if first >= last:
            return
        reader = self._readers.get(number)
        if reader is None:
            reader = self._readers[number] = _PixelReader(self._held[number])
        start, column = placement.y + first - top, placement.x - left
        over(
            canvas[start : start + last - first, column : column + placement.width], reader.read(first, last)
        )


class _PixelReader:
    """Undoes the filter, top to bottom; remembers the last row, which the next band looks at again."""

    def __init__(self, rows: DeflatedRows) -> None:
        self._rows = rows
        self._next = 0
        self._above = np.frombuffer(rows.bare * rows.width_px, np.uint8)[np.newaxis]
        self._last = self._above

    def read(self, first: int, last: int) -> Pixels:
        """Return rows `first` to `last` (excluded), shape (rows, width_px, 4); first never goes far back."""
        if first < self._next - 1:
            self._next, self._last = 0, self._above
        while self._next < first:
            self._advance(min(first, self._next + 256))
        again = self._last if first == self._next - 1 else self._last[:0]
        fresh = self._advance(last) if last > self._next else self._last[:0]
        return np.concatenate((again, fresh)).reshape(last - first, -1, 4)

    def _advance(self, stop: int) -> Pixels:
        filtered = self._rows.filtered(self._next, stop).copy()
        filtered[0] += self._last[0]
        pixels: Pixels = np.add.accumulate(filtered, axis=0, dtype=np.uint8)
        self._next, self._last = stop, pixels[-1:].copy()
        return pixels


def _disjoint(members: list[Printed]) -> bool:
    return not any(
        a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
        for index, a in enumerate(members)
        for b in members[index + 1 :]
    )


def over(canvas: Pixels, source: Pixels) -> None:
    """Paint straight-alpha `source` over `canvas` in place, shapes (rows, columns, 4).

    Porter and Duff 1984, "over", rounded to the nearest level.
    """
    source_alpha, canvas_alpha = source[..., 3], canvas[..., 3]
    replaced = (source_alpha == 255) | (canvas_alpha == 0)
    mixed = ~replaced & (source_alpha > 0)
    np.copyto(canvas, source, where=replaced[..., None])
    if not mixed.any():
        return
    upper, lower = source[mixed].astype(np.uint32), canvas[mixed].astype(np.uint32)
    upper_share, lower_share = upper[:, 3] * 255, lower[:, 3] * (255 - upper[:, 3])
    share = upper_share + lower_share
    colour = upper[:, :3] * upper_share[:, None] + lower[:, :3] * lower_share[:, None]
    result = np.empty_like(upper)
    result[:, :3] = (colour + share[:, None] // 2) // share[:, None]
    result[:, 3] = (share + 127) // 255
    canvas[mixed] = result.astype(np.uint8)
