"""What a forecast finds too small, told while there is still time to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.disk import space_errors
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.units import format_bytes

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Forecast


def shortages(out: str, scratch: str | None, forecast: Forecast) -> list[Problem]:
    """Return an error for each disk without room for sheets or scratch files, and for too little memory.

    `figure` is the bytes that are missing. Folders need not be there yet; nothing is made.
    """
    problems = [
        _problem("disk", str(short), short.needed - short.available)
        for short in space_errors(out, scratch, forecast)
    ]
    if forecast.peak_bytes > forecast.limit_bytes:
        hint = (
            "The scratch folder is in memory: choose another, or allow more memory."
            if forecast.scratch_in_memory
            else "Allow more memory, or close other programs."
        )
        text = (
            f"Not enough memory: about {format_bytes(forecast.peak_bytes)} is needed, "
            f"{format_bytes(forecast.limit_bytes)} may be used. {hint}"
        )
        problems.append(_problem("memory", text, forecast.peak_bytes - forecast.limit_bytes))
    return problems


def _problem(name: str, text: str, missing: int) -> Problem:
    return Problem(id=f"forecast.{name}", severity="error", message=text, figure=missing)
