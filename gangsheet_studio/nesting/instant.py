"""The layout shown at once: a few dozen cheap packings, of which the one with the least film stays.

The work is counted in runs, never in seconds: the same items give the same layout on every machine.
"""

from __future__ import annotations

import random
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.nesting.skyline import LEANS, length, pack_strip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.nesting.skyline import Choice, Lean, Strip

_MIXED: Final = 3  # orders tried for each part on its own
_LEAST_TRIES: Final = 2  # orders tried for all parts alike
_RUNS: Final = 2500  # until then further ones are tried; some 3 µs each
_SEED: Final = 1


class Room(Struct, frozen=True):
    """What is to be packed into what, in pixels that include the gap: `copies` by kind.

    `lost` is the film that each part costs beyond the boxes it holds.
    """

    choices: tuple[Choice, ...]
    copies: tuple[int, ...]
    width: int
    longest: int
    lost: int

    def film(self, parts: Sequence[Strip]) -> int:
        """Return the length of all parts in pixels."""
        return sum(length(strip) + self.lost for strip in parts)


class Policy(Struct, frozen=True):
    """What goes first, and to which end of the lowest stretch."""

    choices: tuple[Choice, ...]
    lean: Lean


def pack_best(room: Room, rows: list[Strip]) -> list[Strip]:
    """Return parts with little film, never more than plain `rows` take."""
    policies = [Policy(tuple(sorted(room.choices, key=key)), lean) for lean in LEANS for key in _KEYS]
    mixed = _pack_each(room, policies[:_MIXED])
    best, best_policy = min(rows, mixed, key=partial(_rank, room)), policies[0]
    best_rank = _rank(room, best)
    shuffle = random.Random(_SEED)  # noqa: S311  # for variety, not for secrets
    spent = _MIXED * sum(map(len, mixed))
    for tried in count():
        if tried >= _LEAST_TRIES and (spent >= _RUNS or len(room.choices) < 2):
            break
        policy = policies[tried] if tried < len(policies) else _shuffled(best_policy, shuffle)
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


_KEYS: Final[tuple[Callable[[Choice], tuple[int, ...]], ...]] = (
    _widest,
    _widest_of_large,
    _largest,
    _tallest,
)


def _pack_all(room: Room, policy: Policy) -> list[Strip]:
    """Return parts packed one after the other by one policy."""
    left = list(room.copies)
    parts = []
    while any(left):
        parts.append(pack_strip(policy.choices, left, room.width, room.longest, policy.lean))
    return parts


def _pack_each(room: Room, policies: list[Policy]) -> list[Strip]:
    """Return parts packed one after the other, each by the policy that covers most of its film."""
    left = list(room.copies)
    parts = []
    while any(left):
        tries = []
        for policy in policies:
            remaining = list(left)
            strip = pack_strip(policy.choices, remaining, room.width, room.longest, policy.lean)
            tries.append((strip, remaining))
        strip, left = max(tries, key=lambda packed: _density(packed[0]))
        parts.append(strip)
    return parts


def _density(strip: Strip) -> float:
    return sum(run.width * run.height * run.copies for run in strip) / length(strip)


def _shuffled(policy: Policy, shuffle: random.Random) -> Policy:
    """Return `policy` with one to three of its choices moved."""
    choices = list(policy.choices)
    for _ in range(1 + int(3 * shuffle.random() ** 2)):
        choice = choices.pop(int(len(choices) * shuffle.random()))
        choices.insert(int((len(choices) + 1) * shuffle.random()), choice)
    lean: Lean = "left" if shuffle.random() < 0.3 else "taller"
    return Policy(tuple(choices), lean)
