"""Whether an answer to an instance is one, and the film it takes: without a line of the nesting code."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import shapely
from shapely import affinity

from tests.bench.instances.format import Instance, InstanceItem

_ROUNDING: Final = 1e-6  # of the part's sides: solvers may compute with 32-bit floats


class Placed(NamedTuple):
    """A copy of `item` on `part` (from 0): turned by `rotation` around its 0, 0, then moved by x, y."""

    item: str
    part: int
    x: float
    y: float
    rotation: float = 0


def film_length(instance: Instance, placed: Sequence[Placed]) -> float:
    """Return the length of all parts, each from 0 to where its last copy ends."""
    return sum((shapes[-1].bounds[3] for shapes in _parts(instance, placed).values()), 0.0)


def utilisation(instance: Instance, placed: Sequence[Placed]) -> float:
    """Return the share of the film that the copies cover, 0 to 1."""
    areas = {item.id: item.shape.area for item in instance.items}
    film = film_length(instance, placed) * instance.roll_width
    return sum(areas[copy.item] for copy in placed) / film if film else 0.0


def faults(instance: Instance, placed: Sequence[Placed], unplaced: Mapping[str, int]) -> list[str]:
    """Return a sentence for each rule that is broken; `unplaced` counts the copies left out by item."""
    unknown = {*(copy.item for copy in placed), *unplaced} - {item.id for item in instance.items}
    if unknown:
        return [f"“{name}” is no item" for name in sorted(unknown)]
    found = [*_copy_faults(instance, placed, unplaced), *_turn_faults(instance, placed)]
    for part, shapes in sorted(_parts(instance, placed).items()):
        slack = _ROUNDING * max(instance.roll_width, shapes[-1].bounds[3])
        near = _boxes_too_near if instance.kind == "rect" else _shapes_too_near
        found += [f"part {part}: {fault}" for fault in _film_faults(instance, shapes, slack)]
        found += [f"part {part}: {fault}" for fault in near(shapes, instance.spacing, slack)]
    return found


def _parts(instance: Instance, placed: Sequence[Placed]) -> dict[int, list[shapely.Polygon]]:
    """Return what lies on each part, the copy that ends last at the end."""
    items = {item.id: item for item in instance.items}
    turned: dict[tuple[str, float], shapely.Polygon] = {}
    parts: defaultdict[int, list[shapely.Polygon]] = defaultdict(list)
    for copy in placed:
        key = copy.item, copy.rotation
        if key not in turned:
            turned[key] = affinity.rotate(items[copy.item].shape, copy.rotation, origin=(0, 0))
        parts[copy.part].append(affinity.translate(turned[key], copy.x, copy.y))
    for shapes in parts.values():
        shapes.sort(key=lambda shape: shape.bounds[3])
    return parts


def _copy_faults(instance: Instance, placed: Sequence[Placed], unplaced: Mapping[str, int]) -> Iterator[str]:
    counted = Counter(copy.item for copy in placed)
    for item in instance.items:
        left_out = unplaced.get(item.id, 0)
        if counted[item.id] + left_out != item.qty:
            yield f"“{item.id}”: {counted[item.id]} copies placed, {left_out} left out, {item.qty} ordered"
        if left_out and fits(item, instance):
            yield f"“{item.id}” is left out, though it fits"


def fits(item: InstanceItem, instance: Instance) -> bool:
    """Return whether one copy fits an empty part, upright or turned by an allowed quarter."""
    longest = math.inf if instance.max_length is None else instance.max_length
    for turn in item.quarter_turns:
        left, low, right, high = affinity.rotate(item.shape, turn, origin=(0, 0)).bounds
        if right - left <= instance.roll_width * (1 - _ROUNDING) and high - low <= longest * (1 - _ROUNDING):
            return True
    return False


def _turn_faults(instance: Instance, placed: Sequence[Placed]) -> Iterator[str]:
    full = 180 if instance.kind == "rect" else 360  # a rectangle upside down is the same
    allowed = {item.id: [angle % full for angle in item.rotations] for item in instance.items}
    for name, rotation in sorted({(copy.item, copy.rotation) for copy in placed}):
        if not any(abs((rotation - angle + 1) % full - 1) < 1e-3 for angle in allowed[name]):
            yield f"“{name}” is turned by {rotation:g}"


def _film_faults(instance: Instance, shapes: Sequence[shapely.Polygon], slack: float) -> Iterator[str]:
    for shape in shapes:
        left, low, right, high = shape.bounds
        if left < -slack or right > instance.roll_width + slack or low < -slack:
            yield f"what lies at {left:g}, {low:g} is off the film"
        if instance.max_length is not None and high > instance.max_length + slack:
            yield f"what lies at {left:g}, {low:g} ends beyond the longest part"


def _boxes_too_near(shapes: Sequence[shapely.Polygon], spacing: float, slack: float) -> Iterator[str]:
    """Sweep along the film: only boxes that began before and have not ended can be too near."""
    least = spacing - slack
    begun: list[tuple[float, float, float, float]] = []
    for box in sorted((shape.bounds for shape in shapes), key=lambda bounds: bounds[1]):
        left, low, right, _ = box
        begun = [other for other in begun if other[3] + least > low]
        for other in begun:
            if other[0] < right + least and left < other[2] + least:
                yield _nearer_than(spacing, other, box)
        begun.append(box)


def _shapes_too_near(shapes: Sequence[shapely.Polygon], spacing: float, slack: float) -> Iterator[str]:
    """Compare what a tree of boxes says may be near; without a spacing, shapes may touch but not overlap."""
    if spacing <= slack:
        shapes = [shape.buffer(-slack) for shape in shapes]
    distance = max(0.0, spacing - slack)
    for first, second in shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=distance).T:
        if first < second:
            yield _nearer_than(spacing, shapes[first].bounds, shapes[second].bounds)


def _nearer_than(spacing: float, first: Sequence[float], second: Sequence[float]) -> str:
    places = " and ".join(f"{box[0]:g}, {box[1]:g}" for box in (first, second))
    return (
        f"what lies at {places} is nearer than {spacing:g}" if spacing else f"what lies at {places} overlaps"
    )
