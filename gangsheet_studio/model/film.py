"""The roll that is printed on."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from gangsheet_studio.model.units import to_px

Rotate = Literal["any", "none", "quarter"]

DPI: Final = range(30, 2401)
"""What can be printed."""
LONGEST_SIDE: Final = 10_000.0
"""Inches that no side of a film or of a copy exceeds."""


class Film(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Film `width`, `longest` part, `gap` between copies and `margin` at all edges, in inches.

    `gap` is across the film, and along it too where `gap_along` is None. `price` is that of an inch of film,
    in whatever money the shop counts; 0 where it is not known.
    """

    width: float = 23.0
    longest: float = 215.0
    gap: float = 0.125
    gap_along: float | None = None
    margin: float = 0.0
    dpi: int = 400
    rotate: Rotate = "any"
    price: float = 0.0

    @property
    def has_room(self) -> bool:
        """Whether the margins leave anything of the film."""
        return 2 * self.margin < min(self.width, self.longest)

    @property
    def width_px(self) -> int:
        """Sheet width in pixels."""
        return to_px(self.width, self.dpi)

    @property
    def longest_px(self) -> int:
        """Height limit of a sheet in pixels."""
        return to_px(self.longest, self.dpi)

    @property
    def gap_px(self) -> int:
        """Least distance between copies across the film, in pixels."""
        return to_px(self.gap, self.dpi)

    @property
    def gap_along_px(self) -> int:
        """Least distance between copies along the film, in pixels."""
        return to_px(self.gap if self.gap_along is None else self.gap_along, self.dpi)

    @property
    def margin_px(self) -> int:
        """Least distance to an edge in pixels."""
        return to_px(self.margin, self.dpi)
