"""Bad JPEGs (ISO 10918-1)."""

from __future__ import annotations

import struct
from functools import cache

from tests.hostile.image_cases.case import BROKEN, DAMAGED, FINE, OTHER_FORMAT, TOO_LARGE, TORN, Case, content
from tests.hostile.image_cases.good import cut, flipped, picture

END = b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@cache
def baseline() -> bytes:
    return picture("jpeg", quality=90)


@cache
def progressive() -> bytes:
    return picture("jpeg", quality=90, progressive=True)


def with_sides(data: bytes, width: int, height: int) -> bytes:
    """Return `data` whose frame header (B.2.2) says another size."""
    at = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def tables(data: bytes) -> bytes:
    """Return all of `data` up to its first scan."""
    return data[: data.index(b"\xff\xda")]


def scan_bomb(side: int, scans: int) -> bytes:
    """Return a progressive picture of one grey whose coefficients come in `scans` scans of a few bytes each.

    A run of up to 32,767 blocks without any takes 4 + 14 bits (G.1.2.2): each scan sweeps all for nothing.
    """
    blocks = (-(-side // 8)) ** 2
    frame = segment(0xC2, struct.pack(">BHHB", 8, side, side, 1) + b"\1\x11\0")
    start = b"\xff\xd8" + segment(0xDB, b"\0" + b"\1" * 64) + frame
    start += segment(0xC4, b"\0" + bytes([1] + [0] * 15) + b"\0")
    start += segment(0xC4, b"\x10" + bytes([0, 0, 0, 15] + [0] * 12) + bytes(range(0, 0xF0, 0x10)))
    levels = segment(0xDA, struct.pack(">6B", 1, 1, 0, 0, 0, 0)) + bytes(-(-blocks // 8))
    return (
        start
        + levels
        + (segment(0xDA, struct.pack(">6B", 1, 1, 0, 1, 63, 0)) + empty_runs(blocks)) * scans
        + END
    )


def empty_runs(blocks: int) -> bytes:
    bits = ""
    while blocks:
        category = min(blocks, 32_767).bit_length() - 1
        run = min(blocks, (2 << category) - 1)
        bits += f"{category:04b}" + (f"{run - (1 << category):0{category}b}" if category else "")
        blocks -= run
    bits += "1" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


def cases() -> list[Case]:
    whole, slow = baseline(), progressive()
    scan = whole.index(b"\xff\xda")
    made = {
        "its two first bytes alone": (OTHER_FORMAT, lambda: whole[:2]),
        "end at once": (BROKEN | DAMAGED, lambda: b"\xff\xd8" + END),
        "tables and no scan": (BROKEN | DAMAGED, lambda: tables(whole) + END),
        "cut before its scan": (BROKEN | DAMAGED, lambda: tables(whole)),
        "cut before its last 2 bytes": (DAMAGED, lambda: whole[:-2]),
        "cut, and the end put back": (TORN | DAMAGED, lambda: whole[: len(whole) // 2] + END),
        "cut, with a small picture of itself in front": (
            DAMAGED,
            lambda: whole[:2] + segment(0xE1, b"Exif\0\0" + picture("jpeg", quality=5)) + whole[2:-400],
        ),
        "flipped in its frame header": (
            BROKEN | DAMAGED | TORN | TOO_LARGE,
            lambda: flipped(whole, whole.index(b"\xff\xc0") + 4),
        ),
        "flipped in its code tables": (
            BROKEN | DAMAGED | TORN,
            lambda: flipped(whole, whole.index(b"\xff\xc4") + 6),
        ),
        "pixels with markers in them": (
            TORN | DAMAGED,
            lambda: whole[: scan + 900] + b"\xff\x33" * 40 + whole[scan + 980 :],
        ),
        "noise in place of its pixels": (
            TORN | DAMAGED,
            lambda: whole[: scan + 700] + bytes(range(200)) * 9 + END,
        ),
        "65,500 x 65,500": (TOO_LARGE, lambda: with_sides(whole, 65_500, 65_500)),
        "50,000 x 50,000": (BROKEN, lambda: with_sides(whole, 50_000, 50_000)),
        "progressive 50,000 x 50,000": (BROKEN | TOO_LARGE, lambda: with_sides(slow, 50_000, 50_000)),
        "width zero": (BROKEN, lambda: with_sides(whole, 0, 90)),
        "height zero": (BROKEN, lambda: with_sides(whole, 120, 0)),
        "higher than it is": (TORN | DAMAGED, lambda: with_sides(whole, 120, 900)),
        "segment longer than the file": (
            BROKEN | DAMAGED,
            lambda: whole[:2] + b"\xff\xe1\xff\xff" + whole[2:900],
        ),
        "segment of length 0": (FINE, lambda: whole[:2] + b"\xff\xe1\0\0" + whole[2:]),
        "2,000 scans of 2,048 px": (frozenset({"designs.too-complex"}), lambda: scan_bomb(2_048, 2_000)),
        "20,000 scans of 512 px": (frozenset({"designs.too-complex"}), lambda: scan_bomb(512, 20_000)),
        "500 scans of 20,000 px": (frozenset({"designs.too-complex"}), lambda: scan_bomb(20_000, 500)),
        "60,000 comments": (FINE, lambda: whole[:2] + segment(0xFE, b"") * 60_000 + whole[2:]),
        "2 million fill bytes": (FINE, lambda: whole[:2] + b"\xff" * 2_000_000 + whole[2:]),
        "3 MB behind its end": (FINE, lambda: whole + b"\xa7" * 3_000_000),
        "arithmetic coding, or so it says": (
            BROKEN | TORN | FINE,
            lambda: whole.replace(b"\xff\xc0", b"\xff\xc9"),
        ),
        "profile of 255 pieces, most of them missing": (
            FINE,
            lambda: whole[:2] + segment(0xE2, b"ICC_PROFILE\0\1\xff" + bytes(60_000)) + whole[2:],
        ),
        "endless EXIF directory": (
            FINE,
            lambda: whole[:2] + segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\0\0\x08\0\0\0") + whole[2:],
        ),
    }
    return [
        *cut("jpeg, cut", "baseline.jpg", whole, DAMAGED | BROKEN, (0.02, 0.1, 0.5, 0.9)),
        *cut("jpeg, cut", "progressive.jpg", slow, DAMAGED | BROKEN, (0.1, 0.5, 0.9)),
        *(Case("jpeg", f"{name}.jpg", expected, content(make)) for name, (expected, make) in made.items()),
    ]
