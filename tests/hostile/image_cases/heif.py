"""Bad AVIFs (ISO/IEC 14496-12 and 23008-12)."""

from __future__ import annotations

import struct

from tests.hostile.image_cases.case import BROKEN, DAMAGED, FINE, TOO_LARGE, TORN, UNREADABLE, Case, content
from tests.hostile.image_cases.good import animation, cut, flipped, picture


def with_sides(data: bytes, width: int, height: int) -> bytes:
    """Return `data` whose spatial extents (`ispe`) say another size."""
    at = data.index(b"ispe") + 8
    return data[:at] + struct.pack(">II", width, height) + data[at + 8 :]


def with_box_length(data: bytes, box: bytes, length: int) -> bytes:
    at = data.index(box)
    return data[: at - 4] + struct.pack(">I", length) + data[at:]


def many_boxes(count: int) -> bytes:
    whole = picture("avif")
    return whole + b"\0\0\0\x08free" * count


def nested_boxes(depth: int) -> bytes:
    whole = picture("avif")
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", len(inner) + 8) + b"dinf" + inner
    return whole + inner


def cases() -> list[Case]:
    whole = picture("avif")
    made = {
        "its first box alone": (BROKEN | DAMAGED, lambda: whole[:32]),
        "flipped in its meta box": (BROKEN | DAMAGED | TORN, lambda: flipped(whole, 60, 30)),
        "flipped in its pixels": (TORN | UNREADABLE | FINE, lambda: flipped(whole, len(whole) - 400, 60)),
        "says 60,000 x 60,000": (
            BROKEN | TOO_LARGE | TORN | DAMAGED,
            lambda: with_sides(whole, 60_000, 60_000),
        ),
        "says 12,000 x 12,000": (FINE, lambda: with_sides(whole, 12_000, 12_000)),
        "says 0 x 0": (BROKEN | FINE | TORN, lambda: with_sides(whole, 0, 0)),
        "meta box of 2 GB": (BROKEN | DAMAGED, lambda: with_box_length(whole, b"meta", 2**31)),
        "meta box of 4 bytes": (BROKEN | DAMAGED, lambda: with_box_length(whole, b"meta", 4)),
        "a million boxes": (
            FINE | BROKEN | frozenset({"designs.too-complex"}),
            lambda: many_boxes(1_000_000),
        ),
        "5,000 boxes in each other": (FINE | BROKEN, lambda: nested_boxes(5_000)),
        "animated": (FINE, lambda: animation("avif", 10, side=64)),
    }
    return [
        *cut("heif, cut", "art.avif", whole, BROKEN, (0.02, 0.1, 0.5, 0.9)),
        *(Case("heif", f"{name}.avif", expected, content(make)) for name, (expected, make) in made.items()),
    ]
