"""Outlines as geometry in printed pixels: what a copy prints, and the room that it keeps to itself."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from msgspec import Struct
from shapely import affinity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.model.outline import Mask, Outline, Point, Ring
    from gangsheet_studio.nesting.shapes.kinds import Kind

ROUNDING: Final = 1.0
"""Pixels that each copy keeps in addition: positions are found as fractions and rounded."""
_MITRE: Final = 1.5  # times the reach: where a corner is cut, which never cuts into the reach
_COARSE: Final = 0.01  # of the reach: what room is simplified by
_BRIDGE: Final = 0.5  # pixels: half the width of what joins islands


class Figure(Struct, frozen=True):
    """A kind's geometry, before rotation and from its box's upper left corner, in pixels.

    `prints` encloses all pixels that print. `room` is one ring: two copies whose rooms do not overlap print
    at least the gap and two pixels apart. `holes` are what it has inside, as far from the print around them.
    """

    width: int
    height: int
    prints: Any
    room: Any
    holes: tuple[Any, ...]

    def turned(self, geometry: Any, rotation: Rotation) -> Any:  # noqa: ANN401  # shapely has no types
        """Return `geometry` of this figure after clockwise `rotation`, from the turned box's corner."""
        return turn(geometry, self.width, self.height, rotation)


def turn(geometry: Any, width: int, height: int, rotation: Rotation) -> Any:  # noqa: ANN401
    """Return what is in a box of `width` x `height`, turned clockwise with it."""
    matrix = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, -1, 1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, 1, -1, 0, 0, width),
    }[rotation]
    return affinity.affine_transform(geometry, matrix) if rotation else geometry


def reach(gap: int) -> float:
    """Return how far a copy's room goes beyond what it prints: two rooms that touch leave the gap."""
    return gap / 2 + ROUNDING


def figure(kind: Kind, outline: Outline | None, gap: int) -> Figure:
    """Return the geometry of `kind`; without an outline it prints all of its box."""
    box, far = shapely.box(0, 0, kind.width, kind.height), reach(gap)
    # nothing prints outside of the box, so that no room has to go further than its own
    widest = shapely.box(-far, -far, kind.width + far, kind.height + far)
    if outline is None or outline.is_box:
        return Figure(kind.width, kind.height, box, widest, ())
    spread = _spread(kind, outline)
    islands = _islands(kind, outline).intersection(box)
    prints = _cells(kind, outline.mask) if outline.mask else islands
    if spread:
        prints = prints.buffer(spread, join_style="mitre").intersection(box)
    joined = _join(_grow(islands, far + spread).intersection(widest))
    holes = tuple(shapely.Polygon(ring) for ring in joined.interiors)
    return Figure(kind.width, kind.height, prints, shapely.Polygon(joined.exterior), holes)


def _spread(kind: Kind, outline: Outline) -> float:
    """Return the pixels that print may reach beyond the outline since it is scaled."""
    if (kind.width, kind.height) == (outline.width_px, outline.height_px) or not outline.spread:
        return 0.0
    if not outline.width_px:
        return outline.spread
    larger = max(1.0, kind.width / outline.width_px, kind.height / outline.height_px)
    return outline.spread * larger


def _islands(kind: Kind, outline: Outline) -> Any:  # noqa: ANN401
    def scaled(ring: Ring) -> list[Point]:
        return [(x * kind.width, y * kind.height) for x, y in ring]

    islands = [
        shapely.Polygon(scaled(island.outer), [scaled(hole) for hole in island.holes])
        for island in outline.islands
    ]
    return shapely.union_all(shapely.make_valid(islands))


def _cells(kind: Kind, mask: Mask) -> Any:  # noqa: ANN401
    """Return the cells that hold print, as one geometry."""
    rows = np.pad(marks(mask), ((0, 0), (1, 1))).view(np.int8)
    steps = np.diff(rows, axis=1)
    ys, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    across, along = kind.width / mask.columns, kind.height / mask.rows
    return shapely.union_all(shapely.box(starts * across, ys * along, ends * across, (ys + 1) * along))


def marks(mask: Mask) -> NDArray[np.bool_]:
    """Return which cells of `mask` hold print, shape (rows, columns)."""
    packed = np.frombuffer(zlib.decompress(mask.bits), np.uint8).reshape(mask.rows, -1)
    return np.unpackbits(packed, axis=1, count=mask.columns).view(np.bool_)


def _grow(prints: Any, far: float) -> Any:  # noqa: ANN401
    """Return all within `far` of `prints` and a little more, of fewer points."""
    coarse = max(ROUNDING / 2, far * _COARSE)
    return prints.buffer(far + coarse, join_style="mitre", mitre_limit=_MITRE).simplify(coarse)


def _join(grown: Any) -> Any:  # noqa: ANN401
    """Return one polygon: islands are joined to their nearest by thin bridges."""
    while grown.geom_type != "Polygon":
        parts = sorted(shapely.get_parts(grown), key=lambda part: part.area)
        rest = shapely.union_all(parts[1:])
        bridge = shapely.shortest_line(parts[0], rest).buffer(_BRIDGE, cap_style="square")
        grown = shapely.union_all([parts[0], rest, bridge])
    return grown
