"""Artwork of every kind, and its pixels as a decoder of another make sees them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.model.design import Design, Rotation


def noise(width: int, height: int, bands: int = 4, seed: int = 1) -> np.ndarray:
    """Return random levels, shape (height, width, bands); with 4 bands some of it is transparent."""
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, bands), dtype=np.uint8)
    if bands == 4:
        pixels[: height // 3, : width // 2, 3] = 0
    return pixels


def cleared(pixels: np.ndarray) -> np.ndarray:
    """Return RGBA `pixels` with no colour where nothing shows."""
    return np.where(pixels[..., 3:] == 0, 0, pixels).astype(np.uint8)


def opaque(rgb: np.ndarray) -> np.ndarray:
    """Return RGB or grey levels as RGBA."""
    rgb = np.stack([rgb] * 3, -1) if rgb.ndim == 2 else rgb
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])


def far(a: np.ndarray, b: np.ndarray) -> int:
    """Return the largest difference of two pictures of one shape."""
    assert a.shape == b.shape
    return int(np.abs(a.astype(int) - b.astype(int)).max())


Reader = Callable[..., np.ndarray]


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Decode a design to one array, checking what every strip has to be; its own size unless told."""

    def run(
        source: Path | Design, width: int | None = None, height: int | None = None, rotation: Rotation = 0
    ) -> np.ndarray:
        design = source if isinstance(source, Design) else probe(source)
        size = width or design.width_px, height or design.height_px
        scratch = tmp_path / "scratch.turn"
        strips = list(decode(design, *size, rotation, scratch))
        box = size[::-1] if rotation % 180 else size
        assert all(strip.dtype == np.uint8 and strip.shape[1] == box[0] * 4 for strip in strips)
        pixels = np.concatenate(strips).reshape(-1, box[0], 4)
        assert len(pixels) == box[1]
        return pixels

    return run


def save(path: Path, pixels: np.ndarray, **options: object) -> Path:
    """Write `pixels` with Pillow."""
    Image.fromarray(pixels).save(path, **options)
    return path


def profile(space: bytes, name: str, tags: dict[bytes, bytes]) -> bytes:
    """Return an ICC profile, version 2, for a display (ICC.1:2001-04, 6)."""
    description = b"desc\0\0\0\0" + struct.pack(">I", len(name) + 1) + name.encode() + bytes(79)
    tags = {b"desc": description, b"cprt": b"text\0\0\0\0none\0", **tags}
    offset = 132 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for tag, data in tags.items():
        padded = data + bytes(-len(data) % 4)
        table += tag + struct.pack(">II", offset + len(body), len(data))
        body += padded
    head = struct.pack(">I4sI4s4s4s", offset + len(body), b"test", 0x02200000, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + _xyz(0.9642, 1, 0.8249)[8:]
    return head.ljust(128, b"\0") + table + body


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


def rgb_profile(name: str, gamma: float, *primaries: tuple[float, float, float]) -> bytes:
    """Return a matrix profile; `primaries` are the XYZ of red, green and blue."""
    tags = {b"wtpt": _xyz(0.9505, 1, 1.0891)}
    for colour, primary in zip((b"r", b"g", b"b"), primaries, strict=True):
        tags |= {colour + b"XYZ": _xyz(*primary), colour + b"TRC": _gamma(gamma)}
    return profile(b"RGB ", name, tags)


SRGB_PRIMARIES = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.7141)
ADOBE_PRIMARIES = (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)
ADOBE_LIKE = rgb_profile("A wide one", 2.2, *ADOBE_PRIMARIES)
LINEAR = rgb_profile("sRGB linear", 1.0, *SRGB_PRIMARIES)
GREY = profile(b"GRAY", "Grey, gamma 1.8", {b"wtpt": _xyz(0.9642, 1, 0.8249), b"kTRC": _gamma(1.8)})


def tiff(
    path: Path,
    width: int,
    height: int,
    *,
    samples: int = 4,
    photometric: int = 2,
    rows: int | None = None,
    separate: bool = False,
    big: bool = False,
    strip: bytes | None = None,
) -> Path:
    """Write a flat deflated TIFF by hand: what no writer at hand can make."""
    import zlib

    rows = rows or height
    assert height % rows == 0
    level = width * rows * (1 if separate else samples)
    block = strip if strip is not None else zlib.compress(bytes([90]) * level, 1)
    strips = height // rows * (samples if separate else 1)
    word, size = ("Q", 8) if big else ("I", 4)
    tags = {
        256: [width],
        257: [height],
        258: [8] * samples,
        259: [8],
        262: [photometric],
        273: [0],
        277: [samples],
    }
    tags |= {278: [rows], 279: [len(block)] * strips, 284: [2 if separate else 1]}
    if samples == 4:
        tags[338] = [2]
    start = 16 if big else 8
    tags[273] = [start + i * len(block) for i in range(strips)]
    with path.open("wb") as file:
        file.write(bytes(start) + block * strips)
        entries = b""
        for tag, values in sorted(tags.items()):
            wide = tag in (256, 257, 273, 278, 279)
            data = struct.pack(f"<{len(values)}{word if wide else 'H'}", *values)
            if len(data) > size:
                data, out = struct.pack(f"<{word}", file.tell()), data
                file.write(out + bytes(-len(out) % 8))
            kind = (16 if big else 4) if wide else 3
            entries += struct.pack(f"<HH{word}", tag, kind, len(values)) + data.ljust(size, b"\0")
        directory = file.tell()
        file.write(struct.pack("<Q" if big else "<H", len(tags)) + entries + bytes(size))
        file.seek(0)
        file.write(
            b"II+\0\x08\0\0\0" + struct.pack("<Q", directory)
            if big
            else b"II*\0" + struct.pack("<I", directory)
        )
    return path


def plain_tiff(path: Path, pixels: np.ndarray, extra: list[int]) -> None:
    """Write an uncompressed RGB TIFF whose samples after the third are the `extra` kinds."""
    height, width, samples = pixels.shape
    data = pixels.tobytes()
    inks = struct.pack(f"<{len(extra)}H", *extra)
    bits = struct.pack(f"<{samples}H", *[8] * samples)
    tags = [
        (256, 4, 1, struct.pack("<I", width)),
        (257, 4, 1, struct.pack("<I", height)),
        (258, 3, samples, struct.pack("<I", 8)),
        (259, 3, 1, struct.pack("<I", 1)),
        (262, 3, 1, struct.pack("<I", 2)),
        (273, 4, 1, struct.pack("<I", 8 + len(bits))),
        (277, 3, 1, struct.pack("<I", samples)),
        (278, 4, 1, struct.pack("<I", height)),
        (279, 4, 1, struct.pack("<I", len(data))),
        (338, 3, len(extra), inks.ljust(4, b"\0")),
    ]
    directory = 8 + len(bits) + len(data) + len(data) % 2
    with path.open("wb") as file:
        file.write(b"II*\0" + struct.pack("<I", directory) + bits + data + bytes(len(data) % 2))
        file.write(struct.pack("<H", len(tags)))
        for number, kind, count, value in tags:
            file.write(struct.pack("<HHI", number, kind, count) + value)
        file.write(bytes(4))
