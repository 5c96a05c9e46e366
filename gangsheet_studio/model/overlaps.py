"""Copies that lie over one another, or closer than the gap: by their boxes, or by what they print of them."""

from __future__ import annotations

from bisect import bisect_left, insort
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Layout, Placement, Printed


P = TypeVar("P", bound="Printed")
Judge: TypeAlias = "Callable[[Placement, Placement], bool]"
_Hit: TypeAlias = "Callable[[P, P], bool]"


class Pair(NamedTuple):
    """Two copies on part `part` that are closer than the gap; `overlap` where one lies over the other."""

    part: int
    first: Placement
    second: Placement
    overlap: bool


def crowded(layout: Layout, meet: Judge | None = None) -> tuple[Pair, ...]:
    """Return at most a pair for each copy, enough to name all that are too close to another one.

    All pairs would be two million where 2,000 copies lie in one place. In a layout by shape only overlaps
    count, and `meet` tells of two copies whose boxes overlap whether their prints do; without it none do.
    """
    pairs: list[Pair] = []
    film = layout.film
    for part in layout.parts:
        if layout.by_shape:
            over = _named(part.placements, _both(_overlap, meet), 0, ()) if meet else []
            pairs += [Pair(part.number, first, second, True) for first, second in over]
        elif any(_closer(part.placements, film)):  # most have nothing to tell
            over = list(_named(part.placements, _overlap, 0, ()))
            known = {id(copy) for pair in over for copy in pair}
            near = _named(part.placements, _nearer(film), film.gap_along_px, known)
            pairs += [Pair(part.number, first, second, True) for first, second in over]
            pairs += [Pair(part.number, first, second, False) for first, second in near]
    return tuple(pairs)


def overlapping(printed: Sequence[P]) -> frozenset[P]:
    """Return what of a part has a box that lies over another one's."""
    return frozenset(each for pair in _named(printed, _overlap, 0, ()) for each in pair)


def close_to(
    placement: Placement, others: Iterable[Placement], film: Film
) -> Iterator[tuple[Placement, bool]]:
    """Yield those of `others` that are closer to `placement` than the gap, and whether they overlap."""
    for other in others:
        if _is_close(placement, other, film.gap_px, film.gap_along_px):
            yield other, _overlap(placement, other)


def _closer(placements: Sequence[Placement], film: Film) -> Iterator[tuple[Placement, Placement]]:
    """Sweep along the part: too close can be only what has not ended and lies near across the film."""
    across, along = film.gap_px, film.gap_along_px
    widest = across + max((p.width for p in placements), default=0)
    active: list[tuple[int, int, int, Placement]] = []  # by left edge: left, ticket, right with the gap
    ends: list[tuple[int, int, int]] = []  # a heap: end with the gap, left, ticket
    for ticket, placement in enumerate(sorted(placements, key=lambda p: (p.y, p.x))):
        x, y = placement.x, placement.y
        right = x + placement.width + across
        while ends and ends[0][0] <= y:
            del active[bisect_left(active, heappop(ends)[1:])]
        for other in active[bisect_left(active, (x - widest,)) : bisect_left(active, (right,))]:
            if other[2] > x:
                yield other[3], placement
        insort(active, (x, ticket, right, placement))
        heappush(ends, (y + placement.height + along, x, ticket))


def _named(
    placements: Sequence[P], hit: _Hit[P], along: int, known: Collection[int]
) -> Iterator[tuple[P, P]]:
    """Sweep along the part until each copy that is hit is in a pair; `known` are the ids of those that are.

    A copy that is in one is held against others only until the first that it hits.
    """
    ticket = count()  # the heap never has to compare copies
    alone: list[P] = []
    paired: list[tuple[int, int, P]] = []  # a heap by where they end
    for placement in sorted(placements, key=lambda p: (p.y, p.x)):
        while paired and paired[0][0] <= placement.y:
            heappop(paired)
        found = id(placement) in known
        first = None if found else next((other for _, _, other in paired if hit(other, placement)), None)
        if first is not None:
            found = True
            yield first, placement
        still: list[P] = []
        for other in alone:
            if hit(other, placement):
                found = True
                heappush(paired, (other.y + other.height + along, next(ticket), other))
                yield other, placement
            elif other.y + other.height + along > placement.y:
                still.append(other)
        alone = still
        if found:
            heappush(paired, (placement.y + placement.height + along, next(ticket), placement))
        else:
            alone.append(placement)


def _nearer(film: Film) -> Judge:
    across, along = film.gap_px, film.gap_along_px
    return lambda a, b: _is_close(a, b, across, along)


def _both(one: Judge, other: Judge) -> Judge:
    return lambda a, b: one(a, b) and other(a, b)


def _is_close(a: Printed, b: Printed, across: int, along: int) -> bool:
    return (
        a.x < b.x + b.width + across
        and b.x < a.x + a.width + across
        and a.y < b.y + b.height + along
        and b.y < a.y + a.height + along
    )


def _overlap(a: Printed, b: Printed) -> bool:
    return _is_close(a, b, 0, 0)
