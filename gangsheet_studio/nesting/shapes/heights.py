"""Copies laid down one by one along a height map: the layout by shape that is there within a second.

The film is cut into columns. Each knows how far down it is taken; a figure knows for each column where its
room begins and ends, and sinks until it touches: the bottom-left heuristic (Baker, Coffman and Rivest, 1980)
for shapes instead of boxes. What lies under an overhang stays empty.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.figure import reach
from gangsheet_studio.nesting.shapes.kinds import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Copies, Spots

_COLUMNS: Final = 400
_WASTE: Final = 0.1  # of a pixel: what one of empty film costs beside one of length


class Profile(NamedTuple):
    """A turned figure by columns: its room lies from `top` to `bottom`, from its box's upper edge.

    Its box may begin at column `first` to `last`; `left` is from the first column to the box.
    """

    kind: int
    rotation: Rotation
    top: NDArray[np.float64]
    bottom: NDArray[np.float64]
    left: int
    first: int
    last: int


class HeightMap:
    """Packs copies on film of `width` x `longest` pixels between the margins."""

    def __init__(self, copies: Copies, figures: Sequence[Figure], gap: int, width: int, longest: int) -> None:
        self._copies = copies
        self._edge = math.ceil(reach(gap))
        self._width, self._longest = width, longest
        self._column = max(1, width // _COLUMNS)
        self._columns = (width + 2 * self._edge) // self._column + 1
        self._profiles: dict[int, list[Profile]] = {
            kind: [p for r in copies.kinds[kind].rotations if (p := self._profile(kind, figure, r))]
            for kind, figure in enumerate(figures)
        }

    def pack(self, counts: Sequence[int], order: Sequence[int], cancel: Event) -> list[Spots]:
        """Return the parts that `counts` copies by kind take, laid down in `order` of kinds."""
        left = list(counts)
        parts: list[Spots] = []
        while any(left):
            spots = self._fill(left, order, cancel)
            if not spots:
                raise ValueError("a copy fits no part")
            parts.append(spots)
        return parts

    def _fill(self, left: list[int], order: Sequence[int], cancel: Event) -> Spots:
        """Return one part, and count down what is `left`."""
        heights = np.full(self._columns, -float(self._edge))
        spots: Spots = []
        for kind in order:
            while left[kind]:
                stop_if(cancel)
                found = self._lowest(heights, kind)
                if found is None:
                    break
                profile, column, y = found
                heights[column : column + len(profile.top)] = y + profile.bottom
                spots.append(Spot(kind, column * self._column + profile.left, y, profile.rotation))
                left[kind] -= 1
        return spots

    def _lowest(self, heights: NDArray[np.float64], kind: int) -> tuple[Profile, int, int] | None:
        """Return where a copy ends first, and of such places where it wastes least: profile, column and y."""
        best, best_rank = None, math.inf
        for profile in self._profiles[kind]:
            columns = len(profile.top)
            windows = sliding_window_view(heights, columns)[profile.first : profile.last + 1]
            ys = np.maximum(np.ceil((windows - profile.top).max(axis=1)), 0)
            lowest = ys + self._copies.kinds[kind].box(profile.rotation)[1]
            wasted = ys + profile.top.mean() - windows.mean(axis=1)
            rank = np.where(lowest > self._longest, math.inf, lowest + _WASTE * wasted)
            at = int(rank.argmin())
            if rank[at] < best_rank:
                best, best_rank = (profile, profile.first + at, int(ys[at])), float(rank[at])
        return best

    def _profile(self, kind: int, figure: Figure, rotation: Rotation) -> Profile | None:
        """Return a turned figure by columns; None where its box fits nowhere."""
        width, height = self._copies.kinds[kind].box(rotation)
        room = figure.turned(figure.room, rotation)
        # whole columns from the film's edge, so that a box as wide as the film has its place
        start = (math.floor(room.bounds[0]) + self._edge) // self._column * self._column - self._edge
        points = np.asarray(room.exterior.coords)
        columns = int((room.bounds[2] - start) // self._column) + 1
        top, bottom = _extents(points - (start, 0), columns, self._column)
        left = -self._edge - start
        first = -(-max(0, -left) // self._column)
        last = min((self._width - width - left) // self._column, self._columns - columns)
        if last < first or height > self._longest:
            return None
        return Profile(kind, rotation, top, bottom, left, first, last)


def _extents(
    points: NDArray[np.float64], columns: int, column: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the least and greatest y of a closed ring within each column."""
    top, bottom = np.full(columns, np.inf), np.full(columns, -np.inf)
    for (x0, y0), (x1, y1) in pairwise(points.tolist()):
        (xa, ya), (xb, yb) = ((x0, y0), (x1, y1)) if x0 <= x1 else ((x1, y1), (x0, y0))
        first, last = int(xa // column), int(xb // column)
        edges = np.arange(first + 1, last + 1) * column
        ys = np.concatenate([[ya], ya + (edges - xa) * ((yb - ya) / (xb - xa) if xb > xa else 0.0), [yb]])
        span = slice(first, last + 1)
        np.minimum(top[span], np.minimum(ys[:-1], ys[1:]), out=top[span])
        np.maximum(bottom[span], np.maximum(ys[:-1], ys[1:]), out=bottom[span])
    return top, bottom
