"""What a design prints of its box."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]


class Island(Struct, frozen=True, gc=False):
    """A connected piece of print: what is inside `outer` and in none of the `holes`."""

    outer: Ring
    holes: tuple[Ring, ...] = ()


class Outline(Struct, frozen=True, kw_only=True):
    """All that a design prints lies inside its `islands`; their points are shares of its width and height.

    0, 0 is the upper left corner of the design as seen. `solid` is the share of its box that they cover.
    """

    islands: tuple[Island, ...]
    solid: float

    @property
    def is_box(self) -> bool:
        """Whether nothing but the box itself will do."""
        return not self.islands
