"""Other libraries, called directly: rectpack for boxes, spyrrow for polygons."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import rectpack
import spyrrow
from shapely import affinity

from gangsheet_studio.nesting import nest
from tests.bench.check_instance import Placed
from tests.bench.instances import Instance
from tests.bench.mapping import Mapped, to_pixels
from tests.bench.solvers.answer import SEED, Answer

_MOST_FOR_RECTPACK = 2500  # copies; its time grows with their square
_MOST_FOR_MAXRECTS = 600


def by_rectpack(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield the best of rectpack's ways and orders that begin before `seconds` are over; it can't be stopped.

    It turns all boxes or none, so an instance where some must not be turned is solved without turning.
    """
    if instance.copies > _MOST_FOR_RECTPACK:
        return
    started = time.perf_counter()
    mapped = to_pixels(instance)
    if nest(mapped.items, mapped.film).unplaced:
        return  # it says of no copy that it was left out
    best = float("inf")
    ways = [rectpack.SkylineBl, rectpack.SkylineBlWm, rectpack.SkylineMwf, rectpack.SkylineMwfl]
    if instance.copies <= _MOST_FOR_MAXRECTS:
        ways = [rectpack.MaxRectsBl, *ways]
    orders = (rectpack.SORT_AREA, rectpack.SORT_SSIDE, rectpack.SORT_LSIDE, rectpack.SORT_PERI)
    for way, order in ((way, order) for order in orders for way in ways):
        if best < float("inf") and time.perf_counter() - started > seconds:
            return
        packer = _rectpack(mapped, way, order)
        film = sum(max(box.y + box.height for box in part) for part in packer)
        if film < best:
            best = film
            placed = _from_rectpack(packer, mapped)
            yield Answer(time.perf_counter() - started, placed, {})


def _rectpack(mapped: Mapped, way: type, order: Callable[[Any], Any]) -> Any:
    film, gap = mapped.film, mapped.film.gap_px
    turning = not any(item.upright for item in mapped.items)
    packer = rectpack.newPacker(
        pack_algo=way, sort_algo=order, bin_algo=rectpack.PackingBin.BFF, rotation=turning
    )
    for item in mapped.items:
        for _ in range(item.quantity):
            packer.add_rect(item.width_px + gap, item.height_px + gap, item.line)
    packer.add_bin(film.width_px + gap, film.longest_px + gap, float("inf"))
    packer.pack()
    return packer


def _from_rectpack(packer: Any, mapped: Mapped) -> list[Placed]:
    gap, scale = mapped.film.gap_px, mapped.scale
    placed = []
    for part, boxes_there in enumerate(packer):
        for box in boxes_there:
            item = mapped.items[box.rid - 1]
            turn = mapped.turns[item.line]
            if (box.width - gap, box.height - gap) != (item.width_px, item.height_px):
                turn += 90
            x = box.x + (box.width - gap if turn % 180 else 0)
            placed.append(Placed(item.design, part, x / scale, box.y / scale, turn))
    return placed


def by_spyrrow(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield what spyrrow finds in one strip: of a longest part it knows nothing, nor do we tell it.

    It lays its strip along x. A strip turned by a quarter is a roll: x becomes along, and across is from
    the right. Spacing counts against its edges too, so the strip is wider by one on either side.
    """
    if instance.kind != "poly" or not instance.copies:
        return
    started = time.perf_counter()
    items = [
        spyrrow.Item(item.id, list(item.polygon), item.qty, [float(angle - 90) for angle in item.rotations])
        for item in instance.items
        if item.polygon and item.qty
    ]
    problem = spyrrow.StripPackingInstance("bench", instance.roll_width + 2 * instance.spacing, items)
    config = spyrrow.StripPackingConfig(
        early_termination=False,
        min_items_separation=instance.spacing or None,
        total_computation_time=max(1, round(seconds)),
        seed=SEED,
    )
    try:
        solution = problem.solve(config)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # its own, which is no Exception
            raise
        return
    right = instance.roll_width + instance.spacing
    turned = [
        Placed(copy.id, 0, right - copy.translation[1], copy.translation[0], (copy.rotation + 90) % 360)
        for copy in solution.placed_items
    ]
    shapes = {item.id: item.shape for item in instance.items}
    lowest = min(
        affinity.rotate(shapes[copy.item], copy.rotation, origin=(0, 0)).bounds[1] + copy.y for copy in turned
    )
    placed = [copy._replace(y=copy.y - lowest) for copy in turned]
    yield Answer(time.perf_counter() - started, placed, {})
