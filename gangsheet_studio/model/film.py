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

    `gap` is across the film, and along it too where `gap_along` is None. Within the margins, `head` and
    `foot` at the start and the end of each part and `side` at its right edge are for marks, not for copies.
    `price` is that of an inch of film, in whatever money the shop counts; 0 where it is not known.
    """

    width: float = 23.0
    longest: float = 215.0
    gap: float = 0.125
    gap_along: float | None = None
    margin: float = 0.0
    head: float = 0.0
    foot: float = 0.0
    side: float = 0.0
    dpi: int = 400
    rotate: Rotate = "any"
    price: float = 0.0

    @property
    def has_room(self) -> bool:
        """Whether margins and marks leave anything of the film."""
        return self.left_px < self.right_px and self.top_px < self.bottom_px

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

    @property
    def left_px(self) -> int:
        """Where copies may begin across the film, in pixels."""
        return self.margin_px

    @property
    def right_px(self) -> int:
        """Where copies have to end across the film, in pixels."""
        return self.width_px - self.margin_px - to_px(self.side, self.dpi)

    @property
    def top_px(self) -> int:
        """Where copies may begin on a part, in pixels."""
        return self.margin_px + to_px(self.head, self.dpi)

    @property
    def end_px(self) -> int:
        """What follows the last copy of a part, in pixels."""
        return to_px(self.foot, self.dpi) + self.margin_px

    @property
    def bottom_px(self) -> int:
        """Where copies have to end on the longest part, in pixels."""
        return self.longest_px - self.end_px
