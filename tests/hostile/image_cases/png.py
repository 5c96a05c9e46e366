"""Bad PNGs (PNG specification, third edition)."""

from __future__ import annotations

import struct
import zlib

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
from tests.hostile.image_cases.good import HEIGHT, WIDTH, animation, cut, flipped, picture

SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = (b"IEND", b"")
GIGABYTE = 1 << 30


def png(*chunks: tuple[bytes, bytes], wrong: int = -1) -> bytes:
    """Return a file of `chunks`, the one numbered `wrong` with another checksum."""
    data = SIGNATURE
    for number, (kind, body) in enumerate(chunks):
        crc = zlib.crc32(kind + body) ^ (number == wrong)
        data += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)
    return data


def header(
    width: int = WIDTH, height: int = HEIGHT, bits: int = 8, colour: int = 2, interlace: int = 0
) -> tuple:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlace)


def pixels(rows: int = HEIGHT, row_bytes: int = WIDTH * 3) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress((b"\0" + b"\x50" * row_bytes) * rows)


def deflated_zeros(count: int = 4 * GIGABYTE) -> bytes:
    """Return so many zeros, a multiple of 16 MB, deflated to some thousandth of it (RFC 1950 and 1951)."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">HH", count % 65_521, 1)
    return b"\x78\xda" + block * (count >> 24) + b"\x03\x00" + checksum


def split(body: bytes) -> tuple[tuple[bytes, bytes], tuple[bytes, bytes]]:
    half = len(body) // 2
    return (b"IDAT", body[:half]), (b"IDAT", body[half:])


def text_bomb() -> bytes:
    return png(header(), (b"zTXt", b"Comment\0\0" + deflated_zeros()), pixels(), END)


def international_text_bomb() -> bytes:
    return png(header(), (b"iTXt", b"Comment\0\1\0\0\0" + deflated_zeros()), pixels(), END)


def profile_bomb() -> bytes:
    return png(header(), (b"iCCP", b"sRGB\0\0" + deflated_zeros()), pixels(), END)


def many_small_bombs() -> bytes:
    bomb = b"zTXt", b"Comment\0\0" + deflated_zeros(1 << 26)
    return png(header(), *[bomb] * 60, pixels(), END)


def late_text_bomb() -> bytes:
    return png(header(), pixels(), (b"zTXt", b"Comment\0\0" + deflated_zeros()), END)


def many_chunks(count: int, at_end: bool = False) -> bytes:
    empty = b"\0\0\0\0teXt" + struct.pack(">I", zlib.crc32(b"teXt"))
    start, rest = png(header()), png(pixels(), END)[8:]
    return (
        start + empty * count + rest if not at_end else png(header(), pixels()) + empty * count + png(END)[8:]
    )


def many_texts() -> bytes:
    one = png((b"tEXt", b"Comment\0x"))[8:]
    return png(header()) + one * 200_000 + png(pixels(), END)[8:]


def empty_pixels(count: int) -> bytes:
    empty = b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    return png(header()) + empty * count + png(pixels(), END)[8:]


def cases() -> list[Case]:
    whole = picture("png")
    body = pixels()[1]
    first, second = split(body)
    text = b"tEXt", b"Title\0Night"
    made = {
        "flipped in the header": (BROKEN | DAMAGED, lambda: flipped(whole, 18)),
        "flipped in the middle": (DAMAGED, lambda: flipped(whole, len(whole) // 2)),
        "flipped near the end": (DAMAGED, lambda: flipped(whole, len(whole) - 30)),
        "flipped in the checksum of its end": (DAMAGED, lambda: flipped(whole, len(whole) - 1)),
        "wrong checksum of pixels": (DAMAGED, lambda: png(header(), pixels(), END, wrong=1)),
        "wrong checksum of a text": (FINE, lambda: png(header(), text, pixels(), END, wrong=1)),
        "pixels before the header": (BROKEN | DAMAGED, lambda: png(pixels(), header(), END)),
        "text between pixels": (DAMAGED, lambda: png(header(), first, text, second, END)),
        "two headers": (BROKEN | DAMAGED, lambda: png(header(), header(), pixels(), END)),
        "palette after pixels": (BROKEN | DAMAGED, lambda: png(header(), pixels(), (b"PLTE", bytes(9)), END)),
        "palette missing": (BROKEN | DAMAGED, lambda: png(header(colour=3), pixels(HEIGHT, WIDTH), END)),
        "palette of 300 colours": (
            BROKEN | DAMAGED,
            lambda: png(header(colour=3), (b"PLTE", bytes(900)), pixels(HEIGHT, WIDTH), END),
        ),
        "no pixels": (BROKEN | DAMAGED, lambda: png(header(), END)),
        "no end": (DAMAGED, lambda: png(header(), pixels())),
        "fewer rows than it says": (TORN, lambda: png(header(), pixels(HEIGHT // 2), END)),
        "more rows than it says": (FINE | TORN, lambda: png(header(), pixels(HEIGHT * 2), END)),
        "pixels that are no deflate": (UNREADABLE, lambda: png(header(), (b"IDAT", b"x" * 900), END)),
        "a filter that does not exist": (
            UNREADABLE,
            lambda: png(header(), (b"IDAT", zlib.compress((b"\x09" + bytes(WIDTH * 3)) * HEIGHT)), END),
        ),
        "width zero": (BROKEN, lambda: png(header(width=0), pixels(), END)),
        "height zero": (BROKEN, lambda: png(header(height=0), pixels(), END)),
        "0 bits": (BROKEN, lambda: png(header(bits=0), pixels(), END)),
        "3 bits": (BROKEN, lambda: png(header(bits=3), pixels(), END)),
        "colour type 7": (BROKEN, lambda: png(header(colour=7), pixels(), END)),
        "interlace 9": (BROKEN, lambda: png(header(interlace=9), pixels(), END)),
        "a chunk of 4 GB": (BROKEN, lambda: png(header()) + b"\xff\xff\xff\xffIDAT" + bytes(500)),
        "sides of 2^31": (BROKEN | TOO_LARGE, lambda: png(header(2**31 - 1, 2**31 - 1), pixels(), END)),
        "65,000 x 65,000 in 1 KB": (TOO_LARGE, lambda: png(header(65_000, 65_000), pixels(), END)),
        "40,000 x 40,000 in 1 KB": (BROKEN, lambda: png(header(40_000, 40_000), pixels(), END)),
        "interlaced 40,000 x 40,000 in 1 KB": (
            BROKEN | TOO_LARGE,
            lambda: png(header(40_000, 40_000, interlace=1), pixels(), END),
        ),
        "zTXt of 4 GB": (FINE, text_bomb),
        "zTXt of 4 GB after the pixels": (FINE, late_text_bomb),
        "iTXt of 4 GB": (FINE, international_text_bomb),
        "iCCP of 4 GB": (FINE, profile_bomb),
        "60 zTXt of 64 MB": (frozenset({"designs.too-complex"}), many_small_bombs),
        "a million empty chunks": (frozenset({"designs.too-complex"}), lambda: many_chunks(1_000_000)),
        "a million empty chunks at the end": (
            frozenset({"designs.too-complex"}),
            lambda: many_chunks(1_000_000, at_end=True),
        ),
        "200,000 texts": (frozenset({"designs.too-complex"}), many_texts),
        "500,000 empty pieces of pixels": (
            frozenset({"designs.too-complex"}),
            lambda: empty_pixels(500_000),
        ),
        "animated": (FINE, lambda: animation("png", 30)),
    }
    return [
        Case("png, cut", "in its signature.png", OTHER_FORMAT, content(lambda: whole[:5])),
        Case("png, cut", "in its header.png", BROKEN | DAMAGED, content(lambda: whole[:20])),
        Case("png, cut", "behind its header.png", BROKEN | DAMAGED, content(lambda: whole[:33])),
        *cut("png, cut", "pixels.png", whole, DAMAGED, (0.5, 0.9)),
        Case("png, cut", "before its last byte.png", DAMAGED, content(lambda: whole[:-1])),
        *(Case("png", f"{name}.png", expected, content(make)) for name, (expected, make) in made.items()),
    ]
