"""Bad GIFs (GIF89a specification)."""

from __future__ import annotations

import struct

from tests.hostile.image_cases.case import (
    BROKEN,
    DAMAGED,
    FINE,
    OTHER_FORMAT,
    TOO_LARGE,
    TORN,
    UNREADABLE,
    Case,
    content,
)
from tests.hostile.image_cases.good import animation, cut, flipped, picture


def screen(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(3) + b"\xff\xff\xff"


def frame(width: int, height: int) -> bytes:
    """Return an image whose data is one pixel and the end code."""
    return b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\0"


def cases() -> list[Case]:
    whole = picture("gif")
    made = {
        "its first 6 bytes alone": (BROKEN, lambda: whole[:6]),
        "cut before its end": (DAMAGED | FINE, lambda: whole[:-1]),
        "no picture": (BROKEN | DAMAGED, lambda: screen(90, 90) + b";"),
        "flipped in its head": (BROKEN | OTHER_FORMAT | DAMAGED | FINE, lambda: flipped(whole, 4)),
        "flipped in its pixels": (TORN | UNREADABLE | FINE, lambda: flipped(whole, len(whole) // 2, 50)),
        "flipped in its block lengths": (
            TORN | UNREADABLE | DAMAGED | FINE | BROKEN,
            lambda: flipped(whole, 13 + 768 + 11),
        ),
        "sides zero": (FINE, lambda: screen(0, 0) + frame(0, 0) + b";"),
        "65,535 x 65,535": (
            TOO_LARGE | BROKEN | DAMAGED,
            lambda: screen(65_535, 65_535) + frame(65_535, 65_535) + b";",
        ),
        "30,000 x 30,000 in 40 bytes": (
            TOO_LARGE | BROKEN | DAMAGED,
            lambda: screen(30_000, 30_000) + frame(30_000, 30_000) + b";",
        ),
        "frame larger than its screen": (
            FINE | BROKEN | TORN | DAMAGED | TOO_LARGE,
            lambda: screen(10, 10) + frame(60_000, 60_000) + b";",
        ),
        "100,000 frames": (
            FINE,
            lambda: screen(1, 1) + frame(1, 1) * 100_000 + b";",
        ),
        "100,000 frames of 2,000 px": (
            FINE | DAMAGED,
            lambda: screen(2_000, 2_000) + frame(2_000, 2_000) * 100_000 + b";",
        ),
        "500,000 comments": (
            FINE | frozenset({"designs.too-complex"}),
            lambda: screen(1, 1) + b"!\xfe\x01x\0" * 500_000 + frame(1, 1) + b";",
        ),
        "animated": (FINE, lambda: animation("gif", 12)),
        "blocks that never end": (DAMAGED | BROKEN, lambda: screen(9, 9) + b"!\xfe" + b"\x01x" * 300_000),
    }
    return [
        *cut("gif, cut", "art.gif", whole, DAMAGED | BROKEN, (0.02, 0.5, 0.9)),
        *(Case("gif", f"{name}.gif", expected, content(make)) for name, (expected, make) in made.items()),
    ]
