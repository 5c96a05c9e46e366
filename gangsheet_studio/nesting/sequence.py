"""Groups of copies packed one after the other on film that goes on: orders that stay together, batches.

A group fills what the groups just before it left free, but never goes back beyond where the last one
began. One that is to stay together lies on one stretch of one part: between two of its copies along the
film there is room for no more than one copy of its neighbours.
"""

from __future__ import annotations

import random
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from msgspec import Struct

from gangsheet_studio.nesting.around import boxes, pack_around
from gangsheet_studio.nesting.instant import KEYS
from gangsheet_studio.nesting.skyline import LEANS, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gangsheet_studio.nesting.around import Box
    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice, Lean, Strip

_REFUSED: Final = 12  # groups that do not fit the rest of a part, until it is closed
_RUNS: Final = 4000  # until then further sequences are tried; some 10 µs each
_LEAST_TRIES: Final = 2
_MOST_TRIES: Final = 60
_RAISED: Final = 4  # times that a group's floor is raised to bring it together


class Piece(NamedTuple):
    """What of a group (by number) lies on a part (from 0)."""

    group: int
    part: int
    strip: Strip


Alone: TypeAlias = "Callable[[int], Strip | None]"
"""Returns a group (by number) on a part of its own, None where it takes more than one."""


class _Plan(Struct, frozen=True):
    """Which group comes when, which choice goes first in each, and to which end of the lowest stretch."""

    sequence: tuple[int, ...]
    key: Callable[[Choice], tuple[int, ...]]
    lean: Lean


def pack_groups(
    room: Room, groups: Sequence[dict[int, int]], alone: Alone | None = None, *, seed: int = 1
) -> list[Piece]:
    """Return where `groups`, which are copies by kind, lie, on little film; some sequences are tried.

    With `alone` each lies together, on one part where it can; without, it may go on on the next.
    """
    if not groups:
        return []
    together = alone is not None
    given = tuple(range(len(groups)))
    heights = {choice[2]: max(choice[:2]) for choice in room.choices}
    tallest = tuple(sorted(given, key=lambda group: -max(heights[kind] for kind in groups[group])))
    plans = [
        _Plan(sequence, key, lean)
        for lean in LEANS
        for sequence in ((given, tallest) if together else (given,))
        for key in KEYS
    ]
    shuffle = random.Random(seed)  # noqa: S311  # for variety, not for secrets
    best, best_plan, least, spent = [], plans[seed % len(plans) - 1], None, 0
    for tried in range(_MOST_TRIES):
        if tried >= _LEAST_TRIES and spent >= _RUNS:
            break
        usual = seed == 1 and tried < len(plans)
        plan = plans[tried] if usual else _shuffled(best_plan, shuffle, together=together)
        pieces = _Packing(room, groups, plan, alone).pieces
        film = _film(room, pieces)
        spent += sum(len(piece.strip) for piece in pieces) + len(groups)
        if least is None or film <= least:
            best, best_plan, least = pieces, plan, film
    return best


def _film(room: Room, pieces: Sequence[Piece]) -> int:
    parts: list[Strip] = [[] for _ in range(max((piece.part for piece in pieces), default=-1) + 1)]
    for piece in pieces:
        parts[piece.part] += piece.strip
    return room.film(parts)


def _shuffled(plan: _Plan, shuffle: random.Random, *, together: bool) -> _Plan:
    """Return `plan` with one to three groups moved, or another lean or key."""
    sequence = list(plan.sequence)
    if not together or shuffle.random() < 0.2:
        key = KEYS[int(len(KEYS) * shuffle.random())]
        return _Plan(plan.sequence, key, LEANS[int(len(LEANS) * shuffle.random())])
    for _ in range(1 + int(3 * shuffle.random() ** 2)):
        group = sequence.pop(int(len(sequence) * shuffle.random()))
        sequence.insert(int((len(sequence) + 1) * shuffle.random()), group)
    return _Plan(tuple(sequence), plan.key, plan.lean)


class _Packing:
    """Groups packed by one plan; the result is in `pieces`."""

    def __init__(
        self, room: Room, groups: Sequence[dict[int, int]], plan: _Plan, alone: Alone | None
    ) -> None:
        self.room, self.lean, self.alone = room, plan.lean, alone
        self.choices: dict[int, list[Choice]] = {}
        for choice in sorted(room.choices, key=plan.key):
            self.choices.setdefault(choice[2], []).append(choice)
        self.ranks = {choice: rank for rank, choice in enumerate(sorted(room.choices, key=plan.key))}
        self.reach = reach_of(room.choices)
        self.pieces: list[Piece] = []
        self.floor = self.ground = 0  # where the last group began, where what is packed ends
        waiting = [(group, groups[group]) for group in plan.sequence]
        for part in count():
            if not waiting:
                break
            waiting = self._fill_part(part, waiting)

    def _fill_part(
        self, part: int, waiting: list[tuple[int, dict[int, int]]]
    ) -> list[tuple[int, dict[int, int]]]:
        """Return the groups that are left for the next part."""
        taken = list(self.room.taken_on(part))
        self.floor = self.ground = 0
        empty, later = not taken, []
        for place, (group, copies) in enumerate(waiting):
            strip, left = self._pack(copies, taken)
            if left and self.alone and not empty:
                later.append((group, copies))
                if len(later) == _REFUSED:
                    return later + waiting[place + 1 :]
                continue
            if left and self.alone and (whole := self.alone(group)):
                strip, left = whole, {}
            if strip:
                self.pieces.append(Piece(group, part, strip))
                self.floor = max(self.floor, min(run.y for run in strip))
                self.ground = max(self.ground, length(strip))
                taken = [box for box in taken if box.bottom > self.floor] + boxes(strip)
                empty = False
            if left:
                return [*later, (group, left), *waiting[place + 1 :]]
        return later

    def _pack(self, copies: dict[int, int], taken: list[Box]) -> tuple[Strip, dict[int, int]]:
        """Return where `copies` of a group lie, and what did not fit."""
        room, floor = self.room, self.floor
        choices = sorted((c for kind in copies for c in self.choices[kind]), key=self.ranks.__getitem__)
        for tries_left in reversed(range(_RAISED)):
            left = dict(copies)
            strip = pack_around(choices, left, taken, room.width, floor, room.longest, self.lean)
            left = {kind: number for kind, number in left.items() if number}
            again = _last_stretch(strip, self.reach) if self.alone and not left else None
            if again is None:
                break
            floor = again if tries_left > 1 else self.ground
        return strip, left


def reach_of(choices: Iterable[Choice]) -> int:
    """Return the height of the tallest box of `choices`, each kind as flat as it may lie."""
    flat: dict[int, int] = {}
    for _, along, kind in choices:
        flat[kind] = min(along, flat.get(kind, along))
    return max(flat.values(), default=0)


def _last_stretch(strip: Strip, reach: int) -> int | None:
    """Return where the last copies begin with more than `reach` before them; None where they are together."""
    starts: list[int] = []
    end = 0
    for run in sorted(strip, key=lambda run: run.y):
        if not starts or run.y > end + reach:
            starts.append(run.y)
        end = max(end, run.y + run.height)
    return starts[-1] if len(starts) > 1 else None
