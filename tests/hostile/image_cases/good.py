"""Good pictures to make bad ones of."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np
from PIL import Image

from tests.hostile.image_cases.case import Case, content

WIDTH, HEIGHT = 120, 90
CUTS = (0.1, 0.5, 0.9)


@cache
def picture(kind: str, **options: object) -> bytes:
    """Return a grainy picture of WIDTH x HEIGHT as Pillow saves it."""
    grain = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(grain).save(file, kind, **options)
    return file.getvalue()


def animation(kind: str, frames: int, side: int = 40) -> bytes:
    """Return a picture that moves."""
    file = io.BytesIO()
    first, *rest = (Image.new("RGB", (side, side), (shade % 256, 90, 200)) for shade in range(frames))
    first.save(file, kind, save_all=True, append_images=rest, duration=40)
    return file.getvalue()


def flipped(data: bytes, at: int, count: int = 1, mask: int = 0x55) -> bytes:
    """Return `data` with some bytes changed."""
    return data[:at] + bytes(byte ^ mask for byte in data[at : at + count]) + data[at + count :]


def cut(
    kind: str, name: str, data: bytes, expected: frozenset[str], at: Iterable[float] = CUTS
) -> Iterator[Case]:
    """Yield `data` cut at each share of its length."""
    for share in at:
        length = round(len(data) * share)
        yield Case(kind, f"cut at {share:.0%} {name}", expected, content(lambda n=length: data[:n]))
