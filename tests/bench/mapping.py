"""An instance as items and film in whole pixels, and layouts of those back in the instance's unit.

Sizes and spacing are rounded up and the film down, so that what is right in pixels is right in the unit.
The sheet's y down is the instance's y along: the film is seen from its back, where clockwise turns look
counterclockwise, so no outline and no angle has to be mirrored.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, cast

from shapely import affinity

from gangsheet_studio.model.design import Rotation
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item, Layout
from gangsheet_studio.model.outline import Island, Outline
from tests.bench.check_instance import Placed
from tests.bench.instances.format import Instance, InstanceItem

_DPI: Final = 400  # says nothing here: lengths are whole pixels whatever an inch may be
_SCALES: Final = tuple(10**power for power in range(9))
_MOST: Final = 1_000_000  # pixels across the film
_FINE: Final = 20_000  # at least, where sizes have to be rounded
_FINE_SHAPES: Final = 5_000  # at least, where outlines are matched
_ROUNDING: Final = 1e-9


class Mapped(NamedTuple):
    """`turns` are the degrees that an item's line is turned by before ours may turn it."""

    instance: Instance
    scale: float
    film: Film
    items: tuple[Item, ...]
    turns: dict[int, int]
    outlines: dict[str, Outline]


def to_pixels(instance: Instance) -> Mapped:
    """Return `instance` as ours."""
    scale = _scale(instance)
    width = math.floor(instance.roll_width * scale * (1 + _ROUNDING))
    spacing = _up(instance.spacing, scale)
    items, turns, outlines = [], {}, {}
    for line, given in enumerate(instance.items, 1):
        turn, allowed = _turning(given)
        box = _up(given.w, scale), _up(given.h, scale)
        item = Item(
            line=line,
            design=given.id,
            key=given.id,
            order="",
            width_px=box[turn % 180 > 0],
            height_px=box[turn % 180 == 0],
            quantity=given.qty,
            turns=allowed,
        )
        items.append(item)
        turns[line] = turn
        if instance.kind == "poly":
            outlines[item.key] = _outline(given, turn, scale, item)
    if instance.max_length is None:
        longest = 1 + sum((max(i.width_px, i.height_px) + spacing) * i.quantity for i in items)
    else:
        longest = math.floor(instance.max_length * scale * (1 + _ROUNDING))
    film = Film(width=width / _DPI, longest=longest / _DPI, gap=spacing / _DPI, dpi=_DPI)
    return Mapped(instance, scale, film, tuple(items), turns, outlines)


def to_placed(layout: Layout, mapped: Mapped) -> list[Placed]:
    """Return the copies of `layout` in the instance's unit."""
    placed = []
    for part in layout.parts:
        for copy in part.placements:
            rotation = (copy.rotation + mapped.turns[copy.line]) % 360
            across, along = _corner(copy.width, copy.height, rotation)
            x, y = (copy.x + across) / mapped.scale, (copy.y + along) / mapped.scale
            placed.append(Placed(copy.design, part.number - 1, x, y, rotation))
    return placed


def left_out(layout: Layout) -> dict[str, int]:
    """Return the copies that are not placed, by item."""
    return {entry.design: entry.copies for entry in layout.unplaced}


def _corner(width: int, height: int, rotation: int) -> tuple[int, int]:
    """Return where an item's own 0, 0 lies in the box that it takes once turned."""
    return {0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[rotation]


def _turning(item: InstanceItem) -> tuple[int, tuple[Rotation, ...]]:
    """Return the turn to begin with, and those that may be added to it; none stands for any."""
    turns = item.quarter_turns
    first = 0 if 0 in turns else turns[0]
    if len(turns) == 4:
        return 0, ()
    return first, tuple(sorted(cast("Rotation", (turn - first) % 360) for turn in turns))


def _outline(given: InstanceItem, turn: int, scale: float, item: Item) -> Outline:
    """Return the polygon as shares of the item's box; where that is rounded up, it stays at its 0, 0."""
    solid = given.shape.area / (given.w * given.h)
    if solid > 1 - _ROUNDING:
        return Outline(islands=(), solid=1.0)
    across, along = _corner(item.width_px, item.height_px, turn)
    shape = affinity.translate(
        affinity.rotate(given.shape, turn, origin=(0, 0)), across / scale, along / scale
    )
    ring = tuple(
        (min(1.0, max(0.0, x * scale / item.width_px)), min(1.0, max(0.0, y * scale / item.height_px)))
        for x, y in shape.exterior.coords[:-1]
    )
    return Outline(islands=(Island(outer=ring),), solid=solid)


def _up(length: float, scale: float) -> int:
    return math.ceil(length * scale * (1 - _ROUNDING))


def _scale(instance: Instance) -> float:
    """Return pixels a unit: as few as make every number whole, else many that make the film's whole."""
    width = instance.roll_width
    scales = [scale for scale in _SCALES if width * scale <= _MOST]
    film = [width, instance.spacing, instance.max_length or 0.0]
    sides = [side for item in instance.items for side in (item.w, item.h)]
    fine = _FINE_SHAPES if instance.kind == "poly" else 1
    for lengths, least in ((film + sides, fine), (film, _FINE)):
        for scale in scales:
            if width * scale >= least and all(_is_whole(length * scale) for length in lengths):
                return scale
    return _FINE / width


def _is_whole(length: float) -> bool:
    return abs(length - round(length)) <= _ROUNDING * max(1.0, length)
