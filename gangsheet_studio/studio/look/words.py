"""Counts and durations as staff read them."""

from __future__ import annotations

from typing import Final

_NEAR_SECONDS: Final = 2.0
_NEAR_SHARE: Final = 0.15
_HOLD_SECONDS: Final = 1.0


def count(number: int, one: str, many: str | None = None) -> str:
    """Return `number` with its noun: 1 copy, 2 copies, 1,200 sheets."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {many or _plural(one)}"


def _plural(one: str) -> str:
    return one[:-1] + "ies" if one.endswith("y") and one[-2:-1] not in "aeiou" else one + "s"


def clock(seconds: float) -> str:
    """Return a time left: 0:04, 12:30, 1:02:03."""
    whole = max(0, round(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def duration(seconds: float) -> str:
    """Return how long something took: 0.4 s, 12 s, 3 min 20 s, 1 h 5 min."""
    if seconds < 1:
        return f"{max(0.0, seconds):.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    large, small = divmod(whole, 60) if whole < 3600 else divmod(whole // 60, 60)
    names = ("min", "s") if whole < 3600 else ("h", "min")
    return f"{large} {names[0]}" + (f" {small} {names[1]}" if small else "")


class TimeLeft:
    """A time left that counts down calmly: it takes a new estimate at most once a second."""

    def __init__(self) -> None:
        self._shown: float | None = None
        self._since = 0.0

    def update(self, estimate: float | None, now: float) -> float | None:
        """Return the seconds to show at `now`; an estimate near the countdown does not change it."""
        if estimate is None or self._shown is None:
            self._shown, self._since = estimate if estimate is not None else self._shown, now
            return self._shown
        if now - self._since < _HOLD_SECONDS:
            return self._shown
        expected = max(0.0, self._shown - (now - self._since))
        near = abs(estimate - expected) <= max(_NEAR_SECONDS, _NEAR_SHARE * expected)
        self._shown, self._since = expected if near and estimate >= 1 else estimate, now
        return self._shown
