"""The room that layouts make for marks."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.mark_room import nesting_with_marks, with_room
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.output import Cut, Label, Output
from tests.marks import outputs

films = st.builds(
    Film,
    width=st.floats(4, 60),
    longest=st.floats(6, 215),
    gap=st.floats(0, 1),
    gap_along=st.none() | st.floats(0, 1),
    margin=st.floats(0, 1),
    head=st.floats(0, 1),
    foot=st.floats(0, 1),
    side=st.floats(0, 1),
    dpi=st.integers(72, 1200),
)
ROOMS = ("gap_px", "gap_along_px", "margin_px", "top_px", "end_px", "left_px")


@settings(deadline=None)
@given(films, outputs)
def test_a_film_with_room_has_all_the_room_it_needs(film, output):
    once = with_room(film, output)
    assert with_room(once, output) == once
    assert all(getattr(once, room) >= getattr(film, room) for room in ROOMS)
    assert once.right_px <= film.right_px
    same = ("width", "longest", "dpi", "rotate", "price")
    assert all(getattr(once, field) == getattr(film, field) for field in same)


@given(films)
def test_no_marks_need_no_room(film):
    assert with_room(film, Output()) == film
    assert with_room(film, Output(white=None, mirror=True, background="#ffffff", preview="jpeg")) == film


def test_a_label_that_fits_the_gap_leaves_the_film_alone_but_for_the_last_row():
    film = Film(gap=0.5)
    output = Output(label=Label(height=0.12))
    roomy = with_room(film, output)
    assert msgspec.structs.replace(roomy, foot=0.0) == film
    assert 0.12 < roomy.foot < 0.17


def test_labels_beside_copies_widen_the_gap_across_alone():
    film = Film(gap=0.0625)
    roomy = with_room(film, Output(label=Label(place="beside", height=0.25)))
    assert (roomy.gap_along, roomy.foot) == (0.0625, 0.0)
    assert roomy.gap == roomy.side > 0.25


def test_cut_lines_need_two_offsets_between_copies_and_one_at_the_edges():
    roomy = with_room(Film(gap=0.1), Output(format="pdf", cut=Cut(offset=0.2)))
    assert (roomy.gap, roomy.gap_along, roomy.margin) == (0.4, None, 0.2)


def test_a_qr_code_has_four_pixels_a_module_even_on_coarse_film():
    output = Output(label=Label(qr=True))
    assert with_room(Film(dpi=150), output).gap_along_px == (29 + 8) * 4
    assert with_room(Film(dpi=600), output).gap_along_px == round(12 / 25.4 * 600)


def test_copies_with_marks_around_them_lie_in_boxes_of_their_own():
    assert nesting_with_marks(Nesting(), Output(header=True, registration=True)).shapes
    assert not nesting_with_marks(Nesting(), Output(label=Label())).shapes
    assert not nesting_with_marks(Nesting(), Output(crop_marks=True)).shapes
