"""TIFF sheets have exactly the pixels of pasting, whoever reads them, and tags that say what they are."""

from __future__ import annotations

import struct
import threading
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pytest
import pyvips
import tifffile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangsheet_studio.errors import VerificationError
from gangsheet_studio.model.layout import Part
from gangsheet_studio.resources import resource
from gangsheet_studio.sheets.atomic import AtomicFile
from gangsheet_studio.sheets.painter import paint
from gangsheet_studio.sheets.tiff.brush import TiffBrush
from gangsheet_studio.sheets.tiff.codec import codec_for
from gangsheet_studio.sheets.tiff.rows import encode_rows
from gangsheet_studio.sheets.tiff.spot import spot_resources
from gangsheet_studio.sheets.tiff.tags import CLASSIC_BYTES, Sheet
from gangsheet_studio.sheets.tiff.verify import Witness, verify_tiff
from gangsheet_studio.sheets.tiff.writer import TiffWriter, WrittenTiff
from tests.sheets.conftest import Shelf
from tests.sheets.test_painter import LAYOUTS, PICTURES, box, pasted

COMPRESSIONS = ("lzw", "deflate", "none")


@dataclass
class Made:
    path: Path
    part: Part
    compression: str
    written: WrittenTiff
    witnesses: list[Witness]

    def verify(self) -> None:
        codec = codec_for(self.compression)
        name, never = self.path.name, threading.Event()
        verify_tiff(self.path, name, self.part, 4, codec, self.written, self.witnesses, never)


def rows_of(pixels, codec, scratch, keep):
    height, width = pixels.shape[:2]
    strips = [pixels.reshape(height, -1)[top : top + 3] for top in range(0, height, 3)]
    bare, never = bytes(pixels.shape[2]), threading.Event()
    return encode_rows(strips, width, height, codec, keep=keep, scratch=scratch, cancel=never, bare=bare)


@pytest.fixture
def make(tmp_path):
    """Paint placements of PICTURES on a TIFF sheet."""

    def run(placements, compression="lzw", size=(140, 60), band_rows=7, keep=1 << 20, limit=CLASSIC_BYTES):
        codec = codec_for(compression)
        width, height = size
        part = Part(number=1, width_px=width, height_px=height, placements=tuple(placements))
        shelf = Shelf({key: rows_of(p, codec, tmp_path / key, keep) for key, p in PICTURES.items()})
        path = tmp_path / "sheet.tif"
        sheet = Sheet(
            width_px=width,
            height_px=height,
            dpi=400,
            compression=codec.compression,
            predictor=2 if codec.predicts else 1,
            extra_samples=(2,),
            profile=resource("srgb.icc").read_bytes(),
            software="Gangsheet Studio",
        )
        with AtomicFile(path) as file:
            writer = TiffWriter(file, sheet, limit)
            brush = TiffBrush(part, writer, codec, bytes(4))
            never = threading.Event()
            paint(part, shelf, brush, band_rows=lambda: band_rows, on_row=lambda _: None, cancel=never)
            written = writer.finish()
            file.commit()
        assert sorted(shelf.given_back, key=str) == sorted(placements, key=str)
        return Made(path, part, compression, written, brush.witnesses)

    return run


def by_libtiff(path):
    return pyvips.Image.new_from_buffer(path.read_bytes(), "").numpy()  # it remembers files by their names


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("keep", [0, 1 << 20], ids=["scratch", "memory"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_pixels_are_those_of_pasting(make, name, keep, compression):
    made = make(LAYOUTS[name], compression, keep=keep)
    made.verify()
    expected = pasted(140, 60, PICTURES, LAYOUTS[name])
    assert np.array_equal(by_libtiff(made.path), expected)
    assert np.array_equal(tifffile.imread(made.path), expected)
    assert made.path.stat().st_size == made.written.bytes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), compression=st.sampled_from(COMPRESSIONS))
def test_any_layout(make, data, compression):
    placements = []
    for copy, key in enumerate(data.draw(st.lists(st.sampled_from(sorted(PICTURES)), max_size=6)), 1):
        height, width = PICTURES[key].shape[:2]
        x, y = data.draw(st.integers(0, 50 - width)), data.draw(st.integers(0, 40 - height))
        placements.append(box(key, x, y, copy))
    made = make(placements, compression, size=(50, 40), band_rows=data.draw(st.integers(1, 50)))
    made.verify()
    assert np.array_equal(by_libtiff(made.path), pasted(50, 40, PICTURES, placements))


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_tags_say_what_the_sheet_is(make, compression):
    made = make(LAYOUTS["apart"], compression)
    with tifffile.TiffFile(made.path) as file:
        (page,) = file.pages
        tags = {tag.name: tag.value for tag in page.tags}
        assert not file.is_bigtiff and page.is_contiguous is (compression == "none")
    assert tags["XResolution"] == tags["YResolution"] == (400, 1)
    assert (tags["ResolutionUnit"], tags["PhotometricInterpretation"], tags["PlanarConfiguration"]) == (
        2,
        2,
        1,
    )
    assert tags["Compression"] == {"lzw": 5, "deflate": 8, "none": 1}[compression]
    assert tags.get("Predictor") == (None if compression == "none" else 2)
    assert tuple(tags["ExtraSamples"]) == (2,)
    assert (tags["SamplesPerPixel"], tags["BitsPerSample"], tags["RowsPerStrip"]) == (4, (8, 8, 8, 8), 1)
    assert tags["InterColorProfile"] == resource("srgb.icc").read_bytes()
    assert "DateTime" not in tags


def test_the_same_sheet_has_the_same_bytes(make):
    first = make(LAYOUTS["overlapping"]).path.read_bytes()
    assert make(LAYOUTS["overlapping"]).path.read_bytes() == first


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_only_what_is_too_large_becomes_a_bigtiff(make, compression):
    small = make(LAYOUTS["apart"], compression)
    size = small.written.bytes
    assert not small.written.big and small.path.read_bytes()[:4] == b"II*\0"
    for limit, big in ((size + 1, False), (size, True)):
        made = make(LAYOUTS["apart"], compression, limit=limit)
        made.verify()
        assert made.written.big is big
        assert np.array_equal(by_libtiff(made.path), pasted(140, 60, PICTURES, LAYOUTS["apart"]))
        with tifffile.TiffFile(made.path) as file:
            assert file.is_bigtiff is big


def test_every_copy_alone_has_a_witness(make):
    assert sorted(each.number for each in make(LAYOUTS["apart"]).witnesses) == [0, 1, 2]


@pytest.mark.parametrize("compression", COMPRESSIONS)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_any_flipped_byte_is_found(make, compression, share):
    made = make(LAYOUTS["apart"], compression)
    data = bytearray(made.path.read_bytes())
    data[int(share * (len(data) - 1))] ^= 0x10
    made.path.write_bytes(data)
    with pytest.raises(VerificationError, match=r"sheet\.tif"):
        made.verify()


@pytest.mark.parametrize("left", [0, 7, 40, 400])
def test_a_cut_file_is_found(make, left):
    made = make(LAYOUTS["apart"])
    made.path.write_bytes(made.path.read_bytes()[:left])
    with pytest.raises(VerificationError):
        made.verify()


def test_a_copy_that_is_not_there_is_found(make):
    made = make(LAYOUTS["apart"])
    made.witnesses[0] = msgspec.structs.replace(made.witnesses[0], checksum=1)
    with pytest.raises(VerificationError, match=r"copy 1 of . at"):
        made.verify()


def test_the_name_of_a_spot_channel_is_in_its_resources():
    data, blocks = spot_resources("Spot 1"), {}
    while data:
        kind, number, _, size = struct.unpack(">4sHHI", data[:12])
        assert kind == b"8BIM"
        blocks[number], data = data[12 : 12 + size], data[12 + size + size % 2 :]
    assert blocks[1006] == b"\x0cTransparency\x06Spot 1"
    assert blocks[1045].endswith(struct.pack(">I", 7) + "Spot 1\0".encode("utf-16-be"))
    assert [blocks[1077][end] for end in (4 + 12, 4 + 25)] == [0, 2], "a mask, then a spot colour"
