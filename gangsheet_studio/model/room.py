"""Free places for further copies on the parts of a layout."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.model.overlaps import close_to

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout, Placement


class Room:
    """Takes places on the parts of `layout`, one after the other, each free of all that came before."""

    def __init__(self, layout: Layout) -> None:
        self._film = layout.film
        self._parts = [sorted(part.placements, key=_top) for part in layout.parts]
        self._tallest = [max(p.height for p in part) for part in self._parts]
        self._row = (0, 0)  # where the row at the end of the last part goes on

    def beside(self, part: int, copy: Placement) -> tuple[int, Placement]:
        """Take a place right, below, left or above of where `copy` is, else in rows after all others.

        Returns the part, from 1, and the copy at its place.
        """
        across, along = copy.width + self._film.gap_px, copy.height + self._film.gap_along_px
        for dx, dy in ((across, 0), (0, along), (-across, 0), (0, -along)):
            placed = _at(copy, copy.x + dx, copy.y + dy)
            if self._is_free(part, placed):
                return self._take(part, placed)
        return self._at_the_end(copy)

    def _at_the_end(self, copy: Placement) -> tuple[int, Placement]:
        last, film = len(self._parts), self._film
        placed = _at(copy, *self._row)
        if not (last and self._is_free(last, placed)):
            ends = (p.y + p.height + film.gap_along_px for p in self._parts[-1]) if last else ()
            placed = _at(copy, film.left_px, max(ends, default=film.top_px))
        if not (last and self._is_free(last, placed)):
            last += 1
            placed = _at(copy, film.left_px, film.top_px)
        self._row = placed.x + placed.width + film.gap_px, placed.y
        return self._take(last, placed)

    def _is_free(self, part: int, copy: Placement) -> bool:
        film, others = self._film, self._parts[part - 1]
        inside = (
            film.left_px <= copy.x <= film.right_px - copy.width
            and film.top_px <= copy.y <= film.bottom_px - copy.height
        )
        if not inside:
            return False
        gap = film.gap_along_px
        begin = bisect_left(others, copy.y - gap - self._tallest[part - 1], key=_top)
        end = bisect_left(others, copy.y + copy.height + gap, key=_top)
        return not any(close_to(copy, others[begin:end], film))

    def _take(self, part: int, copy: Placement) -> tuple[int, Placement]:
        if part > len(self._parts):
            self._parts.append([])
            self._tallest.append(0)
        insort(self._parts[part - 1], copy, key=_top)
        self._tallest[part - 1] = max(self._tallest[part - 1], copy.height)
        return part, copy


def _top(placement: Placement) -> int:
    return placement.y


def _at(placement: Placement, x: int, y: int) -> Placement:
    return msgspec.structs.replace(placement, x=x, y=y)
