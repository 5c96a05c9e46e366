"""Order lines: a design at a size, a quantity, and the order it belongs to."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from msgspec import Struct

from gangsheet_studio.model.problem import Problem

MOST_COPIES: Final = 100_000
"""The most a line may ask for, read from an order or typed."""

MOST_COPIES_IN_ALL: Final = 500_000
"""The most that the lines of a job, or of one order file, may ask for together."""


class Size(Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """The box asked for, in inches. One side alone keeps the shape; none is the artwork's own size."""

    width: float | None = None
    height: float | None = None


class OrderLine(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """`design` is what the order calls it, `path` the artwork found for it (None while it is missing).

    An `upright` design is never turned; extra copies of one that `fills` may fill the last part. With
    `accept_damage` staff have seen that its file is damaged, and want what can be read of it. Alpha of
    `harden` (0 to 1) or more is printed opaque and all below it not at all; with `trim`, transparent borders
    are left out, and what remains has the size that it has with them.
    """

    design: str
    path: str | None = None
    size: Size = Size()
    quantity: int = 1
    order: str = ""
    file: str | None = None
    row: int | None = None
    upright: bool = False
    fills: bool = False
    accept_damage: bool = False
    harden: float | None = None
    trim: bool = False


def where(number: int, line: OrderLine) -> str:
    """Return where order line `number` is found: by its file and row, by its number where it has no file."""
    place = f"Line {number}" if line.file is None else PurePath(line.file).name
    return place if line.row is None else f"{place}, row {line.row}"


class Orders(Struct, frozen=True):
    """What was read: every good line, and a problem for everything else."""

    lines: tuple[OrderLine, ...] = ()
    problems: tuple[Problem, ...] = ()
