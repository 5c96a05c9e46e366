"""The line to cut along: around what a design prints, at a distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from gangsheet_studio.model.outline import Outline

Ring: TypeAlias = list[tuple[float, float]]
_SMOOTH: Final = 0.02  # inches: notches narrower than twice that are closed
_FINE: Final = 0.002  # inches that a point may lie off the line


def contour(outline: Outline | None, width: float, height: float, offset: float) -> list[Ring]:
    """Return rings `offset` inches around what prints of a design of `width` x `height` inches.

    Points are inches from its upper left corner. A design that is opaque, or whose outline is not known, gets
    its box. Holes in it are not cut.
    """
    import shapely

    islands = outline.islands if outline is not None else ()
    shapes = [shapely.Polygon([(x * width, y * height) for x, y in island.outer]) for island in islands]
    whole = shapely.union_all(shapes or [shapely.box(0, 0, width, height)])
    line = whole.buffer(offset)
    if islands:
        line = line.buffer(_SMOOTH).buffer(-_SMOOTH).simplify(_FINE)
    parts = (part for part in shapely.get_parts(line) if part.geom_type == "Polygon")
    return [[(float(x), float(y)) for x, y in list(part.exterior.coords)[:-1]] for part in parts]
