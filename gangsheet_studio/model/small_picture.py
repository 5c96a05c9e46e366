"""A design drawn small."""

from __future__ import annotations

from msgspec import Struct


class SmallPicture(Struct, frozen=True):
    """`pixels` are `height` x `width` straight RGBA, 8 bit, upright.

    `soft` is the share of pixels that are half transparent, of all that show at all.
    """

    width: int
    height: int
    pixels: bytes
    soft: float
