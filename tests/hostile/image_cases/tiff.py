"""Bad TIFFs (TIFF 6.0) and BigTIFFs."""

from __future__ import annotations

import struct

from tests.hostile.image_cases.case import BROKEN, DAMAGED, FINE, TOO_LARGE, TORN, Case, content
from tests.hostile.image_cases.good import HEIGHT, WIDTH, flipped, picture

SHORT, LONG, LONG8 = 3, 4, 16


def plain(**changed: tuple[int, int, int]) -> dict[int, tuple[int, int, int]]:
    """Return the tags of a grey picture of one uncompressed strip at 8, each (type, count, value)."""
    tags = {
        256: (LONG, 1, WIDTH),
        257: (LONG, 1, HEIGHT),
        258: (SHORT, 1, 8),
        259: (SHORT, 1, 1),
        262: (SHORT, 1, 1),
        273: (LONG, 1, 8),
        277: (SHORT, 1, 1),
        278: (LONG, 1, HEIGHT),
        279: (LONG, 1, WIDTH * HEIGHT),
    }
    return tags | {int(number.removeprefix("t")): value for number, value in changed.items()}


def directory(tags: dict[int, tuple[int, int, int]], after: int = 0) -> bytes:
    entries = b"".join(struct.pack("<HHII", number, *tags[number]) for number in sorted(tags))
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", after)


def tiff(
    tags: dict[int, tuple[int, int, int]], body: bytes = b"\x60" * (WIDTH * HEIGHT), after: int = 0
) -> bytes:
    """Return a file whose pixels lie at 8 and whose directory comes behind them."""
    body += b"\0" * (len(body) % 2)
    return b"II*\0" + struct.pack("<I", 8 + len(body)) + body + directory(tags, after)


def big_tiff(entries: int, body: bytes) -> bytes:
    return b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, entries) + body


def loop() -> bytes:
    at = 8 + WIDTH * HEIGHT
    return tiff(plain(), after=at)


def chain(count: int) -> bytes:
    """Return a picture and `count` more directories behind it."""
    start = 8 + WIDTH * HEIGHT
    length = len(directory(plain()))
    return tiff(plain(), after=start + length) + b"".join(
        directory(plain(), start + (number + 2) * length if number + 1 < count else 0)
        for number in range(count)
    )


def fat_tags() -> bytes:
    """Return a picture whose tags all point to the same million values."""
    fat = {number: (LONG, 1 << 20, 8) for number in range(256, 285) if number not in plain()}
    return tiff(plain() | fat | {273: (LONG, 1 << 20, 8), 279: (LONG, 1 << 20, 8)}, bytes(4 << 20))


def cases() -> list[Case]:
    lzw = picture("tiff", compression="tiff_lzw")
    raw = picture("tiff")
    made = {
        "cut in its header": (BROKEN, lambda: lzw[:6]),
        "LZW, cut at half": (BROKEN | DAMAGED, lambda: lzw[: len(lzw) // 2]),
        "pixels cut, directory whole": (DAMAGED, lambda: directory_first(WIDTH * HEIGHT // 2)),
        "last 3 bytes cut, directory whole": (DAMAGED, lambda: directory_first(WIDTH * HEIGHT - 3)),
        "no pixels, directory whole": (BROKEN | DAMAGED, lambda: directory_first(0)),
        "uncompressed, cut at 90 %": (BROKEN | DAMAGED, lambda: raw[: len(raw) * 9 // 10]),
        "flipped in its LZW": (TORN | FINE, lambda: flipped(lzw, 200, 60)),
        "flipped in its offset": (BROKEN, lambda: flipped(lzw, 7)),
        "directory past its end": (BROKEN, lambda: b"II*\0\xff\xff\xff\x7f" + bytes(2_000)),
        "directory at 0": (BROKEN, lambda: b"II*\0\0\0\0\0" + bytes(2_000)),
        "directory of no tags": (BROKEN, lambda: tiff({})),
        "directory that leads to itself": (FINE | BROKEN, loop),
        "20,000 directories": (FINE | BROKEN, lambda: chain(20_000)),
        "65,535 tags": (BROKEN, lambda: b"II*\0\x08\0\0\0\xff\xff" + bytes(12 * 65_535)),
        "29 tags of a million values": (BROKEN | DAMAGED, fat_tags),
        "4 billion strips": (BROKEN | TORN, lambda: tiff(plain(t273=(LONG, 2**32 - 1, 8)))),
        "strips of no bytes": (FINE | TORN | DAMAGED, lambda: tiff(plain(t279=(LONG, 1, 0)))),
        "deflated strip of no bytes": (
            TORN | DAMAGED | BROKEN,
            lambda: tiff(plain(t279=(LONG, 1, 0), t259=(SHORT, 1, 8))),
        ),
        "strip past its end": (DAMAGED, lambda: tiff(plain(t273=(LONG, 1, 1 << 30)))),
        "100,000 x 100,000": (
            TOO_LARGE,
            lambda: tiff(plain(t256=(LONG, 1, 100_000), t257=(LONG, 1, 100_000))),
        ),
        "40,000 x 40,000 in one deflated strip": (
            BROKEN,
            lambda: tiff(
                plain(
                    t256=(LONG, 1, 40_000), t257=(LONG, 1, 40_000), t278=(LONG, 1, 40_000), t259=(SHORT, 1, 8)
                )
            ),
        ),
        "a tile of 65,536 x 16,384": (DAMAGED | TOO_LARGE | BROKEN | TORN, one_tile),
        "width zero": (BROKEN, lambda: tiff(plain(t256=(LONG, 1, 0)))),
        "0 bits": (BROKEN, lambda: tiff(plain(t258=(SHORT, 1, 0)))),
        "0 rows a strip": (FINE | BROKEN | DAMAGED, lambda: tiff(plain(t278=(LONG, 1, 0)))),
        "60,000 samples": (BROKEN | DAMAGED, lambda: tiff(plain(t277=(SHORT, 1, 60_000)))),
        "compression nobody knows": (
            BROKEN | frozenset({"designs.codec"}),
            lambda: tiff(plain(t259=(SHORT, 1, 9_999))),
        ),
        "JPEG inside that is none": (BROKEN | TORN, lambda: tiff(plain(t259=(SHORT, 1, 7)))),
        "BigTIFF of 2^63 tags": (BROKEN, lambda: big_tiff(1 << 63, bytes(4_000))),
        "BigTIFF of a million tags": (BROKEN, lambda: big_tiff(1_000_000, bytes(20_000_000))),
        "profile of 4 GB": (FINE | BROKEN, lambda: tiff(plain() | {34_675: (7, 2**32 - 1, 8)})),
    }
    return [Case("tiff", f"{name}.tif", expected, content(make)) for name, (expected, make) in made.items()]


def directory_first(body: int) -> bytes:
    """Return a picture whose directory stands before its pixels, of which `body` bytes are there."""
    length = len(directory(plain()))
    tags = directory(plain(t273=(LONG, 1, 8 + length)))
    return b"II*\0\x08\0\0\0" + tags + b"\x60" * body


def one_tile() -> bytes:
    tags = plain(t259=(SHORT, 1, 8)) | {
        322: (LONG, 1, 65_536),
        323: (LONG, 1, 16_384),
        324: (LONG, 1, 8),
        325: (LONG, 1, WIDTH * HEIGHT),
    }
    return tiff({number: value for number, value in tags.items() if number not in (273, 278, 279)})
