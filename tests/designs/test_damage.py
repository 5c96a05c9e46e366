"""Damage that the structure of a file tells, and what can be read of it all the same."""

import struct
import threading
import zlib

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.probe import content_key, probe
from gangsheet_studio.designs.structure.content import read_content
from gangsheet_studio.errors import RefusedInputError


@pytest.fixture
def grain():
    return np.random.default_rng(3).integers(0, 256, (120, 90, 3), np.uint8)


def saved(path, pixels, **options):
    Image.fromarray(pixels).save(path, **options)
    return path


def chunks(data):
    """Return the chunks of a PNG as [kind, content] pairs."""
    at, found = 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append([data[at + 4 : at + 8], data[at + 8 : at + 8 + length]])
        at += length + 12
    return found


def joined(parts, wrong=None):
    body = b"\x89PNG\r\n\x1a\n"
    for number, (kind, content) in enumerate(parts):
        crc = zlib.crc32(kind + content) ^ (number == wrong)
        body += struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)
    return body


def damage(path, kind="png"):
    return read_content(path, kind).damage


def rows(path, *, lenient=False):
    design = probe(path)
    size = design.width_px, design.height_px
    return list(decode(design, *size, 0, path.with_suffix(".turn"), threading.Event(), lenient=lenient))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.png", {}),
        ("a.jpg", {}),
        ("a.jpg", {"progressive": True}),
        ("a.webp", {"lossless": True}),
        ("a.tif", {"compression": "tiff_lzw"}),
        ("a.gif", {}),
        ("a.avif", {}),
    ],
)
def test_good_files_are_not_damaged(tmp_path, grain, name, options):
    path = saved(tmp_path / name, grain, **options)
    design = probe(path)
    assert design.damage == "" and design.key == content_key(path)
    assert sum(len(strip) for strip in rows(path)) == 120


def test_what_stands_after_the_end_harms_nobody(tmp_path, grain):
    for name in ("a.png", "a.jpg", "a.webp"):
        path = saved(tmp_path / name, grain)
        path.write_bytes(path.read_bytes() + b"\0" * 500)
        assert probe(path).damage == ""


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_a_file_cut_anywhere_is_refused_or_damaged(tmp_path, grain, name):
    data = saved(tmp_path / name, grain).read_bytes()
    cut = tmp_path / f"cut{name}"
    for length in range(0, len(data) - 2, max(1, len(data) // 60)):
        cut.write_bytes(data[:length])
        try:
            assert probe(cut).damage == "ends before its last row"
        except RefusedInputError as refusal:
            assert "cut" in str(refusal)


def test_a_flipped_byte_anywhere_in_a_png_is_found(tmp_path, grain):
    data = bytearray(saved(tmp_path / "a.png", grain).read_bytes())
    for at in range(8, len(data), 97):
        data[at] ^= 0x10
        (tmp_path / "b.png").write_bytes(data)
        data[at] ^= 0x10
        try:
            assert probe(tmp_path / "b.png").damage
        except RefusedInputError as refusal:
            assert "b.png" in str(refusal)


def test_each_piece_has_its_place_and_its_checksum(tmp_path, grain):
    path = tmp_path / "a.png"
    header, *pixels, end = chunks(saved(path, grain).read_bytes())
    half = len(pixels[0][1]) // 2
    first, second = [b"IDAT", pixels[0][1][:half]], [b"IDAT", pixels[0][1][half:]]
    text = [b"tEXt", b"Title\0Night"]
    cases = {
        "": [header, text, first, second, end],
        "has a wrong checksum in it": [header, first, second, end],
        "has its pieces in a wrong order": [header, first, text, second, end],
        "does not begin with its header": [text, header, first, second, end],
        "has no pixels in it": [header, text, end],
        "ends before its last row": [header, first, second],
        "has a piece in it that is no part of a PNG": [header, first, [b"ID\0T", b""], end],
    }
    for expected, parts in cases.items():
        path.write_bytes(joined(parts, wrong=2 if "checksum" in expected else None))
        assert damage(path) == expected
    path.write_bytes(joined([header, text, first, second, end], wrong=1))
    assert damage(path) == ""  # of a piece that no decoder needs


def test_what_can_be_read_of_a_cut_file_comes_leniently(tmp_path, grain):
    path = saved(tmp_path / "a.png", grain)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(RefusedInputError, match="can't be read"):
        rows(path)
    pixels = np.concatenate(rows(path, lenient=True)).reshape(120, 90, 4)
    first = int(np.argmin(pixels.any(axis=(1, 2))))
    assert 16 <= first <= 60 and not pixels[first:].any()
    assert np.array_equal(pixels[:first, :, :3], grain[:first])


def test_a_jpeg_with_damaged_pixels_is_refused_unless_what_there_is_is_wanted(tmp_path, grain):
    path = saved(tmp_path / "a.jpg", grain, quality=95)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xff\x33" * 20
    path.write_bytes(data)
    with pytest.raises(RefusedInputError, match=r"a\.jpg") as caught:
        rows(path)
    assert [problem.id for problem in caught.value.problems] == ["designs.damaged"]
    assert sum(len(strip) for strip in rows(path, lenient=True)) == 120
