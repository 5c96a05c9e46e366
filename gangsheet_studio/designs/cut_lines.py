"""The line to cut along: around what a design prints, at a distance."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.alpha import find_cells
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.designs.outline import few_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.designs.alpha import Cells
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.model.outline import CutLines

_CELLS: Final = 1000  # a side: print is looked for in squares of a thousandth of the design
_BETWEEN: Final = 0.5  # where a line between a marked cell and another leads: along their common side
_SMOOTH: Final = 0.02  # inches: notches narrower than twice that are closed
_FINE: Final = 0.002  # inches that a point may lie off the line


def cut_lines(
    design: Design,
    sizes: Sequence[tuple[float, float]],
    offset: float,
    threshold: float,
    cancel: Event,
    trim: Box | None = None,
) -> tuple[CutLines, ...]:
    """Return rings `offset` inches around what prints of `design`, or `trim` of it, at each of `sizes`.

    Print is what has `threshold` (0 to 1) of full alpha or more; holes in it are not cut. Points are inches
    from the upper left corner, as sizes are. RefusedInputError, CancelledError as for designs.outline.
    """
    printed = _printed(design, threshold, cancel, trim)
    return tuple(_around(printed, width, height, offset) for width, height in sizes)


def _printed(design: Design, threshold: float, cancel: Event, trim: Box | None) -> Any:  # noqa: ANN401
    """Return polygons without holes around what prints, in shares of the design's width and height."""
    import shapely

    if not design.alpha:
        return shapely.box(0, 0, 1, 1)
    stored = find_cells(design, max(1, math.ceil(threshold * 255)), _CELLS, cancel, trim)
    cells: Cells = np.ascontiguousarray(turn_for(design.orientation, 0).apply(stored))  # type: ignore[arg-type]
    if cells.all():
        return shapely.box(0, 0, 1, 1)
    _, pieces = few_pieces(cells, 1, 1, level=_BETWEEN)
    return shapely.union_all([shapely.Polygon(piece.exterior) for piece in shapely.get_parts(pieces)])


def _around(printed: Any, width: float, height: float, offset: float) -> CutLines:  # noqa: ANN401
    import shapely

    line = shapely.transform(printed, lambda points: points * (width, height)).buffer(offset)
    if shapely.get_num_coordinates(printed) > 5:  # no box
        uneven = max(_FINE, max(width, height) / _CELLS / 2)
        line = line.buffer(_SMOOTH).buffer(-_SMOOTH).simplify(uneven)
    rings = (part.exterior.coords for part in shapely.get_parts(line) if not part.is_empty)
    return tuple(tuple((round(x, 4), round(y, 4)) for x, y in list(ring)[:-1]) for ring in rings)
