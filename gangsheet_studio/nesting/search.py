"""An anytime search for less film: parts of a layout packed again and again.

Two climbs go on side by side, however many cores there are. Of a longer job, each packs a few parts anew.
"""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, NamedTuple

from gangsheet_studio.nesting import climb, fast
from gangsheet_studio.nesting.bound import film_bound
from gangsheet_studio.nesting.climb import TOO_MUCH, Climbed, Policy, Rule
from gangsheet_studio.nesting.instant import KEYS
from gangsheet_studio.nesting.window import Pane, unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Strip

    Climb: TypeAlias = Callable[..., Climbed]

_TOGETHER: Final = 6  # parts that are packed as one
_FEW: Final = 3  # parts of a longer job that are packed anew at once
_WORK: Final = 2_000_000  # looks at a choice that a climb takes in a step; some 20 to 40 ms
_COOLING: Final = 30  # steps from hot to cold
_HOT: Final = (0.0001, 0.001)  # of a packing's value: what each climb begins with
_COLD: Final = 0.03  # of that, at the end
_RULES: Final = (
    Rule(),
    Rule(lean=1),
    Rule(waste=64),
    Rule(waste=1024, flush=4),
    Rule(waste=256, flush=4, exact=4),
    Rule(flush=1024, exact=1024),
)


class Search:
    """Looks for parts with less film than `start`; the same seed and number of steps find the same parts."""

    def __init__(self, room: Room, start: list[Strip], seed: int = 1) -> None:
        self._room, self._best, self._film = room, start, room.film(start)
        luck = random.Random(seed)  # noqa: S311  # for variety, not for secrets
        self._search = (_Whole if len(start) <= _TOGETHER else _PartByPart)(room, start, luck)

    @property
    def best(self) -> list[Strip]:
        """The parts with the least film so far."""
        return self._best

    @property
    def film(self) -> int:
        """The film of the best parts in pixels."""
        return self._film

    @property
    def done(self) -> bool:
        """Whether no parts can take less film."""
        return len(self._room.choices) < 2 or self._film <= film_bound(self._room, len(self._best))

    def step(self) -> bool:
        """Climb a little further; return whether the best parts became better."""
        parts = self._search.step()
        film = self._room.film(parts) if parts else self._film
        if film >= self._film:
            return False
        self._best, self._film = parts, film
        return True


_NONE: Final = Climbed(TOO_MUCH, (), (), ())


class _Climb(NamedTuple):
    """What a climb begins with."""

    pane: Pane
    policies: tuple[Policy, ...]
    hot: int
    cold: int


class _Whole:
    """All parts packed as one, by climbs that are heated more and less and cool again."""

    def __init__(self, room: Room, start: Sequence[Strip], luck: random.Random) -> None:
        copies = dict(enumerate(room.copies))
        self._pane = Pane(room, copies, max(1, len(start)), unusable(room.choices, room.width))
        self._climb = _climb_for(self._pane)
        self._luck = luck
        self._best = _NONE
        self._cooling: list[tuple[Policy, ...]] = []
        self._cooled = 0

    def step(self) -> list[Strip]:
        """Return the best packing so far, none where there is none yet."""
        if not self._best.policies:
            self._best = self._plain()[0]
            self._cooling = [self._best.policies] * len(_HOT)
            return self._pane.strips(self._best.puts)
        climbs = [
            _Climb(self._pane, policies, *self._heat(hot))
            for policies, hot in zip(self._cooling, _HOT, strict=True)
        ]
        found = _side_by_side(self._climb, climbs, self._luck)
        self._cooled += 1
        before, self._best = self._best, min(self._best, *found, key=_value)
        self._cooling = [state.last for state in found]
        if self._cooled % _COOLING == 0:
            self._cooling = [self._best.policies] * len(_HOT)
        return self._pane.strips(self._best.puts) if self._best.value < before.value else []

    def _heat(self, hot: float) -> tuple[int, int]:
        """Return the heat that this step begins and ends with."""
        at = self._cooled % _COOLING
        begin, end = (int(self._best.value * hot * _COLD ** (n / _COOLING)) for n in (at, at + 1))
        return begin, end

    def _plain(self) -> list[Climbed]:
        """Return packings by plain policies, the best first."""
        window = self._pane.window
        tried = []
        for key in KEYS:
            keys = [key(choice) for choice in window.choices]
            order = tuple(sorted(range(len(keys)), key=keys.__getitem__))
            for rule in _RULES:
                policies = [Policy(order, window.copies, rule)] * window.parts
                tried.append(self._climb(window, policies, 1, 0, 0, 0))
        return sorted(tried, key=_value)


class _Plan(NamedTuple):
    """How a part is packed: choices of the room in their order, a rule, and what came of it."""

    order: tuple[int, ...]
    rule: Rule
    strip: Strip


class _PartByPart:
    """A longer job: a few parts at a time are packed anew with the copies that lie there."""

    def __init__(self, room: Room, start: Sequence[Strip], luck: random.Random) -> None:
        self._room, self._luck = room, luck
        self._unusable = unusable(room.choices, room.width)
        keys = [KEYS[0](choice) for choice in room.choices]
        self._usual = tuple(sorted(range(len(keys)), key=keys.__getitem__))
        self._plans = [_Plan(self._usual, Rule(), strip) for strip in start]

    def step(self) -> list[Strip]:
        """Return the parts as they are now."""
        chosen = self._luck.sample(range(len(self._plans)), min(len(self._plans), 2 * _FEW))
        groups = [group for group in (chosen[::2], chosen[1::2]) if group]
        climbs = [self._climb_of([self._plans[part] for part in group]) for group in groups]
        found = _side_by_side(_climb_for(climbs[0].pane), climbs, self._luck)
        gone: list[int] = []
        for group, each, state in zip(groups, climbs, found, strict=True):
            gone += self._replace(group, each.pane, state)
        self._plans = [plan for part, plan in enumerate(self._plans) if part not in gone]
        return [plan.strip for plan in self._plans]

    def _climb_of(self, plans: Sequence[_Plan]) -> _Climb:
        held = [_copies(plan.strip) for plan in plans]
        pane = Pane(self._room, sum(held, Counter()), len(plans), self._unusable)
        policies = (
            Policy(pane.order(plan.order, self._usual), pane.quota(own), plan.rule)
            for plan, own in zip(plans, held, strict=True)
        )
        return _Climb(pane, tuple(policies), 0, 0)

    def _replace(self, group: Sequence[int], pane: Pane, state: Climbed) -> Iterable[int]:
        """Take what was found for `group` if it takes no more film; return the parts that are gone."""
        strips = pane.strips(state.puts)
        film, before = self._room.film(strips), self._room.film([self._plans[part].strip for part in group])
        if not 0 < len(strips) <= len(group) or film > before:
            return []
        used = sorted({put.part for put in state.puts})
        for part, strip, which in zip(group, strips, used, strict=False):
            policy = state.policies[min(which, len(group) - 1)]  # the last goes on for parts beyond it
            order = tuple(pane.choices[choice] for choice in policy.order)
            self._plans[part] = _Plan(order, policy.rule, strip)
        return group[len(strips) :]


def _copies(strip: Strip) -> Counter[int]:
    copies: Counter[int] = Counter()
    for run in strip:
        copies[run.kind] += run.copies
    return copies


def _climb_for(pane: Pane) -> Climb:
    return fast.climb if fast.library() is not None and fast.suits(pane.window) else climb.climb


def _side_by_side(climb_by: Climb, climbs: Sequence[_Climb], luck: random.Random) -> list[Climbed]:
    """Climb each of `climbs` on a thread of its own."""
    seeds = [luck.getrandbits(64) for _ in climbs]
    with ThreadPoolExecutor(len(climbs)) as pool:
        found = [
            pool.submit(climb_by, each.pane.window, each.policies, seed, each.hot, each.cold, _WORK)
            for each, seed in zip(climbs, seeds, strict=True)
        ]
        return [each.result() for each in found]


def _value(state: Climbed) -> int:
    return state.value
