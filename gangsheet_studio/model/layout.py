"""Where every copy goes."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from gangsheet_studio.model.design import Rotation
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.inspection import Box
from gangsheet_studio.model.marks import Mark


def _picture(key: str, trim: Box | None) -> str:
    return key if trim is None else f"{key} {','.join(map(str, trim))}"


class Item(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """What nesting places: `quantity` copies of an order line (1-based `line`) at an exact pixel size.

    It is turned by what the film allows or, where it names any, by its own `turns` alone. Extra copies of one
    that `fills` may fill the last part. Where it has a `trim`, that is all that is printed of the design.
    """

    line: int
    design: str
    key: str
    order: str
    width_px: int
    height_px: int
    quantity: int
    turns: tuple[Rotation, ...] = ()
    fills: bool = False
    trim: Box | None = None

    @property
    def picture(self) -> str:
        """Tells the picture that it prints from all others: a design, or some of it."""
        return _picture(self.key, self.trim)

    @property
    def upright(self) -> bool:
        """Whether it may not be laid on its side."""
        return bool(self.turns) and not any(turn % 180 for turn in self.turns)


class Placement(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """Copy `copy` (from 1) of an order line; the box is on the sheet, after clockwise `rotation`.

    A `locked` copy stays where it is when the others are nested anew. An `extra` copy was not ordered: it
    fills film that would be empty. Where it has a `trim`, that is all that is printed of the design.
    """

    line: int
    design: str
    key: str
    order: str
    copy: int
    x: int
    y: int
    width: int
    height: int
    rotation: Rotation
    locked: bool = False
    extra: bool = False
    trim: Box | None = None

    @property
    def picture(self) -> str:
        """Tells the picture that it prints from all others: a design, or some of it."""
        return _picture(self.key, self.trim)

    @property
    def unrotated(self) -> tuple[int, int]:
        """Width and height of the design before rotation, in pixels."""
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)


Printed: TypeAlias = Placement | Mark
"""What is painted on a part."""


class Part(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The n-th gang sheet; `placements` are painted in this order, then `marks`, if it has any."""

    number: int
    width_px: int
    height_px: int
    placements: tuple[Placement, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def printed(self) -> tuple[Printed, ...]:
        """All that is painted, in this order."""
        return (*self.placements, *self.marks)


class Unplaced(Struct, frozen=True, kw_only=True, gc=False):
    """Copies that are on no part; `reason` is a stable id, `message` the sentence for staff."""

    line: int
    design: str
    order: str
    copies: int
    reason: str
    message: str


class Layout(Struct, frozen=True, kw_only=True):
    """All parts, and what could not be placed and why.

    Boxes of copies may overlap where designs were nested `by_shape`: what they print does not.
    """

    film: Film
    parts: tuple[Part, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    by_shape: bool = False

    @property
    def copies(self) -> int:
        """Copies that are placed."""
        return sum(len(part.placements) for part in self.parts)

    @property
    def film_used(self) -> float:
        """Length of all parts in inches."""
        return sum(part.height_px for part in self.parts) / self.film.dpi

    @property
    def utilisation(self) -> float:
        """Share of the used film that copies cover, 0 to 1."""
        film = sum(part.width_px * part.height_px for part in self.parts)
        boxes = sum(p.width * p.height for part in self.parts for p in part.placements)
        return boxes / film if film else 0.0
