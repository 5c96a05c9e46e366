"""Small copies in the holes of large ones: they travel with these, and take no film at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import shapely
from shapely import affinity

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.kinds import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Copies, Kind, Spots

_STEPS: Final = 12  # places tried across a hole, and as many down
_MOST_TRIES: Final = 200  # some 20 ms each
_Hole: TypeAlias = tuple[int, int, tuple[Spot, ...]]
"""A host's kind, its hole's number, and the guests that are in it already."""


class Guests:
    """Who is in whose hole: the largest first, and none has guests of its own.

    `hosts` are the copies by kind that are left to be placed; `join` adds the others.
    """

    def __init__(self, copies: Copies, figures: Sequence[Figure], cancel: Event) -> None:
        self._copies, self._figures, self._cancel = copies, figures, cancel
        self._tried: dict[tuple[_Hole, int], Spot | None] = {}
        self._free: dict[_Hole, Any] = {}
        self._guests: dict[int, list[Spots]] = {}
        self.hosts = copies.counts
        self._largest_first = sorted(range(len(figures)), key=lambda kind: -figures[kind].room.area)
        for host in self._largest_first:
            self._guests[host] = self._invite(host)

    def join(self, parts: Sequence[Spots]) -> list[Spots]:
        """Return `parts` with the guests of each copy beside it."""
        to_come = {host: iter(guests) for host, guests in self._guests.items()}
        joined = []
        for spots in parts:
            joined.append(list(spots))
            for spot in spots:
                for guest in next(to_come[spot.kind], ()):
                    joined[-1].append(self._carried(guest, spot))
        return joined

    def _invite(self, host: int) -> list[Spots]:
        """Return the guests of each copy of `host` that has any, and take them off what is to be placed."""
        invited: list[Spots] = []
        while len(invited) < self.hosts[host]:
            guests = [g for number in range(len(self._figures[host].holes)) for g in self._fill(host, number)]
            if not guests:
                break
            invited.append(guests)
        return invited

    def _fill(self, host: int, number: int) -> Spots:
        guests: tuple[Spot, ...] = ()
        for kind in self._largest_first:
            while self.hosts[kind] and self._may_stay(kind, host):
                place = self._place((host, number, guests), kind)
                if place is None:
                    break
                self.hosts[kind] -= 1
                guests = (*guests, place)
        return list(guests)

    def _may_stay(self, kind: int, host: int) -> bool:
        """Tell whether a guest can be turned with its host, and is smaller."""
        turns = self._copies.kinds[host].rotations == (0,) or len(self._copies.kinds[kind].rotations) > 1
        return turns and self._figures[kind].room.area < self._figures[host].room.area

    def _place(self, hole: _Hole, kind: int) -> Spot | None:
        """Return where a copy of `kind` lies in what is free of a hole, from the host's corner; or None."""
        if (hole, kind) not in self._tried:
            free = self._free_of(hole)
            found = None
            if self._figures[kind].room.area < free.area and len(self._tried) < _MOST_TRIES:
                stop_if(self._cancel)
                found = _first_place(self._copies.kinds[kind], self._figures[kind], kind, free)
                if found and not self._boxed(found, self._copies.kinds[hole[0]]):
                    found = None
            self._tried[hole, kind] = found
        return self._tried[hole, kind]

    def _free_of(self, hole: _Hole) -> Any:  # noqa: ANN401
        host, number, guests = hole
        if not guests:
            return self._figures[host].holes[number]
        if hole not in self._free:
            last = guests[-1]
            figure = self._figures[last.kind]
            room = affinity.translate(figure.turned(figure.room, last.rotation), last.x, last.y)
            self._free[hole] = self._free_of((host, number, guests[:-1])).difference(room)
        return self._free[hole]

    def _boxed(self, guest: Spot, host: Kind) -> bool:
        """Tell whether a guest's whole box, print or not, is within its host's."""
        width, height = self._copies.kinds[guest.kind].box(guest.rotation)
        return 0 <= guest.x <= host.width - width and 0 <= guest.y <= host.height - height

    def _carried(self, guest: Spot, host: Spot) -> Spot:
        """Return a guest where its host takes it."""
        kind = self._copies.kinds[host.kind]
        width, height = self._copies.kinds[guest.kind].box(guest.rotation)
        right, below = kind.width - guest.x - width, kind.height - guest.y - height
        x, y = {
            0: (guest.x, guest.y),
            90: (below, guest.x),
            180: (right, below),
            270: (guest.y, right),
        }[host.rotation]
        rotation = (guest.rotation + host.rotation) % 360
        return Spot(guest.kind, host.x + x, host.y + y, rotation)  # type: ignore[arg-type]


def _first_place(kind: Kind, figure: Figure, index: int, free: Any) -> Spot | None:  # noqa: ANN401
    """Return the place nearest to the upper left corner of `free` that holds a copy's whole room."""
    left, top, right, bottom = free.bounds
    shapely.prepare(free)
    for rotation in kind.rotations:
        room = figure.turned(figure.room, rotation)
        bounds = room.bounds
        xs = _between(left - bounds[0], right - bounds[2])
        ys = _between(top - bounds[1], bottom - bounds[3])
        places = sorted((x + y, x, y) for x in xs for y in ys)
        for _, x, y in places:
            if free.contains(affinity.translate(room, x, y)):
                return Spot(index, x, y, rotation)
    return None


def _between(first: float, last: float) -> list[int]:
    """Return whole pixels from `first` to `last`, the ends as near as they can be."""
    if last < first:
        return []
    return sorted(
        {int(at) for at in np.linspace(np.ceil(first), np.floor(last), _STEPS) if first <= at <= last}
    )
