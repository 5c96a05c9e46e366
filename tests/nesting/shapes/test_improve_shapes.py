"""Layouts by shape: every rule kept to the pixel, never more film than before, and over when told."""

import multiprocessing
import subprocess
import sys
import threading
import time
import zlib
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from gangsheet_studio.errors import CancelledError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.outline import Mask
from gangsheet_studio.nesting import nest
from gangsheet_studio.nesting.shapes import improve_shapes
from gangsheet_studio.nesting.shapes.figure import figure
from gangsheet_studio.nesting.shapes.kinds import as_layout, gather
from gangsheet_studio.nesting.shapes.strip import StripSearch
from tests.nesting.shapes.drawn import RING, angle, faults, item, outline, pixels, shrunk, some_job, star

GO_ON = threading.Event()

films = st.builds(
    Film,
    width=st.sampled_from([2.6, 4.0, 7.3]),
    longest=st.sampled_from([3.0, 6.0, 20.0]),
    gap=st.integers(0, 12).map(lambda n: n / 100),
    margin=st.sampled_from([0.0, 0.13]),
    head=st.sampled_from([0.0, 0.2]),
    foot=st.sampled_from([0.0, 0.1]),
    side=st.sampled_from([0.0, 0.15]),
    gap_along=st.none() | st.just(0.05),
    dpi=st.just(100),
    rotate=st.sampled_from(["any", "none"]),
)


def improved(items, film, outlines, seconds=0.0):
    """Return the boxes' layout, all that were found after it, and the last one."""
    start = nest(items, film)
    found: list[Layout] = []
    best = improve_shapes(items, film, outlines, start, seconds, 1, found.append, GO_ON)
    assert best == (found[-1] if found else start)
    return start, found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), films)
def test_each_layout_along_the_height_map_keeps_every_rule(seed, film):
    items, outlines = some_job(seed)
    start, found = improved(items, film, outlines)
    used = [layout.film_used for layout in (start, *found)]
    assert used == sorted(set(used), reverse=True)
    for layout in found:
        assert layout.by_shape
        assert faults(layout, items, outlines, film) == []


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_the_same_input_gives_the_same_layouts(seed):
    items, outlines = some_job(seed)
    film = Film(width=5, longest=8, dpi=100)
    assert improved(items, film, outlines)[1] == improved(items, film, outlines)[1]


@pytest.mark.parametrize("rotate", ["any", "none"])
def test_solutions_of_the_search_keep_every_rule(rotate):
    items, outlines = some_job(4, copies=16)
    film = Film(width=5, longest=60, gap=0.06, margin=0.1, dpi=100, rotate=rotate)
    start = nest(items, film)
    copies = gather(items, start)
    figures = [figure(kind, outlines.get(kind.picture), film.gap_px) for kind in copies.kinds]
    search = StripSearch(copies, figures, film.gap_px, film.width_px - 2 * film.margin_px)
    with closing(search.begin(copies.counts, 60, 1)) as begun:
        solutions = begun.solutions(time.monotonic() + 60, GO_ON)
        for spots, _ in zip(solutions, range(3), strict=False):
            assert faults(as_layout(copies, [spots], start), items, outlines, film) == []
    assert multiprocessing.active_children() == []


def test_the_search_goes_on_from_the_height_map():
    items = [item(1, 200, 200, 14, "star"), item(2, 150, 180, 14, "letter")]
    outlines = {"star": outline(star(5, 0.35)), "letter": outline(angle(0.2))}
    film = Film(width=6, longest=60, gap=0.05, dpi=100)
    start, at_once = improved(items, film, outlines)
    found, enough = [], threading.Event()

    def hear(layout):
        found.append(layout)
        if layout.film_used < at_once[-1].film_used:
            enough.set()

    with pytest.raises(CancelledError):  # a slow machine gets a minute for it
        improve_shapes(items, film, outlines, start, 60.0, 1, hear, enough)
    assert found[-1].film_used < at_once[-1].film_used < start.film_used
    assert faults(found[-1], items, outlines, film) == []


def test_a_long_job_is_shared_out_over_parts():
    items = [item(1, 200, 200, 30, "star"), item(2, 150, 180, 30, "letter")]
    outlines = {"star": outline(star(5, 0.35)), "letter": outline(angle(0.2))}
    film = Film(width=6, longest=8, gap=0.05, dpi=100)
    _, found = improved(items, film, outlines, seconds=4)
    assert faults(found[-1], items, outlines, film) == []
    lengths = [part.height_px for part in found[-1].parts]
    assert len(lengths) > 1
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("rotate", ["any", "none"])
def test_small_copies_lie_in_the_holes_of_large_ones(rotate):
    items = [item(1, 400, 400, 3, "ring"), item(2, 120, 90, 9, "box"), item(3, 60, 60, 5, "star")]
    outlines = {"ring": outline(RING), "star": outline(star())}
    film = Film(width=4.1, longest=60, gap=0.05, dpi=100, rotate=rotate)
    start, found = improved(items, film, outlines)
    assert found[-1].film_used <= 3 * 4.05 + 0.2 < start.film_used
    assert faults(found[-1], items, outlines, film) == []


def test_a_cancelled_search_ends_and_what_was_found_stays():
    items, outlines = some_job(7, copies=40)
    film = Film(width=6, longest=60, gap=0.05, dpi=100)
    cancel = threading.Event()
    found = []

    def stop(layout):
        found.append(layout)
        cancel.set()

    with pytest.raises(CancelledError):
        improve_shapes(items, film, outlines, nest(items, film), 60, 1, stop, cancel)
    assert len(found) == 1
    assert faults(found[0], items, outlines, film) == []
    assert multiprocessing.active_children() == []


def test_a_cancelled_process_is_gone():
    items, outlines = some_job(4, copies=16)
    start = nest(items, film := Film(width=5, longest=60, dpi=100))
    copies = gather(items, start)
    figures = [figure(kind, outlines.get(kind.picture), 10) for kind in copies.kinds]
    cancel = threading.Event()
    search = StripSearch(copies, figures, 10, film.width_px)
    with closing(search.begin(copies.counts, 60, 1)) as begun, pytest.raises(CancelledError):
        for _ in begun.solutions(time.monotonic() + 60, cancel):
            cancel.set()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("change", ["locked", "extra"])
def test_what_the_operator_fixed_is_left_alone(change):
    items, outlines = some_job(3)
    start = nest(items, film := Film(width=6, longest=60, dpi=100))
    first, *others = start.parts[0].placements
    placements = (structs.replace(first, **{change: True}), *others)
    start = structs.replace(start, parts=(structs.replace(start.parts[0], placements=placements),))
    assert improve_shapes(items, film, outlines, start, 5, 1, lambda _: None, GO_ON) is start


def test_boxes_alone_cost_nothing():
    script = (
        "import sys, threading\n"
        "from gangsheet_studio.model.film import Film\n"
        "from gangsheet_studio.nesting import nest\n"
        "from gangsheet_studio.nesting.shapes import improve_shapes\n"
        "from tests.nesting.shapes.drawn import item, outline\n"
        "items, film = [item(1, 100, 100, 5)], Film(dpi=100)\n"
        "start = nest(items, film)\n"
        "boxes = {'key 1': outline()}\n"
        "assert improve_shapes(items, film, boxes, start, 60, 1, print, threading.Event()) is start\n"
        "assert not {'shapely', 'spyrrow', 'contourpy', 'multiprocessing'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_what_fits_nowhere_stays_unplaced():
    items = [item(1, 2000, 100, 2), item(2, 100, 100, 6, "star")]
    outlines = {"star": outline(star(4, 0.3))}
    film = Film(width=3, longest=9, dpi=100, gap=0.02)
    start, found = improved(items, film, outlines)
    assert found[-1].unplaced == start.unplaced != ()
    assert faults(found[-1], items, outlines, film) == []


@pytest.mark.parametrize("width", [8.0, 8.01, 8.4, 12.03])
@pytest.mark.parametrize("gap", [0.0, 0.03, 0.06])
def test_what_just_fits_is_placed(width, gap):
    film = Film(width=width, longest=9, gap=gap, dpi=100)
    outlines = {"margins": outline(shrunk(star())), "letter": outline(angle(0.2))}
    wide = film.width_px
    items = [item(1, wide, 300, 2, "margins"), item(2, wide, 900, 1, "letter"), item(3, wide, 200, 3)]
    _, found = improved(items, film, outlines, seconds=0.0)
    assert all(faults(layout, items, outlines, film) == [] for layout in found)


def test_random_pixels_agree():
    from gangsheet_studio.nesting.shapes.pixels import closer

    random = np.random.default_rng(5)
    for _ in range(60):
        a, b = (random.random((2, 14, 17)) < 0.03).astype(bool)
        one, other = np.argwhere(a), np.argwhere(b)
        for gap in range(7):
            apart = np.maximum(np.abs(one[:, None] - other[None]) - 1, 0)
            near = ((apart**2).sum(-1) < gap * gap).any() if gap else (a & b).any()
            assert closer(a, b, gap) == near


def test_pixels_decide_where_cells_can_not():
    shape = outline(star(4, 0.3))
    blurred = structs.replace(shape, mask=Mask(columns=1, rows=1, bits=zlib.compress(b"\x80")))
    items, film = [item(1, 200, 200, 12, "star")], Film(width=5, longest=60, gap=0.05, dpi=100)
    asked = []

    def print_mask(key, width, height):
        asked.append(key)
        bits = zlib.compress(np.packbits(pixels(shape, width, height), axis=1).tobytes())
        return Mask(columns=width, rows=height, bits=bits)

    def run(exact):
        found = []
        improve_shapes(items, film, {"star": blurred}, nest(items, film), 0, 1, found.append, GO_ON, exact)
        return found

    assert run(None) == []
    found = run(print_mask)
    assert found
    assert asked == ["star"]
    assert faults(found[-1], items, {"star": shape}, film) == []
    assert run(lambda key, width, height: Mask(columns=width, rows=height, bits=_full(width, height))) == []


def _full(width, height):
    return zlib.compress(np.packbits(np.ones((height, width), bool), axis=1).tobytes())
