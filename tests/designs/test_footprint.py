"""Memory of a decode, measured in a process of its own: by rows, or as much as the probe said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import pyvips

from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.tiff import held_bytes, is_cut, read_tags
from gangsheet_studio.model.units import MB
from tests.designs.conftest import noise, save, tiff

_MEASURE = """
import sys
from pathlib import Path
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.memory.release import settle_heap
from gangsheet_studio.memory.usage import peak_rss, rss
settle_heap()
path, rotation, share = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
design = probe(path)
before, rows = rss(), 0
size = round(design.width_px * share), round(design.height_px * share)
for strip in decode(design, *size, rotation, path.with_suffix(".turn")):
    rows += len(strip)
assert rows == size[rotation % 180 == 0]
print(peak_rss() - before)
"""
BY_ROWS = 72 * MB  # some hundreds of rows, and what the heap makes of them; whole it would be 240 MB


def grown(path: Path, rotation: int = 0, share: float = 1.0) -> int:
    """Return how much a process grows at most by decoding `path`."""
    command = [sys.executable, "-c", _MEASURE, str(path), str(rotation), str(share)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def flat(width: int, height: int, bands: int = 4) -> pyvips.Image:
    image = pyvips.Image.black(width, height, bands=bands) + [200, 40, 30, 255][:bands]
    return image.cast("uchar").copy(interpretation="srgb")


linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a short peak by RSS alone")


@pytest.mark.slow
@linux
@pytest.mark.parametrize(("rotation", "share"), [(0, 1), (90, 1), (180, 0.9), (0, 0.3)])
def test_a_long_png_goes_by_rows(tmp_path: Path, rotation: int, share: float) -> None:
    flat(3000, 20_000).pngsave(str(tmp_path / "art.png"), compression=1)
    assert probe(tmp_path / "art.png").streams
    assert grown(tmp_path / "art.png", rotation, share) < BY_ROWS


@pytest.mark.slow
@linux
def test_a_large_jpeg_goes_by_rows(tmp_path: Path) -> None:
    flat(9000, 9000, 3).jpegsave(str(tmp_path / "art.jpg"))
    assert probe(tmp_path / "art.jpg").streams
    assert grown(tmp_path / "art.jpg") < BY_ROWS


@pytest.mark.slow
@linux
@pytest.mark.parametrize("rows", [20_000, 100])
def test_a_tiff_goes_by_rows_whatever_its_strips(tmp_path: Path, rows: int) -> None:
    path = tiff(tmp_path / "art.tif", 3000, 20_000, rows=rows)
    assert probe(path).streams
    assert grown(path) < BY_ROWS


WHOLE = {
    "interlaced.png": lambda path: flat(3000, 4000).pngsave(path, compression=1, interlace=True),
    "progressive.jpg": lambda path: flat(4000, 4000, 3).jpegsave(path, interlace=True, subsample_mode="off"),
    "half.jpg": lambda path: flat(4000, 4000, 3).jpegsave(path, interlace=True),
    "lossy.webp": lambda path: flat(4000, 3000).webpsave(path, effort=0),
    "art.gif": lambda path: flat(4000, 3000, 3).gifsave(path, effort=1),
    "art.avif": lambda path: flat(2500, 2000).heifsave(path, compression="av1", effort=0),
    "tiles.tif": lambda path: flat(6000, 3000).tiffsave(
        path, tile=True, tile_width=2048, tile_height=2048, compression="deflate"
    ),
    "planes.tif": lambda path: tiff(Path(path), 4000, 3000, separate=True),
    "luma.tif": lambda path: tiff(Path(path), 4000, 3000, samples=3, photometric=6),
    "effects.svg": lambda path: Path(path).write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><filter id="f">'
        '<feGaussianBlur stdDeviation="4"/></filter><rect width="700" height="700" filter="url(#f)"/></svg>'
    ),
}


@pytest.mark.slow
@linux
@pytest.mark.parametrize("name", WHOLE)
def test_what_does_not_go_by_rows_says_what_it_takes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    WHOLE[name](str(path))
    design = probe(path)
    assert not design.streams
    assert design.whole_bytes * 0.4 < grown(path) < design.whole_bytes + BY_ROWS


def test_strips_of_noise_are_held_as_they_are_stored(tmp_path: Path) -> None:
    strip = bytes(9 * MB)  # never read: only the header is asked
    path = tiff(tmp_path / "art.tif", 3000, 3000, strip=strip)
    assert probe(path).whole_bytes == len(strip)
    assert probe(tiff(tmp_path / "big.tif", 3000, 3000, strip=strip, big=True)).whole_bytes == len(strip)


def test_a_strip_of_more_than_50_mb_is_no_damage(tmp_path: Path) -> None:
    import zlib

    level = 4000 * 4 * 3500
    path = tiff(tmp_path / "art.tif", 4000, 3500, strip=zlib.compress(bytes(level), 0))
    design = probe(path)
    assert not design.streams and design.whole_bytes > 50 * MB
    image = pyvips.Image.tiffload(str(path), unlimited=True)
    assert (image.width, image.height) == (4000, 3500)


@pytest.mark.parametrize("big", [False, True])
def test_tags_of_both_kinds(tmp_path: Path, big: bool) -> None:
    path = tiff(tmp_path / "art.tif", 300, 200, rows=50, big=big)
    tags = read_tags(path)
    assert (tags[256], tags[257], tags[258], tags[278]) == ((300,), (200,), (8,) * 4, (50,))
    assert len(tags[279]) == 4
    size = path.stat().st_size
    assert held_bytes(tags, size) == 2 * 50 * 300 * 4 + tags[279][0]
    assert not is_cut(tags, size)
    assert is_cut(tags, tags[273][-1] + tags[279][-1] - 1)


def test_tags_that_lead_nowhere_tell_nothing(tmp_path: Path) -> None:
    path = tmp_path / "art.tif"
    for data in (
        b"II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"MM\0+" + b"\xff" * 12,
        b"II*\0\x08\0\0\0\xff\xff" + bytes(50),
    ):
        path.write_bytes(data)
        assert read_tags(path).keys() <= {0}
        assert held_bytes({}, len(data)) < MB and not is_cut({}, len(data))


def test_a_tiff_without_the_end_of_its_pixels_is_damaged(tmp_path: Path) -> None:
    path = save(tmp_path / "art.tif", noise(300, 200, 3))
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    assert probe(path).damage == "ends before its last row"
    path.write_bytes(data + b"more")
    assert probe(path).damage == ""


def test_a_drawing_with_effects_is_told_from_one_without(tmp_path: Path) -> None:
    path = tmp_path / "art.svg"
    shapes = {
        '<rect width="9" height="9"/>': False,
        '<rect width="9" height="9" style="color-interpolation-filters:linearRGB" id="mask filter"/>': False,
        '<filter id="a"><feGaussianBlur stdDeviation="1"/></filter>': True,
        '<mask id="a"/>': True,
        '<rect style="filter: blur(3px)"/>': True,
    }
    for shape, effects in shapes.items():
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">{shape}</svg>')
        assert (probe(path).whole_bytes > 0) is effects
