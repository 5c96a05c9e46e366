"""Round figures for the memory graph's axes, and the words for moments and for a forecast. Knows no Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.units import GB, MB, format_bytes
from gangsheet_studio.studio.memory.run_record import SAFE_SHARE

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Forecast

_FAR: Final = 3.0
"""A budget this many times the data is told in words: as a line it would press the data flat."""

_SECONDS: Final = (0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)


def top_of(peak: int, budget: int) -> tuple[int, bool]:
    """Return the bytes at the top of the graph, and whether the budget is below it."""
    highest = max(peak, 16 * MB)
    if budget and budget <= _FAR * highest:
        return math.ceil(max(budget, highest) * 1.12), True
    return math.ceil(highest * 1.25), not budget


def byte_ticks(top: int, most: int) -> list[tuple[int, str]]:
    """Return at most `most` round figures from zero to `top`, with their names in one unit."""
    unit, name = (GB, "GB") if top >= 2 * GB else (MB, "MB")
    step = _round_step(top / unit / max(most, 1))
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return [
        (round(n * step * unit), f"{n * step:,.{digits}f} {name}") for n in range(int(top / unit / step) + 1)
    ]


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, ... that is `least` or more."""
    ten = 10.0 ** math.floor(math.log10(max(least, 1e-3)))
    return next(n * ten for n in (1, 2, 5, 10) if n * ten >= least * (1 - 1e-9))


def second_ticks(end: float, most: int) -> list[tuple[float, str]]:
    """Return at most `most` round moments from zero to `end`, with their names."""
    days = 86_400 * math.ceil(end / 86_400)
    step = next((s for s in _SECONDS if end / s < most), days)
    return [(n * step, _clock_face(n * step, step)) for n in range(int(end / step + 1e-9) + 1)]


def _clock_face(seconds: float, step: float) -> str:
    if step >= 60 or seconds > 90:
        return moment(max(seconds, 60)) if seconds else "0"
    return f"{seconds:.1f} s" if step < 1 else f"{seconds:.0f} s"


def time_end(seconds: float, *, running: bool) -> float:
    """Return where the time axis ends: during a run at a round figure, so that the picture keeps still."""
    if not running:
        return max(seconds, 0.5)
    end = 2.0
    while end <= seconds * 1.02:
        end *= 1.5
    return end


def moment(seconds: float) -> str:
    """Return a time into a run: 1.2 s, 4:05, 1:04:05."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration(seconds: float) -> str:
    """Return a length of time that is not known exactly, in words."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"


def forecast_sentence(forecast: Forecast, budget: int) -> str:
    """Return what a job should take, and what to do where that is too much."""
    peak, allowed = format_bytes(forecast.peak_bytes), format_bytes(budget)
    if forecast.peak_bytes > budget:
        return (
            f"This job needs {peak} and may use {allowed}. Raise the memory budget, "
            "or make the longest part shorter."
        )
    sentence = (
        f"This job should take {peak} of the {allowed} it may use, "
        f"about {duration(forecast.seconds)}, and write about {format_bytes(forecast.output_bytes)}."
    )
    close = forecast.peak_bytes > SAFE_SHARE * budget
    return f"{sentence} That is close: it may be slower." if close else sentence
