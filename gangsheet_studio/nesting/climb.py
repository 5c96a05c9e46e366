"""A local search over packings: each try changes how one part is packed, and stays if it takes no more film.

How a part is packed is a policy: which choice goes before which, how many copies of each kind it may take,
and a rule that says what else counts. A stretch of the skyline gets the choice that costs least: its place in
the order, the film beside it that no box can use, and edges that do not meet. `_climb.c` does the same line
by line, some hundred times sooner; both are whole numbers alone, so they agree on every machine.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from gangsheet_studio.nesting.skyline import LEANS, Skyline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.nesting.skyline import Choice

TOO_MUCH: Final = (1 << 63) - 1
"""The value of a packing that is given up, or of one that does not exist."""
FILM_WEIGHT: Final = 8
"""A pixel of film against one that is lost below the skyline."""

_RANK: Final = 256  # what a place further back in the order costs
_LOOK_ROUND_COST: Final = 4
_MASK: Final = (1 << 64) - 1
_MOST_LUCK: Final = 16
_WASTES: Final = (0, 0, 1, 4, 16, 64, 256, 1024)
_FITS: Final = (0, 0, 0, 1, 2, 4, 16, 1024)
_WALL: Final = sys.maxsize


class Window(NamedTuple):
    """What is packed into parts, sizes in pixels with the gap: `copies` by kind, `parts` with a policy each.

    `unusable` says, by the width of a rest, how much of it no row of boxes can fill. `area` is that of all
    copies.
    """

    choices: tuple[Choice, ...]
    copies: tuple[int, ...]
    unusable: Sequence[int]
    width: int
    longest: int
    lost: int
    parts: int
    area: int


class Rule(NamedTuple):
    """What counts beside the order, in places of it: a lean as in LEANS, and three costs."""

    lean: int = 0
    waste: int = 0
    flush: int = 0
    exact: int = 0


class Policy(NamedTuple):
    """How a part is packed: numbers of choices in their order, the most copies by kind, and the rule."""

    order: tuple[int, ...]
    quota: tuple[int, ...]
    rule: Rule


class Put(NamedTuple):
    """`copies` of a choice side by side on part `part` (from 0), the first at x, y."""

    part: int
    x: int
    y: int
    choice: int
    copies: int


class Climbed(NamedTuple):
    """The best that was found; `value` is its film in pixels times width times weight, and its holes.

    `last` are the policies that the climb ended with.
    """

    value: int
    policies: tuple[Policy, ...]
    puts: tuple[Put, ...]
    last: tuple[Policy, ...]


def climb(window: Window, policies: Sequence[Policy], seed: int, hot: int, cold: int, work: int) -> Climbed:
    """Pack by `policies`, then by changes of them until `work` looks at a choice are done.

    A try that is worse by a few times the heat stays too, at random; it falls from `hot` to `cold`.
    """
    desk = _Desk(window)
    found = current = _pack(window, policies, desk, TOO_MUCH - 1)
    best = now = tuple(policies)
    puts = tuple(desk.puts) if found < TOO_MUCH else ()
    random = _Random(seed)
    while desk.work < work and found < TOO_MUCH:
        which = random.below(window.parts)
        trial = (*now[:which], _changed(window, now[which], which, random), *now[which + 1 :])
        bits, luck = random.draw(), 0
        while luck < _MOST_LUCK and bits & 1:
            luck, bits = luck + 1, bits >> 1
        limit = current + (cold + (hot - cold) // 64 * ((work - desk.work) * 64 // work)) * luck
        value = _pack(window, trial, desk, limit)
        if value > limit:
            continue
        current, now = value, trial
        if value <= found:
            found, best, puts = value, trial, tuple(desk.puts)
    return Climbed(found, best, puts, now)


class _Random:
    """SplitMix64 (Steele, Lea and Flood, 2014)."""

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def draw(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        bits = ((self.state ^ (self.state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
        return bits ^ (bits >> 31)

    def below(self, limit: int) -> int:
        return (self.draw() >> 33) % limit


class _Desk:
    """What a packing is made on, and the work that all of them took."""

    def __init__(self, window: Window) -> None:
        self.left = list(window.copies)
        self.here = list(window.copies)
        self.puts: list[Put] = []
        self.holes = 0
        self.work = 0


def _pack(window: Window, policies: Sequence[Policy], desk: _Desk, limit: int) -> int:
    """Pack all copies; return film and holes as one value, or TOO_MUCH above `limit`."""
    film = desk.holes = 0
    desk.puts.clear()
    desk.left[:] = window.copies
    part = 0
    while any(desk.left):
        last = part >= window.parts - 1
        policy = policies[window.parts - 1 if last else part]
        desk.here[:] = desk.left if last else map(min, desk.left, policy.quota)
        first = len(desk.puts)
        skyline = Skyline(window.width)
        length = _pack_part(window, policy, desk, skyline, part, film, limit)
        if length < 0:
            return TOO_MUCH
        if len(desk.puts) == first:
            if last:
                return TOO_MUCH  # a box that fits no part
        else:
            film += length + window.lost
            if any(desk.left):
                desk.holes += skyline.below(length)
        part += 1
    value = film * window.width * FILM_WEIGHT + desk.holes
    return TOO_MUCH if value > limit else value


def _pack_part(
    window: Window, policy: Policy, desk: _Desk, skyline: Skyline, part: int, film: int, limit: int
) -> int:
    """Pack one part; return its length, -1 above `limit`."""
    length = 0
    lean, weighed = LEANS[policy.rule.lean], window.width * FILM_WEIGHT
    shelf = _Shelf(window, policy, desk)
    while True:
        at, room, y = skyline.lowest()
        desk.work += _LOOK_ROUND_COST
        place = shelf.cheapest(skyline, at, room, y)
        if place < 0:
            lower = min(skyline.tops[at - 1], skyline.tops[at + 1])
            if lower == _WALL:
                return length
            desk.holes += (lower - y) * room
            least = (window.area + desk.holes) * FILM_WEIGHT + part * window.lost * weighed + desk.holes
            if least > limit:
                return -1
            skyline.lift(at)
            continue
        choice = policy.order[place]
        across, along, kind = window.choices[choice]
        copies = min(room // across, desk.here[kind])
        x = skyline.put(at, copies * across, y + along, lean)
        desk.puts.append(Put(part, x, y, choice, copies))
        desk.here[kind] -= copies
        desk.left[kind] -= copies
        length = max(length, y + along)
        if (film + length + window.lost) * weighed > limit:
            return -1


class _Shelf:
    """The choices with copies for a part, in their order."""

    def __init__(self, window: Window, policy: Policy, desk: _Desk) -> None:
        self._window, self._policy, self._desk = window, policy, desk
        choices, here = window.choices, desk.here
        self._open = [place for place, choice in enumerate(policy.order) if here[choices[choice][2]]]
        self._narrowest = min((choices[policy.order[place]][0] for place in self._open), default=_WALL)

    def cheapest(self, skyline: Skyline, at: int, room: int, y: int) -> int:
        """Return the place of what costs least on a stretch, -1 where nothing fits."""
        if room < self._narrowest:
            return -1
        window, order, desk = self._window, self._policy.order, self._desk
        _, waste, flush, exact = self._policy.rule
        left, right, height = skyline.tops[at - 1], skyline.tops[at + 1], window.longest - y
        found, least, seen, looked = -1, TOO_MUCH, _WALL, 0
        used_up = False
        for place in self._open:
            cost = place * _RANK
            if cost >= least:
                break
            looked += 1
            across, along, kind = window.choices[order[place]]
            copies = desk.here[kind]
            if not copies:
                used_up = True
                continue
            seen = min(seen, across)
            if across > room or along > height:
                continue
            rest = room - across * min(copies, room // across)
            cost += waste * window.unusable[rest]
            if rest:
                cost += exact * _RANK
            if y + along not in (left, right):
                cost += flush * _RANK
            if cost < least:
                least, found = cost, place
        desk.work += looked
        if used_up:
            looked_at = (place for place in self._open[:looked] if desk.here[window.choices[order[place]][2]])
            self._open[:looked] = looked_at
        if found < 0:
            self._narrowest = seen
        return found


def _changed(window: Window, policy: Policy, which: int, random: _Random) -> Policy:
    """Return the policy of part `which`, changed in one way."""
    what = random.below(64)
    if what < 4:
        return policy._replace(rule=_changed_rule(policy.rule, random))
    if what < 16 and which < window.parts - 1:
        kind = random.below(len(window.copies))
        quota = list(policy.quota)
        quota[kind] = random.below(window.copies[kind] + 1)
        return policy._replace(quota=tuple(quota))
    order = list(policy.order)
    for _ in range(1 if random.below(2) else 1 + random.below(3)):
        one, other = random.below(len(order)), random.below(len(order))
        if what < 32:
            order[one], order[other] = order[other], order[one]
        else:
            order.insert(other, order.pop(one))
    return policy._replace(order=tuple(order))


def _changed_rule(rule: Rule, random: _Random) -> Rule:
    field = random.below(4)
    if field == 0:
        return rule._replace(lean=random.below(3))
    value = random.below(8)
    if field == 1:
        return rule._replace(waste=_WASTES[value])
    return rule._replace(flush=_FITS[value]) if field == 2 else rule._replace(exact=_FITS[value])
