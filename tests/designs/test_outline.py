"""Outlines against every pixel of their artwork: never into the print, whatever its size and kind."""

from __future__ import annotations

import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gangsheet_studio.designs.alpha import print_mask
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.outline import outline
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.errors import CancelledError, RefusedInputError
from tests.designs.conftest import save

THRESHOLD = 0.05
GO_ON = threading.Event()


def drawn(path: Path, threshold: float = THRESHOLD):
    design = probe(path)
    return design, outline(design, threshold, GO_ON)


def alpha_of(design, width, height, scratch):
    strips = list(decode(design, width, height, 0, scratch))
    return np.concatenate(strips).reshape(height, width, 4)[..., 3]


def area(found, width, height):
    """Return an outline as geometry in pixels of `width` x `height`."""
    size = np.array([width, height])
    return shapely.union_all(
        [
            shapely.Polygon(np.array(island.outer) * size, [np.array(hole) * size for hole in island.holes])
            for island in found.islands
        ]
    )


def squares(marked):
    """Return the marked pixels as geometry: each row's runs."""
    steps = np.diff(np.pad(marked, ((0, 0), (1, 1))).astype(int), axis=1)
    ys, starts = np.nonzero(steps == 1)
    ends = np.nonzero(steps == -1)[1]
    return shapely.union_all(shapely.box(starts, ys, ends, ys + 1))


def clouds(seed, width, height, detail):
    """Return RGBA in which some of a smooth noise shows, with soft edges."""
    noise = np.random.default_rng(seed).random((detail, detail))
    levels = Image.fromarray((noise * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    alpha = np.clip((np.asarray(levels).astype(int) - 128) * 6, 0, 255)
    return np.dstack([np.full((height, width, 3), 90, np.uint8), alpha.astype(np.uint8)])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 10**6),
    st.integers(3, 260),
    st.integers(3, 260),
    st.integers(2, 12),
    st.sampled_from([0.01, 0.05, 0.5, 1.0]),
)
def test_all_print_lies_inside(tmp_path, seed, width, height, detail, threshold):
    design, found = drawn(save(tmp_path / "a.png", clouds(seed, width, height, detail)), threshold)
    if found.is_box:
        return
    visible = alpha_of(design, width, height, tmp_path / "turn") >= np.ceil(threshold * 255)
    assert not visible.any() or area(found, width, height).buffer(0.01).covers(squares(visible))
    assert 0 < found.solid < 1
    cells = np.unpackbits(
        np.frombuffer(zlib.decompress(found.mask.bits), np.uint8).reshape(found.mask.rows, -1),
        axis=1,
        count=found.mask.columns,
    )
    assert cells[visible.nonzero()].all()  # a cell is a pixel here


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(0, 1.09375, 0.5, 0.05)
@given(st.integers(0, 10**6), st.floats(0.3, 3), st.floats(0.3, 3), st.sampled_from([0.01, 0.05, 0.3]))
def test_scaled_print_reaches_no_further_than_its_spread(tmp_path, seed, across, down, threshold):
    design, found = drawn(save(tmp_path / "a.png", clouds(seed, 90, 70, 8)), threshold)
    if found.is_box:
        return
    width, height = round(90 * across), round(70 * down)
    visible = alpha_of(design, width, height, tmp_path / "turn") >= np.ceil(threshold * 255)
    reach = found.spread * max(1, width / 90, height / 70)
    assert area(found, width, height).buffer(reach).covers(squares(visible))


def test_cells_of_many_pixels_miss_none(tmp_path):
    pixels = np.zeros((1700, 2301, 4), np.uint8)
    pixels[300:1500, 400:1900] = 255
    pixels[10, 2299] = 255
    pixels[1699, 3] = (0, 0, 0, 13)  # 5 %
    _, found = drawn(save(tmp_path / "a.png", pixels))
    assert area(found, 2301, 1700).buffer(0.01).covers(squares(pixels[..., 3] >= 13))
    assert len(found.islands) == 3
    assert found.solid == pytest.approx(1200 * 1500 / (1700 * 2301), rel=0.02)


def test_it_is_close_and_small_enough_to_send(tmp_path):
    picture = Image.new("RGBA", (2000, 2000))
    ImageDraw.Draw(picture).ellipse((100, 100, 1900, 1900), fill=(255, 0, 0, 255))
    path = tmp_path / "a.png"
    picture.save(path)
    _, found = drawn(path)
    assert found.solid == pytest.approx(np.pi * 900**2 / 2000**2, rel=0.02)
    assert sum(len(island.outer) for island in found.islands) < 200


def test_a_hole_stays_a_hole_and_a_pinhole_does_not(tmp_path):
    picture = Image.new("RGBA", (600, 400))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, 399, 399), fill=(0, 0, 0, 255))
    draw.ellipse((100, 100, 299, 299), fill=(0, 0, 0, 0))
    draw.point((50, 200), fill=(0, 0, 0, 0))
    draw.rectangle((500, 20, 590, 380), fill=(0, 0, 0, 255))
    path = tmp_path / "a.png"
    picture.save(path)
    _, found = drawn(path)
    assert sorted(len(island.holes) for island in found.islands) == [0, 1]


def test_spray_is_gathered(tmp_path):
    pixels = np.zeros((900, 900, 4), np.uint8)
    pixels[np.random.default_rng(1).random((900, 900)) < 0.004] = 255
    pixels[:300] = 0
    _, found = drawn(save(tmp_path / "a.png", pixels))
    assert sum(len(i.outer) + sum(map(len, i.holes)) for i in found.islands) <= 400
    assert area(found, 900, 900).buffer(0.01).covers(squares(pixels[..., 3] > 0))


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((40, 50, 3), 200, np.uint8),
        np.full((40, 50, 4), 255, np.uint8),
        np.zeros((40, 50, 4), np.uint8),
    ],
    ids=["no alpha", "opaque", "nothing"],
)
def test_what_leaves_nothing_out_is_a_box(tmp_path, pixels):
    _, found = drawn(save(tmp_path / "a.png", pixels))
    assert found.is_box
    assert found.solid == 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright(tmp_path, orientation):
    pixels = np.zeros((1203, 802, 4), np.uint8)
    pixels[:200, :700] = pixels[:, :100] = 255
    exif = Image.Exif()
    exif[274] = orientation
    design, found = drawn(save(tmp_path / "a.webp", pixels, lossless=True, exif=exif))
    alpha = alpha_of(design, design.width_px, design.height_px, tmp_path / "turn")
    visible = squares(alpha >= 13)
    shape = area(found, design.width_px, design.height_px)
    assert shape.buffer(0.01).covers(visible)
    assert shape.area < visible.area * 1.05


@pytest.mark.parametrize("mode", ["LA", "P", "16 bit"])
def test_any_kind_of_alpha(tmp_path, mode):
    picture = Image.new("RGBA", (120, 90))
    ImageDraw.Draw(picture).polygon([(10, 10), (110, 20), (30, 80)], fill=(200, 10, 10, 255))
    path = tmp_path / "a.png"
    if mode == "16 bit":
        import pyvips

        (pyvips.Image.new_from_array(np.asarray(picture)).cast("ushort") * 257).cast("ushort").copy(
            interpretation="rgb16"
        ).pngsave(str(path))
    else:
        picture.convert("LA").save(path) if mode == "LA" else picture.quantize(8).save(path)
    _, found = drawn(path)
    assert area(found, 120, 90).buffer(0.01).covers(squares(np.asarray(picture)[..., 3] > 12))
    assert found.solid < 0.5


def test_a_drawing_has_one_too(tmp_path):
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        '<path d="M20 2 L38 38 L2 38 Z"/></svg>',
        encoding="utf-8",
    )
    design, found = drawn(path)
    assert found.solid == pytest.approx(0.5 * 36 * 36 / 1600, rel=0.05)
    visible = alpha_of(design, 300, 300, tmp_path / "turn") >= 13
    assert area(found, 300, 300).buffer(found.spread).covers(squares(visible))


def test_print_at_its_size_pixel_by_pixel(tmp_path):
    design = probe(save(tmp_path / "a.png", clouds(3, 90, 70, 6)))
    mask = print_mask(design, 61, 47, THRESHOLD, tmp_path / "turn", GO_ON)
    packed = np.frombuffer(zlib.decompress(mask.bits), np.uint8).reshape(mask.rows, -1)
    marked = np.unpackbits(packed, axis=1, count=mask.columns)
    assert np.array_equal(marked, alpha_of(design, 61, 47, tmp_path / "turn") >= 13)


def test_it_stops_when_told(tmp_path):
    design = probe(save(tmp_path / "a.png", clouds(1, 60, 60, 5)))
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        outline(design, THRESHOLD, cancel)


def test_a_cut_file_is_refused(tmp_path):
    path = save(tmp_path / "a.png", clouds(1, 400, 400, 40))
    design = probe(path)
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(RefusedInputError):
        outline(design, THRESHOLD, GO_ON)
