"""Bad WebPs (WebP container specification)."""

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


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def extended(width: int, height: int, flags: int = 0) -> tuple[bytes, bytes]:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", bytes([flags, 0, 0, 0]) + sides


def frames(count: int, side: int) -> bytes:
    """Return an animation of `count` frames of `side` x `side` that all show the same colour."""
    sides = (side - 1).to_bytes(3, "little") * 2
    frame = bytes(6) + sides + (40).to_bytes(3, "little") + b"\0" + one_colour(side)[12:]
    return riff(extended(side, side, flags=2), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * count)


def one_colour(side: int) -> bytes:
    """Return a lossless picture of one colour: five codes of one symbol each, and not a bit a pixel."""
    bits = f"{side - 1:014b}"[::-1] * 2 + "0" + "000"  # sides, no alpha, version
    bits += "0" + "0" + "0"  # no transform, no cache, one group of codes
    bits += ("1" + "0" + "0" + "1") * 5  # simple code, one symbol, of one bit: 1
    bits += "0" * (-len(bits) % 8)
    packed = int(bits[::-1], 2).to_bytes(len(bits) // 8, "little")
    return riff((b"VP8L", b"\x2f" + packed))


def cases() -> list[Case]:
    whole, lossy = picture("webp", lossless=True), picture("webp", quality=80)
    image = whole[20:]
    made = {
        "its first 12 bytes alone": (BROKEN | DAMAGED, lambda: whole[:12]),
        "cut in its first chunk": (BROKEN | DAMAGED, lambda: whole[:24]),
        "flipped in its pixels": (TORN | FINE, lambda: flipped(whole, 300, 40)),
        "flipped in its head": (BROKEN | OTHER_FORMAT, lambda: flipped(whole, 13)),
        "length of 4 GB": (DAMAGED | BROKEN, lambda: whole[:4] + b"\xff\xff\xff\xff" + whole[8:]),
        "shorter inside than it says": (
            UNREADABLE,
            lambda: riff((b"VP8L", image[: len(image) // 2])),
        ),
        "canvas of 16,777,216": (
            BROKEN | TOO_LARGE,
            lambda: riff(extended(1 << 24, 1 << 24), (b"VP8L", image)),
        ),
        "canvas that is not its picture": (
            BROKEN | TORN,
            lambda: riff(extended(4_000, 4_000), (b"VP8L", image)),
        ),
        "no picture": (BROKEN, lambda: riff(extended(100, 100))),
        "16,383 x 16,383 of one colour": (FINE, lambda: one_colour(16_383)),
        "profile of 10 MB": (
            FINE,
            lambda: riff(extended(120, 90, flags=0x20), (b"ICCP", bytes(10_000_000)), (b"VP8L", image)),
        ),
        "animated": (FINE, lambda: animation("webp", 20)),
        "animated, 20,000 frames": (
            frozenset({"designs.too-complex"}),
            lambda: frames(20_000, 120),
        ),
        "animated, on 16,000 x 16,000": (
            FINE,
            lambda: frames(30, 16_000),
        ),
    }
    return [
        *cut("webp, cut", "lossless.webp", whole, BROKEN),
        *cut("webp, cut", "lossy.webp", lossy, BROKEN, (0.5, 0.9)),
        *(Case("webp", f"{name}.webp", expected, content(make)) for name, (expected, make) in made.items()),
    ]
