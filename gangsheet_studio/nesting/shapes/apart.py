"""Whether a part's copies keep their distance, from what they print alone.

An outline's mask is a picture of the print at reduced resolution, in which a cell counts as soon as any of
its pixels may print: cells that keep the gap prove that the pixels do. Where they do not, the pixels decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import shapely
from shapely import affinity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.nesting.shapes.figure import Figure
    from gangsheet_studio.nesting.shapes.kinds import Spot, Spots
    from gangsheet_studio.nesting.shapes.pixels import Pixels

_EXACT: Final = 1e-6  # pixels: less is the arithmetic's own


class Prints:
    """The print of all figures, turned once for each rotation that is met.

    `pixels` decides what cells leave open; without, that is too close.
    """

    def __init__(self, figures: Sequence[Figure], gap: int, pixels: Pixels | None = None) -> None:
        self._figures = figures
        self._gap = gap
        self._pixels = pixels
        self._turned: dict[tuple[int, Rotation], Any] = {}

    def are_apart(self, spots: Spots) -> bool:
        """Tell whether all copies of a part keep the gap, pixel by pixel."""
        return all(self._apart(one, other) for one, other in _near(spots, self._figures, self._gap))

    def _apart(self, one: Spot, other: Spot) -> bool:
        a, b = self._placed(one), self._placed(other)
        near = [
            shapely.clip_by_rect(geometry, *_widened(there.bounds, self._gap + 1))
            for geometry, there in ((a, b), (b, a))
        ]
        distance = max(self._gap, 2 * _EXACT) - _EXACT
        if any(geometry.is_empty for geometry in near) or not shapely.dwithin(*near, distance):
            return True
        return self._pixels is not None and not self._pixels.too_close(one, other)

    def _placed(self, spot: Spot) -> Any:  # noqa: ANN401
        known = self._turned.get((spot.kind, spot.rotation))
        if known is None:
            figure = self._figures[spot.kind]
            known = self._turned[spot.kind, spot.rotation] = figure.turned(figure.prints, spot.rotation)
        return affinity.translate(known, spot.x, spot.y)


def _widened(bounds: tuple[float, float, float, float], by: float) -> tuple[float, float, float, float]:
    return bounds[0] - by, bounds[1] - by, bounds[2] + by, bounds[3] + by


def _near(spots: Spots, figures: Sequence[Figure], gap: int) -> Iterator[tuple[Spot, Spot]]:
    """Yield the pairs of copies whose boxes are closer than the gap."""
    boxes = []
    for spot in spots:
        figure = figures[spot.kind]
        size = (figure.height, figure.width) if spot.rotation % 180 else (figure.width, figure.height)
        boxes.append(shapely.box(spot.x - gap, spot.y - gap, spot.x + size[0], spot.y + size[1]))
    for a, b in shapely.STRtree(boxes).query(boxes).T.tolist():
        if a < b:
            yield spots[a], spots[b]
