"""Inches on an order line become exact pixels; what staff should know is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.nesting import size_items

FILM = Film(dpi=400)


def design(width, height, dpi=None, file_format="png"):
    return Design(
        key="k",
        path="art/a.png",
        name="a.png",
        format=file_format,
        width_px=width,
        height_px=height,
        dpi=dpi,
        colour="RGBA",
        bits=8,
        alpha=True,
        profile=False,
        orientation=1,
        file_bytes=1,
        streams=True,
    )


def sized(art, size, film=FILM):
    line = OrderLine(design="a", path="art/a.png", size=size, quantity=2, order="#1", file="in/o.csv", row=7)
    return size_items([line], {"art/a.png": art}, film)


def box(art, size, film=FILM):
    (item,) = sized(art, size, film).items
    return item.width_px, item.height_px


@pytest.mark.parametrize(
    ("art", "size", "expected"),
    [
        (design(1200, 900, (300, 300)), Size(), (1600, 1200)),  # 4 x 3 in
        (design(1200, 900), Size(), (1200, 900)),  # no dpi: the film's
        (design(1200, 900, (72, 72)), Size(3), (1200, 900)),
        (design(1200, 900), Size(None, 4.5), (2400, 1800)),
        (design(1200, 900), Size(8, 6), (3200, 2400)),
        (design(1000, 1000, (200, 100)), Size(2), (800, 1600)),  # pixels that are not square
        (design(1200, 900), Size(4, 4), (1600, 1200)),  # fitted by width
        (design(900, 1200), Size(4, 4), (1200, 1600)),  # by height
        (design(5500, 4550), Size(13.75, 11.38), (5500, 4552)),  # 2 px of 4,552: as ordered
        (design(5500, 4550), Size(13.75, 11.375), (5500, 4550)),
        (design(1201, 900), Size(3, 2.25), (1201, 900)),  # within a pixel of its own
        (design(1200, 901), Size(3), (1200, 901)),
        (design(3000, 10), Size(0.5), (200, 1)),  # a hairline is still there
        (design(1200, 1200), Size(1e-9), (1, 1)),
    ],
)
def test_inches_become_exact_pixels(art, size, expected):
    assert box(art, size) == expected


def test_another_shape_is_fitted_and_said():
    (note,) = sized(design(2400, 1800), Size(4, 4)).problems
    assert (note.id, note.severity, note.line, note.row, note.file) == (
        "sizing.fitted",
        "note",
        1,
        7,
        "in/o.csv",
    )
    assert note.message.startswith("o.csv, row 7, “a”: ")
    assert "4 in x 4 in" in note.message and "4 in x 3 in" in note.message


@pytest.mark.parametrize(
    ("pixels", "size", "found", "figure"),
    [
        (1200, 4, None, None),  # 300 dpi
        (1199, 4, None, None),  # 299.75, which reads 300
        (1196, 4, "sizing.low-dpi", "299 dpi"),
        (600, 4, "sizing.low-dpi", "150 dpi"),
        (500, 4, "sizing.very-low-dpi", "125 dpi"),
    ],
)
def test_too_few_pixels_are_said(pixels, size, found, figure):
    problems = sized(design(pixels, pixels), Size(size, size)).problems
    assert [problem.id for problem in problems] == ([found] if found else [])
    assert all(figure in problem.message and problem.severity == "warning" for problem in problems)
    assert all(problem.figure == int(figure.removesuffix(" dpi")) for problem in problems)


def test_the_worse_axis_counts():
    (problem,) = sized(design(1600, 400, (400, 100)), Size(4, 4)).problems
    assert "100 dpi" in problem.message


def test_drawings_have_no_dpi():
    assert sized(design(100, 100, file_format="svg"), Size(10)).problems == ()


def test_a_line_carries_over_and_missing_artwork_is_left_to_others():
    art = {"art/a.png": design(1200, 900)}
    lines = [
        OrderLine(design="no file"),
        OrderLine(design="unreadable", path="art/b.png"),
        OrderLine(design="a", path="art/a.png", quantity=0),
        OrderLine(design="what the order calls it", path="art/a.png", quantity=3, order="#9"),
    ]
    (item,) = size_items(lines, art, FILM).items
    assert (item.line, item.design, item.key, item.order, item.quantity) == (
        4,
        "what the order calls it",
        "k",
        "#9",
        3,
    )


sides = st.floats(0.05, 60)
shapes = st.builds(design, st.integers(1, 9000), st.integers(1, 9000), st.tuples(*[st.integers(72, 600)] * 2))


@given(shapes, st.builds(Size, st.none() | sides, st.none() | sides), st.sampled_from([72, 300, 400]))
def test_never_larger_than_asked_and_never_stretched(art, size, dpi):
    film = Film(dpi=dpi)
    width, height = box(art, size, film)
    for asked, printed in ((size.width, width), (size.height, height)):
        assert asked is None or printed <= max(1, asked * dpi + 1.5)
    own_width, own_height = art.size(dpi)
    # a pixel of rounding, a pixel to its own size, and what counts as a rounded size
    assert abs(width - height * own_width / own_height) <= 2 + 0.006 * width + 2 * own_width / own_height
