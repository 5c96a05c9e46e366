"""Good files that look odd stay good; files that mean harm are refused before a library opens them."""

from __future__ import annotations

import base64
import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.designs import vips
from gangsheet_studio.designs.probe import content_key, probe
from gangsheet_studio.designs.structure.content import read_content
from gangsheet_studio.designs.structure.reader import Reader
from gangsheet_studio.designs.thumbnail import thumbnail
from gangsheet_studio.errors import RefusedInputError
from tests.designs.conftest import noise
from tests.hostile.image_cases import jpeg as bad_jpeg
from tests.hostile.image_cases import svg as bad_svg

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def photo(**options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(noise(90, 60, 3)).save(file, "jpeg", quality=92, **options)
    return file.getvalue()


def fresh(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "art"
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(RefusedInputError) as caught:
        probe(path)
    (problem,) = caught.value.problems
    return problem.id


JPEGS = {
    "as it is": photo(),
    "progressive": photo(progressive=True),
    "restarts": photo(restart_marker_blocks=3),
    "padded markers": photo().replace(b"\xff\xda", b"\xff\xff\xff\xda", 1),
    "a small picture in its EXIF": photo()[:2] + bad_jpeg.segment(0xE1, b"Exif\0\0" + photo()) + photo()[2:],
    "a second picture behind it": photo() + photo(progressive=True),
    "a cut picture behind it": photo() + photo()[:500],
    "zeros behind it": photo() + bytes(9_000_000),
    "noise behind it": photo() + np.random.default_rng(2).bytes(3_000_000),
    "a stray marker": photo()[:2] + b"\xff\x01" + photo()[2:],
    "two comments and a profile": photo(icc_profile=b"x" * 200_000, comment=b"by hand"),
}


@pytest.mark.parametrize("name", JPEGS)
def test_jpegs_as_cameras_and_programs_write_them(tmp_path: Path, name: str) -> None:
    path = fresh(tmp_path, JPEGS[name])
    design = probe(path)
    assert (design.damage, design.width_px) == ("", 90)
    assert design.key == content_key(path)
    assert thumbnail(design, 64).width == 64


def test_the_end_of_a_picture_in_its_exif_is_not_the_end_of_a_jpeg(tmp_path: Path) -> None:
    data = JPEGS["a small picture in its EXIF"]
    path = fresh(tmp_path, data[:-300])
    assert probe(path).damage == "ends before its last row"


def test_markers_are_found_wherever_pieces_of_the_file_meet(tmp_path: Path) -> None:
    start, rest = photo()[:2], photo()[2:]
    for length in range((1 << 18) - 8, (1 << 18) + 3):
        comments = bad_jpeg.segment(0xFE, bytes(60_000)) * 4
        padding = b"\xff" * (length - len(start) - len(comments))
        path = fresh(tmp_path, start + comments + padding + rest)
        assert read_content(path, "jpeg").damage == ""
        path.write_bytes(path.read_bytes()[:-2])
        assert read_content(path, "jpeg").damage


def test_a_hundred_scans_are_the_most(tmp_path: Path) -> None:
    path = fresh(tmp_path, bad_jpeg.scan_bomb(64, 99))
    assert probe(path).damage == ""
    path.write_bytes(bad_jpeg.scan_bomb(64, 100))
    assert refusal(path) == "designs.too-complex"


def test_gifs_of_every_make(tmp_path: Path) -> None:
    file = io.BytesIO()
    pictures = [Image.fromarray(noise(30, 20, 3, seed)) for seed in range(4)]
    pictures[0].save(file, "gif", save_all=True, append_images=pictures[1:], comment=b"by hand")
    whole = file.getvalue()
    for data in (whole, whole[:-1], whole + bytes(70_000)):
        assert probe(fresh(tmp_path, data)).damage == ""
    assert probe(fresh(tmp_path, whole[: len(whole) // 3])).damage == "ends before its last row"


def test_what_stands_behind_an_avif_is_nobodys_business(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.fromarray(noise(30, 20, 3)).save(file, "avif")
    for behind in (b"", bytes(500), b"\xa7" * 500, b"\xff"):
        assert probe(fresh(tmp_path, file.getvalue() + behind)).damage == ""
    assert refusal(fresh(tmp_path, file.getvalue()[:-1])) == "designs.damaged"


ILLUSTRATOR = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [
  <!ENTITY ns_extend "http://ns.example.com/Extensibility/1.0/">
  <!ENTITY ns_svg "http://www.w3.org/2000/svg">
]>
<svg xmlns:x="&ns_extend;" xmlns="&ns_svg;" width="90px" height="90px" viewBox="0 0 90 90">
  <style>@import url('https://fonts.example.com/css?family=A'); .a{fill:url(#b)}</style>
  <metadata><x:targets>&amp;</x:targets></metadata>
  <linearGradient id="b"><stop stop-color="#f00"/></linearGradient>
  <path class="a" d="M0,0h90v90H0z"/>
</svg>"""


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_drawing_with_entities_for_its_namespaces(tmp_path: Path, encoding: str) -> None:
    text = ILLUSTRATOR.replace("utf-8", encoding).replace("&amp;", "é")
    assert probe(fresh(tmp_path, text.encode(encoding))).width_px == 90


def test_ten_thousand_dots_that_are_one_are_drawn(tmp_path: Path) -> None:
    dot = '<defs><circle id="dot" r="2"/></defs>'
    dots = "".join(f'<use xlink:href="#dot" x="{n % 90}" y="{n // 90}"/>' for n in range(10_000))
    path = fresh(tmp_path, bad_svg.svg(dot + dots))
    assert probe(path).damage == ""
    path.write_bytes(bad_svg.uses(7, 10))
    assert refusal(path) == "designs.too-complex"


def test_a_long_chain_of_names_comes_to_an_end(tmp_path: Path) -> None:
    links = "".join(f'<g id="a{n}"><use xlink:href="#a{n + 1}"/></g>' for n in range(50_000))
    last = '<use xlink:href="#a49000"/>'
    assert probe(fresh(tmp_path, bad_svg.svg(f"<defs>{links}</defs>{last}"))).damage == ""


def test_no_file_beside_a_drawing_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("rect { fill: red }")
    rect = '<rect width="90" height="90"/>'
    for inside in (
        f'<style>@import "a.css";</style>{rect}',
        f'<style>rect {{ fill: url("a.svg#red") }}</style>{rect}',
        '<image title=">" href="a.svg" width="9" height="9"/>',
        '<include href="a.svg"/>',
    ):
        assert refusal(fresh(tmp_path, bad_svg.svg(inside))) == "designs.linked"
    # whatever the look at it may have missed, it is drawn from its content alone
    path = fresh(tmp_path, bad_svg.svg(f'<style>@import "a.css";</style>{rect}'))
    assert vips.open_image(path, "svg")(5, 5) == [0, 0, 0, 255]


def test_what_a_drawing_holds_is_counted(tmp_path: Path) -> None:
    few, many = (bad_svg.svg('<circle cx="5" cy="6" r="2"/>' * count) for count in (10, 20_000))
    assert probe(fresh(tmp_path, few)).held_bytes < 100_000
    assert 30e6 < probe(fresh(tmp_path, many)).held_bytes < 45e6  # 35 MB, measured


def test_pictures_in_drawings_are_measured(tmp_path: Path) -> None:
    small = bad_svg.svg(bad_svg.embedded("image/jpeg", photo()))
    assert probe(fresh(tmp_path, small)).held_bytes > 90 * 60 * 8
    large = bad_jpeg.with_sides(photo(), 9_000, 9_000)
    assert (
        refusal(fresh(tmp_path, bad_svg.svg(bad_svg.embedded("image/jpeg", large)))) == "designs.too-complex"
    )
    text = base64.b64encode(bad_svg.svg("")).decode()
    inside = f'<image href="data:image/svg+xml;base64,{text}" width="9" height="9"/>'
    assert refusal(fresh(tmp_path, bad_svg.svg(inside))) == "designs.too-complex"


def test_a_reader_gives_each_byte_once(tmp_path: Path) -> None:
    data = np.random.default_rng(7).bytes(700_000)
    path = fresh(tmp_path, data)
    with path.open("rb", buffering=0) as file:
        reader = Reader(file, path)
        assert reader.take(5) == data[:5]
        assert b"".join(reader.pieces(300_000)) == data[5:300_005]
        assert reader.skip(262_144) and reader.position == 562_149
        assert reader.number(4) == struct.unpack(">I", data[562_149:562_153])[0]
        assert not reader.skip(200_000)
        assert reader.take(9) == b"" and list(reader.pieces(9)) == []
        assert reader.hash() == content_key(path)
