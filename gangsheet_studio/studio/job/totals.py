"""A layout in one line: copies, parts and film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.units import UNITS_PER_INCH, format_bytes, format_length
from gangsheet_studio.studio.look.words import count, duration

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import Forecast

_MM_A_METRE = 1000


def totals(layout: Layout, unit: Unit) -> str:
    """Return the copies, parts and film of `layout` in words."""
    used = film_length(layout.film_used, unit)
    return f"{count(layout.copies, 'copy', 'copies')}, {count(len(layout.parts), 'part')}, {used}"


def ready(layout: Layout, forecast: Forecast) -> str:
    """Return what Make sheets would write, and how long that should take."""
    sheets, size = count(len(layout.parts), "sheet"), format_bytes(forecast.output_bytes)
    return f"Ready to make {sheets}: about {size}, {duration(max(1.0, forecast.seconds))}"


def film_length(inches: float, unit: Unit) -> str:
    """Return a length of film: metres from one metre on where lengths are metric."""
    millimetres = inches * UNITS_PER_INCH["mm"]
    if unit != "in" and millimetres >= _MM_A_METRE:
        return f"{millimetres / _MM_A_METRE:.2f} m"
    return format_length(round(inches, 1) if unit == "in" else inches, unit)
