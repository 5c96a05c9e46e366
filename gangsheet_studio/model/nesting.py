"""How copies are to lie on the film."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Mode = Literal["least-film", "easy-cutting", "orders-together", "spread"]
Fill = Literal["none", "holes", "part"]

THRESHOLD: Final = 0.05
"""Share of full alpha from which a pixel counts as print."""


class Nesting(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a layout is made for.

    `least-film` is all that counts unless `mode` says otherwise: `easy-cutting` lays rows with a straight cut
    across the film between them, `orders-together` keeps the copies of an order on one stretch of film,
    `spread` takes the copies of a design apart. With `shapes`, designs may reach into each other's boxes;
    pixels from alpha `threshold` on are print. `fill` adds copies of lines that may fill the last part: none,
    into the holes it has anyway, or up to its longest.
    """

    mode: Mode = "least-film"
    shapes: bool = True
    threshold: float = THRESHOLD
    fill: Fill = "none"

    @property
    def by_shape(self) -> bool:
        """Whether a search may nest designs into each other's boxes."""
        return self.shapes and self.mode == "least-film"
