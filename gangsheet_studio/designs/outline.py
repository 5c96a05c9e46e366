"""The outline of what a design prints: drawn around its alpha, and only ever too large."""

from __future__ import annotations

import math
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.alpha import find_cells, pool, seen_size
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.model.outline import Island, Mask, Outline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.designs.alpha import Cells
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.model.outline import Ring

_BOX: Final = Outline(islands=(), solid=1.0)
_CELLS: Final = 1000  # a side, at most
_AROUND_ALL: Final = 1e-9
_COARSE: Final = 0.001  # of the longer side: what is left out at first
_COARSER: Final = 1.4  # times: what is left out next where points are too many
_MOST_POINTS: Final = 400
_MOST_PIECES: Final = 200  # of islands and holes
_NEARLY_A_BOX: Final = 0.98
_LEAST_HOLE: Final = 0.005  # of the box
_OVERSHOOT: Final = 1.2  # Lanczos makes that much of the alpha at an edge
_FAINT: Final = 0.1  # of full alpha: what is fainter is spread by all of the filter
_SPREAD: Final = 1.25  # pixels, half of one for the pixel itself
_FAINT_SPREAD: Final = 3.5


def outline(design: Design, threshold: float, cancel: Event, trim: Box | None = None) -> Outline:
    """Return what `design` prints of its box, or of `trim`: all pixels from alpha `threshold` (0 to 1) on.

    A design that is opaque, or nearly, is a box and costs nothing more. RefusedInputError when the file turns
    out to be damaged, or another than was probed; CancelledError once `cancel` is set.
    """
    if not design.alpha:
        return _BOX
    drawn = design.format == "svg"  # thin lines are faint where it is drawn smaller than it prints
    level = 1 if drawn else max(1, math.floor(threshold * 255 / _OVERSHOOT))
    stored = find_cells(design, level, _CELLS, cancel, trim)
    cells: Cells = np.ascontiguousarray(turn_for(design.orientation, 0).apply(stored))  # type: ignore[arg-type]
    if cells.all() or not cells.any():
        return _BOX
    width, height = seen_size(design, trim)
    cells, pieces = few_pieces(cells, width, height)
    islands, solid = _simplify(pieces, width, height)
    if solid > _NEARLY_A_BOX:
        return _BOX
    return Outline(
        islands=islands,
        solid=round(solid, 4),
        mask=Mask(
            columns=cells.shape[1], rows=len(cells), bits=zlib.compress(np.packbits(cells, axis=1).tobytes())
        ),
        width_px=0 if drawn else width,
        height_px=0 if drawn else height,
        spread=_SPREAD if threshold >= _FAINT and not drawn else _FAINT_SPREAD,
    )


def few_pieces(cells: Cells, width: int, height: int, level: float = _AROUND_ALL) -> tuple[Cells, Any]:
    """Return cells, of halftones and spray larger ones, and what `trace` finds around them."""
    while True:
        pieces, count = trace(cells, width, height, level)
        if count <= _MOST_PIECES or min(cells.shape) < 8:
            return cells, pieces
        rows, columns = cells.shape
        cells = pool(pool(cells, -(-columns // 2)).T, -(-rows // 2)).T


def trace(cells: Cells, width: int, height: int, level: float = _AROUND_ALL) -> tuple[Any, int]:
    """Return polygons around the marked cells of a `width` x `height` picture, and their rings' number.

    The contour (marching squares) at a `level` just above zero leads around every cell, cornered ones along
    their corners; at a half, along the sides of cells.
    """
    import shapely
    from contourpy import FillType, contour_generator

    rows, columns = cells.shape
    levels = np.pad(cells.astype(np.float64), 1)
    xs = (np.arange(columns + 2) - 0.5) * (width / columns)
    ys = (np.arange(rows + 2) - 0.5) * (height / rows)
    found = contour_generator(xs, ys, levels, fill_type=FillType.OuterOffset).filled(level, 2.0)
    polygons = []
    count = 0
    for points, offsets in zip(*found, strict=True):
        rings = [points[a:b] for a, b in pairwise(offsets)]
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
        count += len(rings)
    return shapely.MultiPolygon(polygons), count


def _simplify(pieces: Any, width: int, height: int) -> tuple[tuple[Island, ...], float]:  # noqa: ANN401
    """Return islands that enclose `pieces` with few points, and the share of the box they cover.

    What is widened first by as much as simplifying may take away encloses it in the end.
    """
    import shapely

    box = shapely.box(0, 0, width, height)
    least = _LEAST_HOLE * width * height
    coarse = _COARSE * max(width, height)
    while True:
        wide = pieces.buffer(coarse, join_style="mitre")
        simple = wide.simplify(coarse).intersection(box)
        polygons = [part for part in shapely.get_parts(simple) if part.geom_type == "Polygon"]
        without = [
            shapely.Polygon(p.exterior, [r for r in p.interiors if shapely.Polygon(r).area >= least])
            for p in polygons
        ]
        merged = shapely.union_all(without)
        if shapely.get_num_coordinates(merged) <= _MOST_POINTS and merged.covers(pieces.intersection(box)):
            break
        if coarse > max(width, height) / 10:
            merged = pieces.convex_hull.intersection(box)
            break
        coarse *= _COARSER
    islands = tuple(
        Island(
            _ring(part.exterior.coords, width, height),
            tuple(_ring(hole.coords, width, height) for hole in part.interiors),
        )
        for part in shapely.get_parts(merged)
    )
    return islands, float(merged.area / box.area)


def _ring(points: Sequence[tuple[float, float]], width: int, height: int) -> Ring:
    return tuple((round(x / width, 6), round(y / height, 6)) for x, y in list(points)[:-1])
