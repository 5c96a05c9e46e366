"""The search for shapes: what is tried in which order, and what of it is shown."""

from __future__ import annotations

import math
import random
import time
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
    from gangsheet_studio.nesting.shapes.kinds import Copies, Spots
    from gangsheet_studio.nesting.shapes.pixels import PrintMask

_ORDERS: Final = 8  # tried along a height map
_LEAST_ORDERS: Final = 2
_LAID: Final = 2000  # copies laid down until then; some 300 µs each
_SHORTER: Final = 0.9  # what sparrow soon makes of a height map's length
_SHUFFLE: Final = (0.7, 1.4)


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
        self._width = film.width_px - 2 * film.margin_px
        self._longest = film.longest_px - 2 * film.margin_px
        self._margins = 2 * film.margin_px
        self._start = self._best = start
        self._figures: list[Figure] = []
        for kind in copies.kinds:
            stop_if(cancel)
            self._figures.append(figure(kind, outlines.get(kind.key), gap))
        pixels = Pixels(copies.kinds, print_mask, gap) if print_mask else None
        self._prints = Prints(self._figures, gap, pixels)
        self._guests = Guests(copies, self._figures, cancel)
        self._heights = HeightMap(copies, self._figures, gap, self._width, self._longest)
        self._strips = StripSearch(copies, self._figures, gap, self._width)

    def run(self, until: float, seed: int) -> Layout:
        """Search until `until` (monotonic), and return the best layout."""
        counts = self._guests.hosts
        shortest: list[Spots] = []
        for order in self._orders(sum(counts), seed):
            parts = self._heights.pack(counts, order, self._cancel)
            self._offer(parts)
            shortest = min(shortest or parts, parts, key=self._film)
        length = sum(map(self._copies.length, shortest))
        number = math.ceil(length * _SHORTER / self._longest)
        if number == 1 or len(shortest) == 1:
            self._search([counts], [shortest], until, seed)
        else:
            shares = split(counts, [each.room.area for each in self._figures], number)
            order = next(self._orders(0, seed))
            packed = [self._heights.pack(share, order, self._cancel) for share in shares]
            self._search(shares, packed, until, seed)
        return self._best

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

    def _search(
        self, shares: Sequence[list[int]], packed: list[list[Spots]], until: float, seed: int
    ) -> None:
        """Search part by part, each in its share of the time; `packed` is what each share lies in before.

        What a part's search leaves beyond the longest part goes on to the next share.
        """
        shares = [list(share) for share in shares]
        for index, share in enumerate(shares):
            now = time.monotonic()
            end = now + (until - now) * sum(share) / sum(map(sum, shares[index:]))
            last: Spots = []
            for spots in self._strips.solutions(share, end, seed + index, self._cancel):
                last = spots
                if self._copies.length(spots) <= self._longest and self._film([spots]) < self._film(
                    packed[index]
                ):
                    packed[index] = [spots]
                    self._offer([part for parts in packed for part in parts])
            if len(packed[index]) > 1 and last and index + 1 < len(shares):
                self._pass_on(last, share, shares[index + 1], packed, index)

    def _pass_on(
        self, spots: Spots, share: Sequence[int], following: list[int], packed: list[list[Spots]], index: int
    ) -> None:
        """Keep what of `spots` lies on the part, and give the rest of the share to the `following` one."""
        kept = [spot for spot in spots if self._copies.length([spot]) <= self._longest]
        left = list(share)
        for spot in kept:
            left[spot.kind] -= 1
        for kind, number in enumerate(left):
            following[kind] += number
        packed[index] = [kept]
        packed[index + 1] = self._heights.pack(following, next(self._orders(0, 1)), self._cancel)

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
