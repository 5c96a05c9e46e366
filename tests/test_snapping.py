"""Where copies that are moved by hand come to rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Placement
from gangsheet_studio.model.snapping import Box, Guide, box_of, snap

FILM = Film(width=10.0, longest=20.0, gap=0.1, gap_along=0.3, margin=0.2, dpi=100)


def copy(x, y, width=100, height=100):
    return Placement(
        line=1, design="a", key="a", order="", copy=1, x=x, y=y, width=width, height=height, rotation=0
    )


@pytest.mark.parametrize(
    ("box", "others", "rests"),
    [
        (Box(25, 400, 125, 500), [], (-5, 0)),  # the left margin
        (Box(876, 400, 976, 500), [], (4, 0)),  # the right one
        (Box(400, 17, 500, 117), [], (0, 3)),  # the start of the part
        (Box(514, 470, 614, 570), [(400, 400)], (-4, 0)),  # the gap beside a neighbour
        (Box(287, 470, 387, 570), [(400, 400)], (3, 0)),
        (Box(430, 526, 530, 626), [(400, 400)], (0, 4)),  # the gap along, which differs
        (Box(403, 800, 503, 900), [(400, 400)], (-3, 0)),  # in line with one further on
        (Box(513, 402, 613, 502), [(400, 400)], (-3, -2)),  # both at once
        (Box(450, 450, 560, 560), [(400, 400)], (0, 0)),  # over it, near nothing
    ],
)
def test_it_rests_at_margins_gaps_and_edges_in_line(box, others, rests):
    found = snap(box, [copy(x, y) for x, y in others], FILM, 6)
    assert (found.dx, found.dy) == rests
    assert bool(found.guides) == (rests != (0, 0))


def test_a_gap_holds_before_an_edge_that_is_merely_in_line():
    # 4 from the gap beside the first, 3 from the left edge of the second
    found = snap(Box(514, 400, 614, 500), [copy(400, 400), copy(511, 900)], FILM, 6)
    assert found.dx == -4


def test_guides_say_why():
    found = snap(Box(513, 402, 613, 502), [copy(400, 400)], FILM, 6)
    assert Guide("gap", (500, 450), (510, 450)) in found.guides
    assert Guide("edge", (400, 400), (610, 400)) in found.guides


spans = st.integers(0, 900)


@given(st.lists(st.tuples(spans, spans), max_size=8), st.tuples(spans, spans), st.integers(0, 30))
def test_it_never_goes_further_than_its_reach_and_lies_on_its_guides(others, at, reach):
    box = Box(*at, at[0] + 70, at[1] + 40)
    found = snap(box, [copy(x, y) for x, y in others], FILM, reach)
    assert abs(found.dx) <= reach and abs(found.dy) <= reach
    now = box.moved(found.dx, found.dy)
    across, along = {now.left, now.right}, {now.top, now.bottom}
    for guide in found.guides:
        upright = guide.start[0] == guide.end[0]
        if guide.kind == "edge":
            assert guide.start[0] in across if upright else guide.start[1] in along
        else:
            ends = {guide.start[upright], guide.end[upright]}
            assert ends & (along if upright else across)


def test_the_box_around_several():
    assert box_of([copy(5, 9), copy(50, 1, 10, 10)]) == Box(5, 1, 105, 109)
