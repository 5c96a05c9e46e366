"""What a look at all of a design's pixels found."""

from __future__ import annotations

from typing import Final, TypeAlias

from msgspec import Struct

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, width and height, in a design's own pixels as it is seen."""

THINNEST: Final = 0.3 / 25.4
"""Inches that a printed line should have at least."""

MOST_THINNEST: Final = 2 / 25.4
"""The most that may be asked for."""

HARDEN: Final = (0.05, 1.0)
"""Between which shares of full alpha artwork may be hardened: what is fainter is not seen as it is."""


class Inspection(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What of a design prints, and how well.

    `box` holds all that prints, however faint; it is None where nothing has 5 % alpha or more. `visible` are
    the pixels that have, `soft` those of them up to 95 %; of a drawing, those of a picture that was drawn of
    it. `thin` are those of lines and dots that are thinner than was asked for, most of them around `thin_at`,
    as shares of width and height. `outside` is the share of visible colours that sRGB can't hold.
    """

    box: Box | None
    visible: int
    soft: int = 0
    thin: int = 0
    thin_at: tuple[float, float] = (0.0, 0.0)
    outside: float = 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen of it."""
        return self.box is None

    @property
    def soft_share(self) -> float:
        """Share of the visible pixels that are half transparent."""
        return self.soft / self.visible if self.visible else 0.0
