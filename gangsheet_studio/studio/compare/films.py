"""Which films are compared, which of them is best, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.money import format_money
from gangsheet_studio.model.units import format_length
from gangsheet_studio.studio.job.totals import film_length
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.settings.presets import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import FilmUse
    from gangsheet_studio.studio.settings.presets import FilmPreset

_NEAR: Final = 0.25
_ROLL: Final = 60.0
"""Inches from which a film is a roll, not a sheet."""


class Candidate(Struct, frozen=True):
    """A film with the name it is known by."""

    name: str
    film: Film


def candidates(film: Film, presets: Sequence[FilmPreset]) -> tuple[Candidate, ...]:
    """Return the film of the job and, by width, the other `presets`.

    One without a price costs as much for its area as the job's film does.
    """
    known = find(film, presets)
    others = [
        Candidate(preset.name, priced_as(film, preset.of(film)) if preset.price is None else preset.of(film))
        for preset in presets
        if preset != known
    ]
    mine = Candidate(known.name if known else "This film", film)
    return (mine, *sorted(others, key=lambda each: each.film.width))


def priced_as(film: Film, other: Film) -> Film:
    """Return `other` at the price that `film` has for its area."""
    return msgspec.structs.replace(other, price=film.price * other.width / film.width)


def is_alike(film: Film, other: Film) -> bool:
    """Return whether `other` is a roll about as wide as `film`: one that is likely loaded instead."""
    return other.longest >= _ROLL and abs(other.width / film.width - 1) <= _NEAR


def cost_of(use: FilmUse) -> float | None:
    """Return what the film costs, None where its price is not known."""
    return use.length * use.film.price if use.film.price else None


def spent(uses: Iterable[FilmUse]) -> list[float]:
    """Return the cost of each use, or the square inches of film where not all prices are known."""
    uses = list(uses)
    costs = [cost for cost in map(cost_of, uses) if cost is not None]
    return costs if len(costs) == len(uses) else [use.length * use.film.width for use in uses]


def best_of(uses: Sequence[FilmUse]) -> int | None:
    """Return which of `uses` leaves fewest copies out, and of those takes least; None where none prints."""
    ranked = [
        (use.unplaced, taken, place)
        for place, (use, taken) in enumerate(zip(uses, spent(uses), strict=True))
        if use.parts
    ]
    return min(ranked)[2] if ranked else None


def saving_words(use: FilmUse, reference: FilmUse) -> str:
    """Return how much less `use` takes than the film of the job."""
    mine, other = spent((use, reference))
    if not other:
        return ""
    percent = round(100 * (1 - mine / other))
    return f"{abs(percent)} % {'less' if percent > 0 else 'more'}" if percent else "same"


def answer(uses: Iterable[FilmUse], unit: Unit) -> str:
    """Return the least film that each width takes, in one line to pass on: 22 in: 161 in, 23 in: 152.8 in."""
    least: dict[str, float] = {}
    for use in uses:
        if use.parts:
            width = format_length(use.film.width, unit)
            least[width] = min(use.length, least.get(width, use.length))
    return ", ".join(f"{width}: {film_length(length, unit)}" for width, length in least.items())


def verdict(name: str, use: FilmUse, unit: Unit, currency: str) -> str:
    """Return that the film called `name` is best, and what the job takes of it."""
    cost = cost_of(use)
    words = [f"{name} is best: {film_length(use.length, unit)}"]
    if cost is not None:
        words.append(format_money(cost, currency))
    if use.unplaced:
        words.append(f"but {count(use.unplaced, 'copy', 'copies')} can't lie on it")
    return ", ".join(words)
