"""Figures of a layout in words, from all there is to say to the least."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.money import format_money
from gangsheet_studio.model.units import UNITS_PER_INCH, format_bytes, format_length
from gangsheet_studio.studio.look.words import count, duration

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.job.figures import Figures

_MM_A_METRE = 1000


def totals(figures: Figures, unit: Unit, currency: str) -> tuple[str, ...]:
    """Return the copies, parts, film, cost and saving of a job in a line, then in ever shorter ones."""
    copies = copies_words(figures)
    parts = count(figures.parts, "part")
    film = film_length(figures.length, unit)
    cost = cost_words(figures, currency)
    saving = saving_words(figures)
    lines = (
        (copies, parts, film, cost, saving),
        (copies, parts, film, cost),
        (parts, film, cost),
        (film, cost),
        (film,),
    )
    return tuple(dict.fromkeys(_listed(line) for line in lines))


def part_words(figures: Figures, unit: Unit, currency: str) -> str:
    """Return all figures of a part in a line."""
    return _listed(
        (
            film_length(figures.length, unit),
            utilisation_words(figures),
            copies_words(figures),
            cost_words(figures, currency),
            saving_words(figures),
        )
    )


def copies_words(figures: Figures) -> str:
    """Return the copies that were ordered, and how many more fill the film: 41 copies +12 extra."""
    copies = count(figures.copies, "copy", "copies")
    return f"{copies} +{figures.extra:,} extra" if figures.extra else copies


def utilisation_words(figures: Figures) -> str:
    """Return the share of the film that prints: 94.1 %."""
    return f"{100 * figures.utilisation:.1f} %"


def cost_words(figures: Figures, currency: str) -> str:
    """Return what the film costs, nothing where no price is known."""
    return "" if figures.cost is None else format_money(figures.cost, currency)


def saving_words(figures: Figures) -> str:
    """Return how much less film it is than plain rows take; nothing where that is not known."""
    percent = None if figures.saving is None else round(100 * figures.saving)
    if percent is None:
        return ""
    if percent == 0:
        return "as much as rows"
    return f"{abs(percent)} % {'less' if percent > 0 else 'more'} than rows"


def ready(layout: Layout, forecast: Forecast) -> str:
    """Return what Make sheets would write, and how long that should take."""
    sheets, size = count(len(layout.parts), "sheet"), format_bytes(forecast.output_bytes)
    return f"Ready to make {sheets}: about {size}, {duration(max(1.0, forecast.seconds))}"


def film_length(inches: float, unit: Unit) -> str:
    """Return a length of film: metres from one metre on where lengths are metric, inches to a tenth."""
    millimetres = inches * UNITS_PER_INCH["mm"]
    if unit != "in" and millimetres >= _MM_A_METRE:
        return f"{millimetres / _MM_A_METRE:.2f} m"
    return format_length(round(inches, 1) if unit == "in" else inches, unit)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(word for word in words if word)
