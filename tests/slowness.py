"""How much slower this machine is just now than the one on which limits of time were set."""

from __future__ import annotations

import time
from typing import Final

_SECONDS_THERE: Final = 0.016
"""What the work below takes there, while nothing else runs."""
_RUNS: Final = 20


def slowness() -> float:
    """Return how many times as long a fixed piece of work takes here at worst as there; 1 where it is faster.

    Whatever else keeps the processors busy slows down what is measured by the time that it works, too.
    """
    return max(1.0, max(_work() for _ in range(_RUNS)) / _SECONDS_THERE)


def _work() -> float:
    """Return the seconds that it takes to make and to sort some thousand objects."""
    began = time.thread_time()
    words = [f"{number * 7919 % 30_011:05}" for number in range(30_000)]
    by_word = dict(zip(sorted(words), words, strict=True))
    assert len(by_word) == len(words)
    return time.thread_time() - began
