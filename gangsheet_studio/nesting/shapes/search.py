"""The search for shapes: what is tried in which order, and what of it is shown."""

from __future__ import annotations

import math
import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Final

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.apart import Prints
from gangsheet_studio.nesting.shapes.figure import figure
from gangsheet_studio.nesting.shapes.guests import Guests
from gangsheet_studio.nesting.shapes.heights import HeightMap
from gangsheet_studio.nesting.shapes.kinds import as_layout
from gangsheet_studio.nesting.shapes.pixels import Pixels
from gangsheet_studio.nesting.shapes.split import split
from gangsheet_studio.nesting.shapes.strip import StripSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from threading import Event

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.outline import Outline
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Copies, Kind, Spots
    from gangsheet_studio.nesting.shapes.pixels import PrintMask
    from gangsheet_studio.nesting.shapes.strip import Search

_THREADS: Final = 2
_ORDERS: Final = 8  # tried along a height map
_LEAST_ORDERS: Final = 2
_LAID: Final = 2000  # copies laid down until then; some 300 µs each
_SHORTER: Final = 0.9  # what sparrow soon makes of a height map's length
_SHUFFLE: Final = (0.7, 1.4)


def _figures(copies: Copies, outlines: Mapping[str, Outline], gap: int, cancel: Event) -> list[Figure]:
    def make(kind: Kind) -> Figure:
        stop_if(cancel)
        return figure(kind, outlines.get(kind.picture), gap)

    with ThreadPoolExecutor(_THREADS, "figures") as pool:
        return list(pool.map(make, copies.kinds))


class ShapeSearch:
    """Looks for less film than `start` takes, and shows each better layout whose prints are apart."""

    def __init__(
        self,
        copies: Copies,
        outlines: Mapping[str, Outline],
        start: Layout,
        found: Callable[[Layout], None],
        cancel: Event,
        print_mask: PrintMask | None,
    ) -> None:
        film = start.film
        gap = max(film.gap_px, film.gap_along_px)  # a room is turned with its copy
        self._copies, self._found, self._cancel = copies, found, cancel
        self._width = film.right_px - film.left_px
        self._longest = film.bottom_px - film.top_px
        self._margins = film.top_px + film.end_px
        self._start = self._best = start
        self._figures = _figures(copies, outlines, gap, cancel)
        pixels = Pixels(copies.kinds, print_mask, gap) if print_mask else None
        self._prints = Prints(self._figures, gap, pixels)
        self._guests = Guests(copies, self._figures, cancel)
        self._heights = HeightMap(copies, self._figures, gap, self._width, self._longest)
        self._strips = StripSearch(copies, self._figures, gap, self._width)

    def run(self, until: float, seed: int) -> Layout:
        """Search until `until` (monotonic), and return the best layout."""
        counts = self._guests.hosts
        orders = self._orders(sum(counts), seed)
        shortest = self._lay_down(next(orders))
        number = math.ceil(sum(map(self._copies.length, shortest)) * _SHORTER / self._longest)
        if number == 1:
            with closing(self._strips.begin(counts, until - time.monotonic(), seed)) as search:
                for order in orders:
                    shortest = min(shortest, self._lay_down(order), key=self._film)
                self._follow(search, [shortest], 0, until)
        else:
            for order in orders:
                self._lay_down(order)
            self._search_parts(split(counts, [each.room.area for each in self._figures], number), until, seed)
        return self._best

    def _lay_down(self, order: Sequence[int]) -> list[Spots]:
        parts = self._heights.pack(self._guests.hosts, order, self._cancel)
        self._offer(parts)
        return parts

    def _orders(self, copies: int, seed: int) -> Iterator[list[int]]:
        """Yield orders of kinds to lay down: the largest first, in several ways to be large."""
        kinds = range(len(self._figures))
        shuffle = random.Random(seed)  # noqa: S311  # for variety, not for secrets
        boxes = [each.width * each.height for each in self._figures]
        sizes: list[list[float]] = [
            [each.room.area for each in self._figures],
            [max(each.width, each.height) for each in self._figures],
            [min(each.width, each.height) for each in self._figures],
            [float(box) for box in boxes],
        ]
        for tried in range(max(_LEAST_ORDERS, min(_ORDERS, _LAID // max(1, copies)))):
            if tried < len(sizes):
                large = sizes[tried]
            else:
                large = [box * shuffle.uniform(*_SHUFFLE) for box in boxes]
            yield sorted(kinds, key=lambda kind: -large[kind])

    def _search_parts(self, shares: list[list[int]], until: float, seed: int) -> None:
        """Search part by part, each in its share of the time.

        What a part's search leaves beyond the longest part goes on to the next share.
        """
        order = next(self._orders(0, seed))
        packed = [self._heights.pack(share, order, self._cancel) for share in shares]
        for index, share in enumerate(shares):
            now = time.monotonic()
            end = now + (until - now) * sum(share) / sum(map(sum, shares[index:]))
            with closing(self._strips.begin(share, end - now, seed + index)) as search:
                last = self._follow(search, packed, index, end)
            if len(packed[index]) > 1 and last and index + 1 < len(shares):
                kept = [spot for spot in last if self._copies.length([spot]) <= self._longest]
                packed[index] = [kept]
                for kind, count in enumerate(share):
                    shares[index + 1][kind] += count - sum(spot.kind == kind for spot in kept)
                packed[index + 1] = self._heights.pack(shares[index + 1], order, self._cancel)

    def _follow(self, search: Search, packed: list[list[Spots]], index: int, until: float) -> Spots:
        """Take over what `search` finds for the share `index` of `packed`; return its last solution."""
        last: Spots = []
        for spots in search.solutions(until, self._cancel):
            last = spots
            fits = self._copies.length(spots) <= self._longest
            if fits and self._film([spots]) < self._film(packed[index]):
                packed[index] = [spots]
                self._offer([part for parts in packed for part in parts])
        return last

    def _film(self, parts: Sequence[Spots]) -> int:
        return sum(self._copies.length(spots) + self._margins for spots in parts)

    def _offer(self, parts: Sequence[Spots]) -> None:
        """Show a layout if it is better than the last one and its prints are apart."""
        best = sum(part.height_px for part in self._best.parts)
        if self._film(parts) >= best:
            return
        by_length = sorted(parts, key=self._copies.length, reverse=True)
        whole = self._guests.join(by_length)
        if all(map(self._prints.are_apart, whole)):
            self._best = as_layout(self._copies, whole, self._start)
            self._found(self._best)
