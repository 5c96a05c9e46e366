"""Where a design is half transparent, made to be seen in a small picture of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gangsheet_studio.designs.softness import is_soft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from gangsheet_studio.designs.orient import Strip

_DIM: Final = 0.35  # of the artwork's own brightness
_COOL: Final = np.array([150, 0, 90], np.float32)  # a single pixel
_HOT: Final = np.array([255, 60, 200], np.float32)  # all of them


class Warmth:
    """Counts the soft pixels of a `width` x `height` picture in each of `columns` x `rows` cells."""

    def __init__(self, width: int, height: int, columns: int, rows: int) -> None:
        self._left = np.arange(columns, dtype=np.intp) * width // columns
        self._top = np.arange(rows, dtype=np.intp) * height // rows
        self._row_of = np.searchsorted(self._top, np.arange(height), side="right") - 1
        self._counts = np.zeros((rows, columns), np.int64)
        self._pixels = np.outer(np.diff(self._top, append=height), np.diff(self._left, append=width))

    def watched(self, strips: Iterable[Strip]) -> Iterator[Strip]:
        """Pass on RGBA rows, from top to bottom, and count on the way."""
        top = 0
        for strip in strips:
            soft = is_soft(strip.view(np.uint8)[:, 3::4])
            if soft.any():
                for row, marked in zip(self._row_of[top : top + len(strip)], soft, strict=True):
                    self._counts[row] += np.add.reduceat(marked, self._left, dtype=np.int64)
            top += len(strip)
            yield strip

    def over(self, small: Strip) -> Strip:
        """Return `small`, which has a pixel for each cell, dark; brighter the more of its cell is soft."""
        levels = small.view(np.uint8).reshape(*small.shape, 4).astype(np.float32)
        levels[..., :3] *= _DIM
        warm = self._counts > 0
        share = np.sqrt(self._counts / self._pixels)[warm, np.newaxis]
        levels[warm, :3] = _COOL + (_HOT - _COOL) * share
        levels[warm, 3] = 255
        pixels: NDArray[np.uint8] = levels.round().astype(np.uint8)
        return pixels.view(np.uint32)[..., 0]
