"""What a design prints of its box."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]
CutLines: TypeAlias = tuple[Ring, ...]
"""What is cut of one copy, in inches from its upper left corner before it is turned."""


class Island(Struct, frozen=True, gc=False):
    """A connected piece of print: what is inside `outer` and in none of the `holes`."""

    outer: Ring
    holes: tuple[Ring, ...] = ()


class Mask(Struct, frozen=True, kw_only=True, gc=False):
    """Which of `columns` x `rows` cells, all alike, hold any print.

    `bits` are theirs, row by row from the upper left and deflated; each row begins with a byte of its own,
    the first cell in its highest bit.
    """

    columns: int
    rows: int
    bits: bytes


class Outline(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that a design prints lies inside its `islands`; their points are shares of its width and height.

    0, 0 is the upper left corner of the design as seen. `solid` is the share of its box that they cover.

    `mask` is what they were drawn around, and tells more closely where print is. Both were seen in a picture
    of `width_px` x `height_px`: at any other size, print may reach `spread` pixels of that picture, or of the
    printed one if these are larger, beyond them. What was drawn as an outline has neither.
    """

    islands: tuple[Island, ...]
    solid: float
    mask: Mask | None = None
    width_px: int = 0
    height_px: int = 0
    spread: float = 0.0

    @property
    def is_box(self) -> bool:
        """Whether nothing but the box itself will do."""
        return not self.islands
