"""What every solver gives: where the copies lie, and after how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from tests.bench.check_instance import Placed
from tests.bench.instances import Instance

SEED = 1


class Answer(NamedTuple):
    """Where the copies lie after `seconds`, and how many of which item are left out."""

    seconds: float
    placed: list[Placed]
    unplaced: Mapping[str, int]


Solver: TypeAlias = Callable[[Instance, float], Iterator[Answer]]
"""Yields answers to an instance for some seconds: the first as soon as there is one; the last counts."""
