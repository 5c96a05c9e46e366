"""Lines to cut along keep their distance to what prints, whatever its shape."""

import math
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gangsheet_studio.designs.cut_lines import cut_lines
from gangsheet_studio.designs.probe import probe

SIDE = 1200  # more pixels than there are squares that print is looked for in
INCHES = 4.0
CLOSE = INCHES / 1000 + 0.004  # a square, and what may lie off the line


def design(path, draw, mode="RGBA"):
    image = Image.new(mode, (SIDE, SIDE))
    draw(ImageDraw.Draw(image))
    image.save(path)
    return probe(path)


def lines(found, offset, threshold=0.05, size=(INCHES, INCHES)):
    (rings,) = cut_lines(found, [size], offset, threshold, threading.Event())
    return [np.array(ring) for ring in rings]


@settings(max_examples=6, deadline=None)
@given(radius=st.floats(0.2, 1.8), offset=st.floats(0, 0.5))
def test_around_a_disc_it_is_a_circle(tmp_path_factory, radius, offset):
    pixels = radius / INCHES * SIDE
    box = [SIDE / 2 - pixels, SIDE / 2 - pixels, SIDE / 2 + pixels, SIDE / 2 + pixels]
    path = tmp_path_factory.mktemp("disc") / "disc.png"
    (ring,) = lines(design(path, lambda pen: pen.ellipse(box, fill=(9, 9, 9, 255))), offset)
    away = np.hypot(*(ring - INCHES / 2).T)
    assert np.abs(away - radius - offset).max() < CLOSE + 2 * INCHES / SIDE


def test_rounded_corners_stay_rounded_and_an_opaque_design_gets_its_box(tmp_path):
    card = design(
        tmp_path / "card.png",
        lambda pen: pen.rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), 120, fill=(9, 9, 9, 255)),
    )
    (ring,) = lines(card, 0.0)
    corner = 0.4 * (1 - math.sqrt(0.5))  # how far in a rounding of 0.4 in is there
    nearest = np.hypot(*ring.T).min()
    assert nearest == pytest.approx(corner * math.sqrt(2), abs=CLOSE + 2 * INCHES / SIDE)
    photo = design(tmp_path / "photo.png", lambda pen: pen.line((0, 0, 9, 9)), mode="RGB")
    (box,) = lines(photo, 0.0)
    assert sorted(map(tuple, box)) == [(0, 0), (0, INCHES), (INCHES, 0), (INCHES, INCHES)]


def rings_and_spots(pen):
    pen.ellipse((100, 100, 500, 500), outline=(9, 9, 9, 255), width=60)
    pen.rectangle((800, 800, 1100, 1100), fill=(9, 9, 9, 60))


def test_holes_are_not_cut_and_pieces_are_cut_apart_until_the_line_joins_them(tmp_path):
    found = design(tmp_path / "two.png", rings_and_spots)
    assert len(lines(found, 0.1)) == 2
    assert len(lines(found, 0.9)) == 1
    assert len(lines(found, 0.1, threshold=0.5)) == 1, "what is hardened away is not cut"


def test_each_size_has_the_same_distance(tmp_path):
    found = design(
        tmp_path / "spot.png", lambda pen: pen.rectangle((300, 300, 899, 899), fill=(9, 9, 9, 255))
    )
    sizes = [(4.0, 4.0), (2.0, 2.0), (4.0, 1.0)]
    for (width, height), rings in zip(
        sizes, cut_lines(found, sizes, 0.1, 0.05, threading.Event()), strict=True
    ):
        (ring,) = map(np.array, rings)
        assert ring.min(axis=0) == pytest.approx((width / 4 - 0.1, height / 4 - 0.1), abs=CLOSE)
        assert ring.max(axis=0) == pytest.approx((width * 3 / 4 + 0.1, height * 3 / 4 + 0.1), abs=CLOSE)


def test_around_nothing_there_is_no_line(tmp_path):
    assert lines(design(tmp_path / "empty.png", lambda _pen: None), 0.1) == []
