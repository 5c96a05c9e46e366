"""Which films can be printed on at all: the settings take no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.film import LONGEST_SIDE
from gangsheet_studio.model.units import format_length

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.units import Unit

LIMITS: Final[dict[str, tuple[float, float]]] = {
    "width": (0.5, 200.0),
    "longest": (0.5, LONGEST_SIDE),
    "gap": (0.0, 10.0),
    "gap_along": (0.0, 10.0),
    "margin": (0.0, 10.0),
}
"""Least and most of each length of a film, in inches."""


def film_problem(film: Film, unit: Unit) -> str | None:
    """Return why nothing could lie on `film` though each of its lengths is within limits, or None."""
    if not film.has_room:
        margin = format_length(film.margin, unit)
        side = format_length(min(film.width, film.longest), unit)
        return f"A margin of {margin} at both edges leaves nothing of {side} of film."
    widest = max(film.gap, film.gap_along or 0.0)
    if widest >= film.width:
        gap, width = format_length(widest, unit), format_length(film.width, unit)
        return f"A gap of {gap} is no less than the film's width of {width}."
    return None
