"""The climb of climb.py in C, where it was built; ctypes lets other threads run meanwhile."""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, Structure, byref, c_int32, c_int64, c_uint64
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.nesting.climb import FILM_WEIGHT, Climbed, Policy, Put, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.nesting.climb import Window

LIBRARY: Final = Path(__file__).with_name("_climb.dll" if sys.platform == "win32" else "_climb.so")
"""Where the build puts the library."""
_MOST: Final = 1 << 30
_NUMBERS: Final = POINTER(c_int32)


class _Window(Structure):
    _fields_ = (
        *((name, c_int32) for name in ("choices", "kinds", "width", "longest", "lost", "policies")),
        ("area", c_int64),
        *((name, _NUMBERS) for name in ("choice", "copies", "unusable")),
    )


class _Policies(Structure):
    _fields_ = tuple((name, _NUMBERS) for name in ("order", "quota", "rule"))


@cache
def library() -> Any:  # noqa: ANN401
    """Return the built library, None where there is none."""
    try:
        loaded = ctypes.CDLL(str(LIBRARY))
        loaded.climb.restype = c_int64
    except (OSError, AttributeError):
        return None
    numbers = c_uint64, c_int64, c_int64, c_int64, _NUMBERS, _NUMBERS
    loaded.climb.argtypes = (POINTER(_Window), *[POINTER(_Policies)] * 3, *numbers)
    return loaded


def suits(window: Window) -> bool:
    """Whether no number of `window` or of its packings is too large for C."""
    copies = sum(window.copies)
    tallest = max((choice[1] for choice in window.choices), default=0)
    film = (copies + 1) * (tallest + abs(window.lost))
    largest = max(window.width, window.longest, abs(window.lost), copies, tallest)
    return largest < _MOST and 4 * film * window.width * FILM_WEIGHT < 1 << 62


def climb(window: Window, policies: Sequence[Policy], seed: int, hot: int, cold: int, work: int) -> Climbed:
    """Do what climb.climb does; the library is there, and the window suits."""
    count, kinds, parts = len(window.choices), len(window.copies), window.parts
    given = _Window(count, kinds, window.width, window.longest, window.lost, parts, window.area)
    given.choice = _numbers(number for choice in window.choices for number in choice)
    given.copies = _numbers(window.copies)
    given.unusable = _numbers(window.unusable)
    best, now, trial = (_policies(policies) for _ in range(3))
    puts = (c_int32 * (5 * (sum(window.copies) + 1)))()
    number = c_int32()
    value = library().climb(
        byref(given), byref(best), byref(now), byref(trial), seed, hot, cold, work, puts, byref(number)
    )
    if value < 0:
        raise MemoryError
    found = tuple(Put(*puts[5 * i : 5 * i + 5]) for i in range(number.value))
    return Climbed(value, _back(best, window), found, _back(now, window))


def _back(made: _Policies, window: Window) -> tuple[Policy, ...]:
    count, kinds = len(window.choices), len(window.copies)
    return tuple(
        Policy(
            tuple(made.order[part * count : (part + 1) * count]),
            tuple(made.quota[part * kinds : (part + 1) * kinds]),
            Rule(*made.rule[4 * part : 4 * part + 4]),
        )
        for part in range(window.parts)
    )


def _policies(policies: Sequence[Policy]) -> _Policies:
    made = _Policies()
    made.order = _numbers(number for policy in policies for number in policy.order)
    made.quota = _numbers(number for policy in policies for number in policy.quota)
    made.rule = _numbers(number for policy in policies for number in policy.rule)
    return made


def _numbers(numbers: Iterable[int]) -> ctypes.Array[c_int32]:
    listed = list(numbers)
    return (c_int32 * len(listed))(*listed)
