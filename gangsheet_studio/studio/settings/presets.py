"""Films that shops load, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.film import Film

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_CM: Final = 1 / 2.54
_SAME: Final = 1e-4  # inches; less is the rounding of a unit
_SAME_PRICE: Final = 1e-6


class FilmPreset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A film's name with its `width`, `longest` part, gaps and `margin` in inches.

    The gap along the film is that across where `gap_along` is None; `price` is that of an inch, None where
    it is not part of the preset.
    """

    name: str
    width: float
    longest: float
    gap: float = 0.125
    gap_along: float | None = None
    margin: float = 0.0
    price: float | None = None

    @classmethod
    def named(cls, name: str, film: Film) -> FilmPreset:
        """Return `film` as a preset; a price that is not known is no part of it."""
        return cls(
            name=name,
            width=film.width,
            longest=film.longest,
            gap=film.gap,
            gap_along=film.gap_along,
            margin=film.margin,
            price=film.price or None,
        )

    def of(self, film: Film) -> Film:
        """Return `film` with the lengths of this preset, and its price if it has one."""
        return msgspec.structs.replace(
            film,
            width=self.width,
            longest=self.longest,
            gap=self.gap,
            gap_along=self.gap_along,
            margin=self.margin,
            price=film.price if self.price is None else self.price,
        )

    def fits(self, film: Film) -> bool:
        """Whether `film` has the lengths of this preset, and its price if it has one."""
        mine = self.of(film)
        pairs = (
            (mine.width, film.width),
            (mine.longest, film.longest),
            (mine.gap, film.gap),
            (_along(mine), _along(film)),
            (mine.margin, film.margin),
        )
        same_price = abs(mine.price - film.price) <= _SAME_PRICE
        return same_price and all(abs(one - other) < _SAME for one, other in pairs)


BUILT_IN: Final = (
    FilmPreset(name="DTF 22 in", width=22, longest=120),
    FilmPreset(name="DTF 23 in", width=23, longest=215),
    FilmPreset(name="DTF 58 cm", width=58 * _CM, longest=500 * _CM),
    FilmPreset(name="DTF 60 cm", width=60 * _CM, longest=500 * _CM),
    FilmPreset(name="UV-DTF 22.7 in", width=22.7, longest=120),
    FilmPreset(name="UV-DTF 29 cm", width=29 * _CM, longest=300 * _CM),
    FilmPreset(name="A3 sheet", width=29.7 * _CM, longest=42 * _CM),
    FilmPreset(name="A4 sheet", width=21 * _CM, longest=29.7 * _CM),
)


def find(film: Film, presets: Iterable[FilmPreset]) -> FilmPreset | None:
    """Return the preset that `film` is: one with its price before one without, else the first."""
    fitting = [preset for preset in presets if preset.fits(film)]
    priced = (preset for preset in fitting if preset.price is not None)
    return next(priced, fitting[0] if fitting else None)


def _along(film: Film) -> float:
    return film.gap if film.gap_along is None else film.gap_along


class FilmShelf:
    """What a picker of films offers: BUILT_IN, and those with another price or other lengths."""

    thing = "film"
    own = "Own film"
    built_in = BUILT_IN

    def find(self, current: Film, among: Sequence[FilmPreset]) -> FilmPreset | None:
        """Return which of `among` the `current` film is."""
        return find(current, among)

    def named(self, name: str, current: Film) -> FilmPreset:
        """Return the `current` film under a name."""
        return FilmPreset.named(name, current)

    def is_new(self, found: FilmPreset | None, current: Film) -> bool:
        """Return whether keeping the `current` film would keep more than was `found`: it, or its price."""
        return found is None or (found.price is None and current.price > 0)
