"""An anytime search for less film: the parts of a layout packed again and again, some of them at a time."""

from __future__ import annotations

import random
from array import array
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from gangsheet_studio.nesting import climb, fast
from gangsheet_studio.nesting.bound import area, film_bound
from gangsheet_studio.nesting.climb import FILM_WEIGHT, TOO_MUCH, Climbed, Policy, Rule, Window
from gangsheet_studio.nesting.instant import KEYS
from gangsheet_studio.nesting.skyline import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice, Strip

_STREAMS: Final = 2  # climbs side by side, however many cores there are
_WORK: Final = 2_000_000  # looks at a choice that a climb takes in a step; some 10 ms
_TOGETHER: Final = 6  # parts that are packed anew at once
_STALLED: Final = 40  # steps without less film, after which a climb begins anew elsewhere
_HEAT: Final = 2000  # the share of the film that it is measured by
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
        self._room, self._best = room, start
        self._random = random.Random(seed)  # noqa: S311  # for variety, not for secrets
        self._film = room.film(start)
        self._window = _whole(room, max(1, len(start)))
        self._climb = fast.climb if fast.library() and fast.suits(self._window) else climb.climb
        self._states: list[Climbed] = []
        self._stalled = 0

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
        room = self._room
        return len(room.choices) < 2 or self._film <= film_bound(room, len(self._best))

    def step(self) -> bool:
        """Climb a little further; return whether the best parts became better."""
        if not self._states:
            self._states = self._begin()
        else:
            heats = [0, 0]
            with ThreadPoolExecutor(_STREAMS) as pool:
                self._states = list(
                    pool.map(
                        lambda state, heat, seed: self._climb(self._window, state.policies, seed, heat, _WORK),
                        self._states,
                        heats,
                        [self._random.getrandbits(64) for _ in self._states],
                    )
                )
        return self._keep(min(self._states, key=lambda state: state.value))

    def _begin(self):
        window = self._window
        tried = []
        for key in KEYS:
            order = tuple(sorted(range(len(window.choices)), key=lambda i, key=key: key(window.choices[i])))
            for rule in _RULES:
                policies = [Policy(order, window.copies, rule)] * window.parts
                tried.append(self._climb(window, policies, 1, 0, 0))
        tried.sort(key=lambda state: state.value)
        return tried[:_STREAMS]

    def _keep(self, state: Climbed) -> bool:
        if state.value == TOO_MUCH:
            return False
        parts = _strips(state, self._window.choices)
        film = self._room.film(parts)
        if film >= self._film:
            return False
        self._best, self._film = parts, film
        return True


def _whole(room: Room, parts: int) -> Window:
    return Window(
        choices=room.choices,
        copies=room.copies,
        unusable=_unusable(room.choices, room.width),
        width=room.width,
        longest=room.longest,
        lost=room.lost,
        parts=parts,
        area=area(room),
    )


def _strips(state: Climbed, choices: Sequence[Choice]) -> list[Strip]:
    parts: dict[int, Strip] = {}
    for part, x, y, choice, copies in state.puts:
        parts.setdefault(part, []).append(Run(x, y, *choices[choice], copies))
    return [strip for _, strip in sorted(parts.items())]


def _unusable(choices: Sequence[Choice], width: int) -> array[int]:
    """Return for each width of a rest how much of it no row of boxes fills."""
    sums = 1  # bit n: some boxes side by side are n wide
    everything = (1 << (width + 1)) - 1
    for across in sorted({choice[0] for choice in choices if choice[0] <= width}):
        step = across
        while step <= width:
            sums |= (sums << step) & everything
            step *= 2
    bits = f"{sums:0{width + 1}b}"[::-1]
    found = array("i", bytes(4 * (width + 1)))
    last = 0
    for rest, bit in enumerate(bits):
        if bit == "1":
            last = rest
        found[rest] = rest - last
    return found
