"""Whether a part's copies keep their distance, from what they print alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely import affinity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Spots

_EXACT: Final = 1e-6  # pixels: less is the arithmetic's own


class Prints:
    """The print of all figures, turned once for each rotation that is met."""

    def __init__(self, figures: Sequence[Figure], gap: int) -> None:
        self._figures = figures
        self._gap = gap
        self._turned: dict[tuple[int, Rotation], Any] = {}

    def too_close(self, spots: Spots) -> list[tuple[int, int]]:
        """Return the pairs of `spots`, by index, whose print may be closer than the gap."""
        placed = [affinity.translate(self._print(kind, rotation), x, y) for kind, x, y, rotation in spots]
        tree = shapely.STRtree(placed)
        distance = max(self._gap, 2 * _EXACT) - _EXACT
        near = tree.query(placed, predicate="dwithin", distance=distance)
        return [(int(a), int(b)) for a, b in near.T if a < b]

    def _print(self, kind: int, rotation: Rotation) -> Any:  # noqa: ANN401
        known = self._turned.get((kind, rotation))
        if known is None:
            figure = self._figures[kind]
            known = self._turned[kind, rotation] = figure.turned(figure.prints, rotation)
        return known
