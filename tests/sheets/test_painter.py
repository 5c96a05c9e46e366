"""Sheets have exactly the pixels that pasting would give, read back by Pillow."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gangsheet_studio.errors import CancelledError
from gangsheet_studio.model.layout import Part
from gangsheet_studio.sheets.bands import bands
from gangsheet_studio.sheets.compositor import over
from tests.sheets.conftest import Painter, picture, place


def pasted(width, height, pictures, placements) -> np.ndarray:
    sheet = np.zeros((height, width, 4), np.uint8)
    for p in placements:
        over(sheet[p.y : p.y + p.height, p.x : p.x + p.width], pictures[p.key])
    return sheet


def read(path) -> np.ndarray:
    with Image.open(path) as image:
        assert image.mode == "RGBA"
        return np.array(image)


PICTURES = {
    "a": picture(12, 20, seed=1),
    "b": picture(9, 5, seed=2),
    "c": picture(30, 11, seed=3, alpha=255),
    "dot": picture(1, 1, seed=4, alpha=200),
}


def box(key: str, x: int, y: int, copy: int = 1):
    height, width = PICTURES[key].shape[:2]
    return place(key, x, y, width, height, copy)


LAYOUTS = {
    "apart": [box("a", 2, 3), box("b", 20, 8), box("c", 4, 30)],
    "same design twice side by side": [box("a", 0, 0), box("a", 14, 0, 2)],
    "the same rows again and again": [box("c", x, y) for y in (0, 13) for x in (0, 31, 62, 100)],
    "touching and the same": [box("c", x, 0) for x in (0, 30, 60, 90)],
    "the same design on other rows": [box("c", 0, 0), box("c", 31, 1), box("c", 62, 0)],
    "at all edges": [box("a", 0, 0), box("b", 41, 0), box("c", 20, 49), box("b", 0, 55)],
    "touching sideways": [box("a", 3, 3), box("a", 15, 3, 2), box("b", 27, 3)],
    "touching downwards": [box("a", 3, 3), box("b", 3, 23), box("c", 0, 28)],
    "touching as a grid": [box("b", x, y) for y in (0, 5, 10) for x in (0, 9, 18)],
    "one row apart": [box("a", 3, 3), box("b", 3, 24)],
    "overlapping": [box("a", 3, 3), box("c", 8, 9), box("b", 10, 12)],
    "overlapping in the other painting order": [box("c", 8, 9), box("a", 3, 3)],
    "overlap begins above and ends below": [box("a", 10, 10), box("c", 0, 14), box("a", 12, 18, 2)],
    "one pixel": [box("dot", 0, 0), box("dot", 49, 59, 2), box("dot", 20, 20, 3)],
    "nothing": [],
}


@pytest.mark.parametrize("band_rows", [1, 7, 1000])
@pytest.mark.parametrize("keep", [0, 1 << 20], ids=["scratch", "memory"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_pixels_are_those_of_pasting(painter: Painter, name: str, band_rows: int, keep: int) -> None:
    placements = LAYOUTS[name]
    done = painter(140, 60, PICTURES, placements, band_rows=band_rows, keep=keep)
    assert np.array_equal(read(done.path), pasted(140, 60, PICTURES, placements))
    assert sorted(done.given_back, key=str) == sorted(placements, key=str), "each copy comes back once"
    assert done.path.stat().st_size == done.written.bytes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_layout(painter: Painter, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(sorted(PICTURES)), max_size=6))
    placements = []
    for key in keys:
        height, width = PICTURES[key].shape[:2]
        x = data.draw(st.integers(0, 50 - width))
        y = data.draw(st.integers(0, 60 - height))
        placements.append(place(key, x, y, width, height))
    done = painter(50, 60, PICTURES, placements, band_rows=data.draw(st.integers(1, 70)))
    assert np.array_equal(read(done.path), pasted(50, 60, PICTURES, placements))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 9), st.integers(1, 9))))
def test_bands_cover_the_part_once(boxes: list[tuple[int, int, int, int]]) -> None:
    part = Part(number=1, width_px=50, height_px=50, placements=tuple(place("k", *b) for b in boxes))
    found = list(bands(part, lambda: 8))
    assert [band.top for band in found] == [0, *(band.bottom for band in found[:-1])]
    assert found[-1].bottom == 50
    for band in found:
        assert 0 < band.bottom - band.top <= 8
        crossing = {n for n, (_, y, _, h) in enumerate(boxes) if y < band.bottom and y + h + 1 > band.top}
        assert sorted(n for group in band.groups for n in group) == sorted(crossing)


def test_over_is_porter_and_duff_within_a_level() -> None:
    upper, lower = picture(64, 64, seed=8), picture(64, 64, seed=9)
    ours = lower.copy()
    over(ours, upper)
    theirs = np.array(Image.alpha_composite(Image.fromarray(lower), Image.fromarray(upper)))
    visible = theirs[..., 3] > 0
    # Pillow mixes with fewer bits where little of both is left
    assert np.abs(ours.astype(int) - theirs)[visible & (theirs[..., 3] > 32)].max() <= 2
    assert not ours[ours[..., 3] == 0].any()


def test_cancel_stops_between_bands_and_leaves_nothing(painter: Painter, tmp_path) -> None:
    cancel = threading.Event()
    with pytest.raises(CancelledError):
        painter(50, 60, PICTURES, [box("a", 0, 0)], on_row=lambda row: cancel.set(), cancel=cancel)
    assert not [file for file in tmp_path.iterdir() if "sheet" in file.name]


def test_copies_are_held_only_while_they_are_crossed(painter: Painter) -> None:
    placements = [box("b", 0, 0), box("b", 0, 20, 2), box("b", 0, 40, 3)]
    done = painter(50, 60, PICTURES, placements)
    assert [p.copy for p in done.given_back] == [1, 2, 3]
