"""The layout shown at once: a few dozen cheap packings, of which the one with the least film stays.

The work is counted in runs, never in seconds: the same items give the same layout on every machine.
"""

from __future__ import annotations

import random
from functools import partial
from itertools import count, zip_longest
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.nesting.around import Box, pack_around
from gangsheet_studio.nesting.skyline import LEANS, length, pack_strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.nesting.skyline import Choice, Lean, Strip

_MIXED: Final = 3  # orders tried for each part on its own
_LEAST_TRIES: Final = 2  # orders tried for all parts alike
_RUNS: Final = 2500  # until then further ones are tried; some 3 µs each


class Room(Struct, frozen=True):
    """What is to be packed into what, in pixels that include the gap: `copies` by kind.

    `lost` is the film that each part costs beyond the boxes it holds, `taken` what lies on each part already.
    """

    choices: tuple[Choice, ...]
    copies: tuple[int, ...]
    width: int
    longest: int
    lost: int
    taken: tuple[tuple[Box, ...], ...] = ()

    def film(self, parts: Sequence[Strip]) -> int:
        """Return the length of all parts in pixels."""
        if not self.taken:
            return sum(length(strip) + self.lost for strip in parts)
        lengths = (
            max(length(strip or []), max((box.bottom for box in taken or ()), default=0))
            for strip, taken in zip_longest(parts, self.taken)
        )
        return sum(pixels + self.lost for pixels in lengths if pixels)

    def taken_on(self, part: int) -> tuple[Box, ...]:
        """Return what lies on `part` (from 0) already."""
        return self.taken[part] if part < len(self.taken) else ()

    def pack_part(self, part: int, policy: Policy, left: list[int]) -> Strip:
        """Fill `part` (from 0) with what is `left` of each kind, which is counted down."""
        if taken := self.taken_on(part):
            return pack_around(policy.choices, left, taken, self.width, 0, self.longest, policy.lean)
        return pack_strip(policy.choices, left, self.width, self.longest, policy.lean)


class Policy(Struct, frozen=True):
    """What goes first, and to which end of the lowest stretch."""

    choices: tuple[Choice, ...]
    lean: Lean


def pack_best(room: Room, rows: list[Strip] | None = None, seed: int = 1) -> list[Strip]:
    """Return parts with little film, never more than plain `rows` take; another `seed`, other tries."""
    policies = [Policy(tuple(sorted(room.choices, key=key)), lean) for lean in LEANS for key in KEYS]
    mixed = _pack_each(room, policies[:_MIXED])
    best, best_policy = (
        min(rows or mixed, mixed, key=partial(_rank, room)),
        policies[seed % len(policies) - 1],
    )
    best_rank = _rank(room, best)
    shuffle = random.Random(seed)  # noqa: S311  # for variety, not for secrets
    spent = _MIXED * sum(map(len, mixed))
    for tried in count():
        if tried >= _LEAST_TRIES and (spent >= _RUNS or len(room.choices) < 2):
            break
        usual = seed == 1 and tried < len(policies)
        policy = policies[tried] if usual else _shuffled(best_policy, shuffle)
        parts = _pack_all(room, policy)
        spent += sum(map(len, parts))
        rank = _rank(room, parts)
        if rank <= best_rank:
            best, best_policy, best_rank = parts, policy, rank
    return best


def _rank(room: Room, parts: list[Strip]) -> tuple[int, int]:
    """Return film, then how often a kind lies both ways: the less the better."""
    return room.film(parts), len({(run.kind, run.width) for strip in parts for run in strip})


def _widest(choice: Choice) -> tuple[int, ...]:
    return -choice[0], -choice[1]


def _widest_of_large(choice: Choice) -> tuple[int, ...]:
    return -choice[0] * choice[0] * choice[1], -choice[0]


def _largest(choice: Choice) -> tuple[int, ...]:
    return -choice[0] * choice[1], -choice[0]


def _tallest(choice: Choice) -> tuple[int, ...]:
    return -choice[1], -choice[0]


KEYS: Final[tuple[Callable[[Choice], tuple[int, ...]], ...]] = (
    _widest,
    _widest_of_large,
    _largest,
    _tallest,
)


def _pack_all(room: Room, policy: Policy) -> list[Strip]:
    """Return parts packed one after the other by one policy."""
    left = list(room.copies)
    parts: list[Strip] = []
    while any(left):
        parts.append(room.pack_part(len(parts), policy, left))
    return parts


def _pack_each(room: Room, policies: list[Policy]) -> list[Strip]:
    """Return parts packed one after the other, each by the policy that covers most of its film."""
    left = list(room.copies)
    parts: list[Strip] = []
    while any(left):
        tries = []
        for policy in policies:
            remaining = list(left)
            strip = room.pack_part(len(parts), policy, remaining)
            tries.append((strip, remaining))
        strip, left = max(tries, key=lambda packed: _density(packed[0]))
        parts.append(strip)
    return parts


def _density(strip: Strip) -> float:
    return sum(run.width * run.height * run.copies for run in strip) / max(1, length(strip))


def _shuffled(policy: Policy, shuffle: random.Random) -> Policy:
    """Return `policy` with one to three of its choices moved."""
    choices = list(policy.choices)
    for _ in range(1 + int(3 * shuffle.random() ** 2)):
        choice = choices.pop(int(len(choices) * shuffle.random()))
        choices.insert(int((len(choices) + 1) * shuffle.random()), choice)
    lean: Lean = "left" if shuffle.random() < 0.3 else "taller"
    return Policy(tuple(choices), lean)
