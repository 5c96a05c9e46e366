"""A part drawn small: which pictures lie where."""

from __future__ import annotations

import math
from typing import Final, Literal

from msgspec import Struct

from gangsheet_studio.model.design import Rotation
from gangsheet_studio.model.marks import Mark

PictureFormat = Literal["jpeg", "webp"]

WIDEST: Final = 1_200
LONGEST: Final = 16_000
"""Pixels; WebP stops at 16,383 a side."""


class Picture(Struct, frozen=True, gc=False):
    """Rows of straight RGBA, 8 bit, upright, in a file of nothing else."""

    file: str
    width: int
    height: int


class PictureCopy(Struct, frozen=True, gc=False):
    """The picture with this index at a box in pixels, after clockwise `rotation`."""

    picture: int
    x: int
    y: int
    width: int
    height: int
    rotation: Rotation = 0


class Drawing(Struct, frozen=True, kw_only=True):
    """`copies` of `pictures` on `width` x `height` pixels, painted in their order, then `marks`.

    Boxes of marks are those on the sheet, of which this is `scale` times as large. All are flipped from left
    to right where it is `mirror`. Below them lies the `background`. `name` is what errors call it.
    """

    name: str
    width: int
    height: int
    pictures: tuple[Picture, ...]
    copies: tuple[PictureCopy, ...]
    marks: tuple[Mark, ...] = ()
    scale: float = 1.0
    format: PictureFormat = "jpeg"
    mirror: bool = False
    background: tuple[int, int, int] = (255, 255, 255)


def drawing_scale(width_px: int, height_px: int, pixels: int) -> float:
    """Return by what a part is drawn smaller, so that it has no more than about so many `pixels`."""
    fitting = WIDEST / width_px, LONGEST / height_px, math.sqrt(pixels / (width_px * height_px))
    return min(1.0, *fitting)


def scaled_box(x: int, y: int, width: int, height: int, scale: float) -> tuple[int, int, int, int]:
    """Return a box times `scale` in whole pixels, one at least; boxes that meet still do."""
    left, top = round(x * scale), round(y * scale)
    return left, top, max(1, round((x + width) * scale) - left), max(1, round((y + height) * scale) - top)
