"""Nesting instances as JSON: what has to go on a roll, in a unit of the file's own.

Angles are degrees counterclockwise where x runs across the roll and y along it. An item is a rectangle from
0, 0 to w, h, or a polygon inside of it. A roll's ends and edges need no spacing, copies among themselves do.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final, Literal

import msgspec
import shapely
from msgspec import Struct

Point = tuple[float, float]

_OUTSIDE: Final = 1e-6  # of the larger side; files carry rounded numbers


class InstanceError(ValueError):
    """A file that holds no instance; the sentence says which, where and why."""


class InstanceItem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`qty` copies of a box of `w` x `h`, or of the `polygon` in it, turned by any of the `rotations`."""

    id: str
    w: float
    h: float
    qty: int
    rotations: tuple[float, ...]
    polygon: tuple[Point, ...] | None = None

    @property
    def shape(self) -> shapely.Polygon:
        """The item's ground, unturned."""
        return shapely.box(0, 0, self.w, self.h) if self.polygon is None else shapely.Polygon(self.polygon)

    @property
    def quarter_turns(self) -> tuple[int, ...]:
        """Those of the rotations that are 0, 90, 180 or 270."""
        return tuple(dict.fromkeys(int(angle % 360) for angle in self.rotations if angle % 90 == 0))


class Instance(Struct, frozen=True, kw_only=True):
    """One roll to be filled; `optimum` is the shortest length where it is known."""

    name: str
    kind: Literal["rect", "poly"]
    unit: str
    roll_width: float
    max_length: float | None
    spacing: float
    optimum: float | None
    items: tuple[InstanceItem, ...]

    @property
    def copies(self) -> int:
        """Copies of all items."""
        return sum(item.qty for item in self.items)


def read_folder(folder: Path) -> list[Instance]:
    """Return the instances of a folder's JSON files by file name; InstanceError."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InstanceError(f"{folder} holds no .json file")
    return [read_instance(file) for file in files]


def read_instance(file: Path) -> Instance:
    """Return the instance in `file`; InstanceError."""
    try:
        instance = msgspec.json.decode(file.read_bytes(), type=Instance)
    except OSError as error:
        raise InstanceError(f"{file} can't be read ({error.strerror})") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InstanceError(f"{file.name}: {error}") from error
    for fault in _faults(instance):
        raise InstanceError(f"{file.name}: {fault}")
    return instance


def write_instance(instance: Instance, folder: Path) -> Path:
    """Write `instance` to a file of its name in `folder`; return the file."""
    stem = "".join(char if char.isalnum() else "-" for char in instance.name.replace(",", "").lower())
    file = folder / f"{stem}.json"
    file.write_bytes(msgspec.json.encode(instance))
    return file


def _faults(instance: Instance):
    """Yield what is wrong with an instance's numbers."""
    if not instance.roll_width > 0:
        yield f"roll_width is {instance.roll_width:g}, not above 0"
    if instance.max_length is not None and not instance.max_length > 0:
        yield f"max_length is {instance.max_length:g}, not above 0"
    if not instance.spacing >= 0:
        yield f"spacing is {instance.spacing:g}, below 0"
    seen = set()
    for item in instance.items:
        if item.id in seen:
            yield f"two items have the id “{item.id}”"
        seen.add(item.id)
        for fault in _item_faults(item, instance.kind):
            yield f"item “{item.id}” {fault}"


def _item_faults(item: InstanceItem, kind: str):
    if not (item.w > 0 and item.h > 0):
        yield f"is {item.w:g} x {item.h:g}; both sides are above 0"
    if item.qty < 0:
        yield f"has {item.qty} copies"
    if not item.quarter_turns:
        yield "allows none of the rotations 0, 90, 180 and 270"
    if kind == "poly":
        yield from _polygon_faults(item)
    elif item.polygon is not None:
        yield "has a polygon, though the instance is of rectangles"


def _polygon_faults(item: InstanceItem):
    if item.polygon is None or len(item.polygon) < 3:
        yield "has no polygon of at least three points"
        return
    if not item.shape.is_valid or not item.shape.area > 0:
        yield f"has a polygon that is none ({shapely.is_valid_reason(item.shape)})"
    slack = _OUTSIDE * max(item.w, item.h)
    for x, y in item.polygon:
        inside = -slack <= x <= item.w + slack and -slack <= y <= item.h + slack
        if not (math.isfinite(x) and math.isfinite(y) and inside):
            yield f"has a point at {x:g}, {y:g} outside of its box"
            return
