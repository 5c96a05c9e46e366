"""Films that shops load, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.film import Film

if TYPE_CHECKING:
    from collections.abc import Iterable

_CM: Final = 1 / 2.54
_SAME: Final = 1e-4  # inches; less is the rounding of a unit


class FilmPreset(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A film's name with its `width`, `longest` part, `gap` and `margin` in inches."""

    name: str
    width: float
    longest: float
    gap: float = 0.125
    margin: float = 0.0

    def of(self, film: Film) -> Film:
        """Return `film` with the lengths of this preset."""
        lengths = {"width": self.width, "longest": self.longest, "gap": self.gap, "margin": self.margin}
        return msgspec.structs.replace(film, **lengths)

    def fits(self, film: Film) -> bool:
        """Whether `film` has the lengths of this preset."""
        pairs = (
            (self.width, film.width),
            (self.longest, film.longest),
            (self.gap, film.gap),
            (self.margin, film.margin),
        )
        return all(abs(mine - its) < _SAME for mine, its in pairs)


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
    """Return the first of `presets` that `film` is."""
    return next((preset for preset in presets if preset.fits(film)), None)
