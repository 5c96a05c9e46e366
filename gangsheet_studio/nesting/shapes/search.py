"""The search for shapes: what is tried in which order, and what of it is shown."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Final

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.apart import Prints
from gangsheet_studio.nesting.shapes.figure import figure
from gangsheet_studio.nesting.shapes.heights import HeightMap
from gangsheet_studio.nesting.shapes.kinds import as_layout
from gangsheet_studio.nesting.shapes.split import split
from gangsheet_studio.nesting.shapes.strip import StripSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import Event

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.outline import Outline
    from gangsheet_studio.nesting.shapes.kinds import Copies, Spots

_THRIFTS: Final = (0.0, 0.001)
_SHORTER: Final = 0.88  # what sparrow makes of a height map's length, soon
_LEAST: Final = 1.5  # seconds that a search is worth starting for


class ShapeSearch:
    """Looks for less film than `start` takes, and shows each better layout that keeps its distances."""

    def __init__(
        self,
        copies: Copies,
        outlines: Mapping[str, Outline],
        start: Layout,
        found: Callable[[Layout], None],
        cancel: Event,
    ) -> None:
        film = start.film
        self._copies, self._found, self._cancel = copies, found, cancel
        self._gap = max(film.gap_px, film.gap_along_px)
        self._width = film.width_px - 2 * film.margin_px
        self._longest = film.longest_px - 2 * film.margin_px
        self._margins = 2 * film.margin_px
        self._start = self._best = start
        self._figures = []
        for kind in copies.kinds:
            stop_if(cancel)
            self._figures.append(figure(kind, outlines.get(kind.key), self._gap))
        self._prints = Prints(self._figures, self._gap)

    def run(self, until: float, seed: int) -> Layout:
        """Search until `until` (monotonic), and return the best layout."""
        counts = self._copies.counts
        heights = HeightMap(self._copies, self._figures, self._gap, self._width, self._longest)
        quick = [heights.pack(counts, self._cancel, thrift) for thrift in _THRIFTS]
        for parts in quick:
            self._offer(parts)
        shortest = min(quick, key=self._film)
        length = sum(map(self._copies.length, shortest))
        number = max(1, math.ceil(length * _SHORTER / self._longest))
        shares = split(counts, [f.room.area for f in self._figures], number)
        parts: list[list[Spots]] = [heights.pack(share, self._cancel) for share in shares]
        strips = StripSearch(self._copies, self._figures, self._gap, self._width)
        for index, share in enumerate(shares):
            now = time.monotonic()
            to_come = sum(map(sum, shares[index:]))
            end = now + (until - now) * sum(share) / to_come
            if end - now < _LEAST and number > 1:
                end = min(until, now + _LEAST)
            for spots in strips.solutions(share, end, seed + index, self._cancel):
                if (
                    self._film([spots]) < self._film(parts[index])
                    and self._copies.length(spots) <= self._longest
                ):
                    parts[index] = [spots]
                    self._offer([each for part in parts for each in part])
        return self._best

    def _film(self, parts: Sequence[Spots]) -> int:
        return sum(self._copies.length(spots) + self._margins for spots in parts)

    def _offer(self, parts: Sequence[Spots]) -> None:
        """Show a layout if it is better than the last one and its prints are apart."""
        best = sum(part.height_px for part in self._best.parts)
        if self._film(parts) >= best or any(self._prints.too_close(spots) for spots in parts):
            return
        by_length = sorted(parts, key=self._copies.length, reverse=True)
        self._best = as_layout(self._copies, by_length, self._start)
        self._found(self._best)
