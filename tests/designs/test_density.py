"""The dpi of a picture is what its file says, and nothing where it says nothing."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PIL import Image

from gangsheet_studio.designs.density import density
from gangsheet_studio.designs.probe import probe
from tests.designs.conftest import noise, save

RGB = noise(8, 6, 3)
ORIENTATION, ACROSS, DOWN, UNIT = 274, 282, 283, 296


def exif(**tags: float) -> bytes:
    """Return an EXIF block with these of the tags above, as Pillow writes it."""
    block = Image.Exif()
    for name, value in tags.items():
        block[globals()[name]] = value
    return block.tobytes()


def plain(path: Path, kind: str, block: bytes) -> Path:
    """Write a picture whose EXIF is all that could state a dpi."""
    save(path, RGB, format=kind, exif=block)
    if kind == "jpeg":
        data = path.read_bytes()
        if data[2:4] == b"\xff\xe0":
            path.write_bytes(data[:2] + data[4 + struct.unpack(">H", data[4:6])[0] :])
        assert b"JFIF" not in path.read_bytes()
    return path


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "avif"])
@pytest.mark.parametrize(
    ("tags", "dpi"),
    [
        ({"ORIENTATION": 1}, None),
        ({"UNIT": 2}, None),
        ({"ACROSS": 300, "UNIT": 2}, None),
        ({"ACROSS": 300, "DOWN": 150, "UNIT": 1}, None),
        ({"ACROSS": 300, "DOWN": 150, "UNIT": 9}, None),
        ({"ACROSS": 300, "DOWN": 150}, (300, 150)),
        ({"ACROSS": 300, "DOWN": 150, "UNIT": 2}, (300, 150)),
        ({"ACROSS": 100, "DOWN": 50, "UNIT": 3, "ORIENTATION": 1}, (254, 127)),
        ({"ACROSS": 72, "DOWN": 72, "UNIT": 2}, (72, 72)),
    ],
)
def test_exif_says_only_what_was_written(
    tmp_path: Path, kind: str, tags: dict[str, float], dpi: tuple[float, float] | None
) -> None:
    assert probe(plain(tmp_path / "art", kind, exif(**tags))).dpi == dpi


class Opened:
    """Stands for an image that libvips opened, with this EXIF block."""

    def __init__(self, block: bytes) -> None:
        self.block = block

    def get_fields(self) -> list[str]:
        return ["exif-data"]

    def get(self, name: str) -> bytes:
        assert name == "exif-data"
        return self.block


def directory(order: str, offset: int = 8, count: int = 2, at: int = 34, bottom: int = 2) -> bytes:
    """Return an EXIF block of 300 dpi by hand, or with something wrong in it."""
    head = {"<": b"II*\0", ">": b"MM\0*"}[order] + struct.pack(order + "IH", offset, count)
    entries = b"".join(struct.pack(order + "HHII", tag, 5, 1, at) for tag in (ACROSS, DOWN))
    return head + entries + struct.pack(order + "II", 600, bottom)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("start", [b"", b"Exif\0\0"])
def test_both_byte_orders_with_and_without_a_start(order: str, start: bytes) -> None:
    assert density(Path(), "webp", Opened(start + directory(order))) == (300, 300)


@pytest.mark.parametrize("order", "<>")
def test_damaged_exif_says_nothing(order: str) -> None:
    whole = directory(order)
    damaged = [whole[:size] for size in range(len(whole))]
    far = (len(whole), 0x7FFFFFFF, 0xFFFFFFFF)
    damaged += [directory(order, offset=offset) for offset in far]
    damaged += [directory(order, at=at) for at in far]
    damaged += [directory(order, count=count) for count in (0, 1, 0xFFFF)]
    damaged += [directory(order, bottom=0), b"Exif\0\0Exif\0\0" + whole, whole.replace(b"*", b"+")]
    for block in damaged:
        assert density(Path(), "webp", Opened(block)) is None


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jfif(across: int, down: int, unit: int = 1) -> bytes:
    return segment(0xE0, b"JFIF\0\1\2" + struct.pack(">BHH", unit, across, down) + bytes(2))


def jpeg(path: Path, *before: bytes) -> Path:
    """Write a JPEG with these segments before its tables."""
    save(path, RGB, format="jpeg")
    data = path.read_bytes()
    tables = 4 + struct.unpack(">H", data[4:6])[0]
    path.write_bytes(data[:2] + b"".join(before) + data[tables:])
    return path


EXIF_72 = segment(0xE1, b"Exif\0\0" + exif(ACROSS=72, DOWN=72, UNIT=2).removeprefix(b"Exif\0\0"))


@pytest.mark.parametrize(
    "before",
    [
        [segment(0xFE, b"a comment")],
        [segment(0xFE, b"")],
        [EXIF_72],
        [segment(0xE0, b"JFXX\0\x13" + bytes(20)), segment(0xED, b"Photoshop 3.0\0")],
        [segment(0xE0, b"JFIF")],
        [segment(0xE2, bytes(65533))] * 255,
        [b"\xff" * 3],
        [segment(0xFE, jfif(7, 7))],
    ],
    ids=range(8),
)
def test_jfif_after_other_segments(tmp_path: Path, before: list[bytes]) -> None:
    assert probe(jpeg(tmp_path / "art", *before, jfif(300, 150))).dpi == (300, 150)


def test_exif_where_jfif_has_no_unit(tmp_path: Path) -> None:
    assert probe(jpeg(tmp_path / "art", EXIF_72, jfif(1, 1, unit=0))).dpi == (72, 72)


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"\xff",
        b"words" + jfif(300, 300),
        jfif(300, 300)[:12],
        segment(0xDA, b"pixels") + jfif(300, 300),
        b"\xff\xd9" + jfif(300, 300),
        b"\xff\xfe\0\0" * 100_000 + jfif(300, 300),
        b"\xff" * 1_000_000 + jfif(300, 300),
        b"\xff\xfe\xff\xff",
    ],
    ids=range(9),
)
def test_jfif_is_sought_only_among_the_headers(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "art"
    path.write_bytes(b"\xff\xd8" + before)
    assert density(path, "jpeg", Opened(b"")) is None
