"""Where marks lie on layouts that were nested with room for them, and on layouts that staff arranged."""

import time
from itertools import combinations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item, Layout, Part, Placement
from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.model.marking import with_marks
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.nesting import nest
from tests.marks import outputs
from tests.nesting.check import faults

DPI = 60
TODAY = "2001-02-03"
films = st.builds(
    Film,
    width=st.sampled_from([6, 11, 22]),
    longest=st.sampled_from([12, 30]),
    gap=st.sampled_from([0, 0.125, 0.5]),
    gap_along=st.none() | st.sampled_from([0, 0.3]),
    margin=st.sampled_from([0, 0.1, 0.4]),
    dpi=st.just(DPI),
    rotate=st.sampled_from(["any", "none"]),
)
orders = st.lists(
    st.tuples(
        st.integers(1, 300), st.integers(1, 300), st.integers(1, 6), st.sampled_from(["", "#1", "Grüße 7"])
    ),
    min_size=1,
    max_size=6,
)
modes = st.sampled_from(["least-film", "easy-cutting", "orders-together", "spread"])


def nested(asked, film, mode="least-film"):
    """Return items, order lines and the layout of `asked`: (width, height, quantity, order) each."""
    items, lines = [], []
    for line, (width, height, quantity, order) in enumerate(asked, 1):
        name = f"design {line}.png"
        sizes = {"width_px": width, "height_px": height, "quantity": quantity}
        items.append(Item(line=line, design=name, key=name, order=order, **sizes))
        lines.append(OrderLine(design=name, quantity=quantity, order=order))
    return items, lines, nest(items, film, Nesting(mode=mode))


def box(printed):
    return printed.x, printed.y, printed.x + printed.width, printed.y + printed.height


def meet(one, other):
    (a, b, c, d), (e, f, g, h) = box(one), box(other)
    return a < g and e < c and b < h and f < d


def mark_faults(layout):
    """Return a sentence for each rule that the marks of `layout` break."""
    found = []
    for part in layout.parts:
        for mark in part.marks:
            edge = 0 if mark.kind == "crop" else layout.film.margin_px
            left, top, right, bottom = box(mark)
            if min(left, top) < edge or right > part.width_px - edge or bottom > part.height_px - edge:
                found.append(f"{mark.kind} at {mark.x}, {mark.y} is off the film")
            found += [f"{mark.kind} lies over {p.design}" for p in part.placements if meet(mark, p)]
        for one, other in combinations(part.marks, 2):
            if meet(one, other) and {one.kind, other.kind} != {"crop"}:
                found.append(f"{one.kind} lies over {other.kind}")
    return found


def labels(layout):
    return [mark for part in layout.parts for mark in part.marks if mark.kind == "label"]


@settings(max_examples=120, deadline=None)
@given(orders, films, outputs, modes)
def test_a_layout_with_room_has_a_place_for_every_mark(asked, film, output, mode):
    roomy = with_room(film, output)
    items, lines, layout = nested(asked, roomy, mode)
    assert faults(layout, items, roomy) == []
    marked = with_marks(layout, lines, output, "Job", TODAY)
    assert mark_faults(marked.layout) == []
    assert (marked.unlabelled, marked.uncropped) == ((), ())
    for part in marked.layout.parts:
        kinds = [mark.kind for mark in part.marks]
        copies = len(part.placements)
        at = 0
        if output.label:
            at = copies if output.label.each == "copy" else len({p.order for p in part.placements})
        assert kinds.count("label") == at
        assert kinds.count("crop") == (4 * copies if output.crop_marks else 0)
        assert kinds.count("registration") == (4 if output.registration else 0)
        assert kinds.count("header") == output.header


@settings(max_examples=120, deadline=None)
@given(st.data(), films, outputs)
def test_no_mark_lies_over_anything_however_copies_are_arranged(data, film, output):
    film = with_room(film, output)
    placements = []
    for number in range(1, data.draw(st.integers(1, 12)) + 1):
        across = min(200, film.right_px - film.left_px)
        width, height = data.draw(st.integers(5, across)), data.draw(st.integers(5, 200))
        x = data.draw(st.integers(film.left_px, film.right_px - width))
        y = film.top_px + data.draw(st.integers(0, 400))
        placements.append(copy(number, x, y, width, height))
    height = max(p.y + p.height for p in placements) + film.end_px
    part = Part(number=1, width_px=film.width_px, height_px=height, placements=tuple(placements))
    layout = Layout(film=film, parts=(part,))
    marked = with_marks(layout, [OrderLine(design="a", quantity=20)], output, "Job", TODAY)
    assert mark_faults(marked.layout) == []
    if output.label and output.label.each == "copy":
        assert len(labels(marked.layout)) + len(marked.unlabelled) == len(placements)


def copy(number, x, y, width=60, height=60, **fields):
    asked = {"line": 1, "design": "a.png", "key": "a", "order": "#7", "rotation": 0} | fields
    return Placement(copy=number, x=x, y=y, width=width, height=height, **asked)


def crowd(*placements, film=None):
    film = film or Film(width=6, longest=12, dpi=DPI)
    height = max(p.y + p.height for p in placements) + film.end_px
    part = Part(number=1, width_px=film.width_px, height_px=height, placements=placements)
    return Layout(film=film, parts=(part,))


LINES = [OrderLine(design="a.png", quantity=9, order="#7")]


def test_a_label_that_is_crowded_out_goes_to_another_side_or_is_left_out():
    output = Output(label=Label(height=0.1))
    alone = with_marks(crowd(copy(1, 100, 100), copy(2, 100, 165)), LINES, output, "Job", TODAY)
    first, last = labels(alone.layout)
    assert (first.x, first.y, first.rotation) == (100, 100 - first.height, 0)
    assert (last.x, last.y, last.rotation) == (160, 165, 90)
    walled = [copy(n, 60 * (n % 3), 60 * (n // 3)) for n in range(9)]
    marked = with_marks(crowd(*walled), LINES, output, "Job", TODAY)
    assert {p.copy for p in marked.unlabelled} == {0, 1, 3, 4, 6, 7}


def test_labels_say_order_design_size_and_copy():
    output = Output(label=Label(height=0.1))
    placed = copy(3, 0, 0, 150, 75, rotation=90), copy(12, 200, 0, extra=True, order="")
    marked = with_marks(crowd(*placed), LINES, output, "Job", TODAY)
    full, extra = (label.wordings[0] for label in labels(marked.layout))
    assert full == ("#7", "a.png", "1.25 x 2.5 in", "3 of 9")
    assert extra == ("a.png", "1 x 1 in", "extra")


def test_an_order_is_labelled_once_a_part_at_its_lowest_copy_and_left_of_all_such():
    output = Output(label=Label(each="order", height=0.1, qr=True))
    film = with_room(Film(width=22, longest=60, dpi=DPI), output)
    placed = [copy(n, 100 * n, 0) for n in range(3)] + [copy(n, 100 * n, 300) for n in (4, 2)]
    marked = with_marks(crowd(*placed, film=film), LINES, output, "Job", TODAY)
    (label,) = labels(marked.layout)
    assert (label.x, label.y) == (200, 360)
    assert label.wordings == (("#7", "5 copies"),)


def test_a_code_is_left_out_where_it_has_no_room_or_no_order():
    output = Output(label=Label(qr=True))
    film = with_room(Film(width=22, longest=60, dpi=DPI), output)
    wide = {"width": 300, "height": 60}
    placed = copy(1, 0, 0), copy(2, 100, 0, **wide), copy(3, 500, 0, order="", **wide)
    placed += (copy(4, 900, 0, order="x" * 54, **wide),)
    marked = with_marks(crowd(*placed, film=film), LINES, output, "Job", TODAY)
    assert [label.qr for label in labels(marked.layout)] == ["", "#7", "", ""]
    assert [p.copy for p in marked.uncoded] == [1, 4]


def test_headers_name_job_part_length_date_and_film():
    output = Output(header=True)
    film = with_room(Film(width=22, longest=60, dpi=DPI), output)
    (header,) = (
        with_marks(crowd(copy(1, 0, 60), film=film), LINES, output, "Fri\nday", TODAY).layout.parts[0].marks
    )
    assert header.wordings[0] == ("Fri\\nday", "part 1 of 1", "2.0 in", TODAY, "film 22 in", "1 copy")


@pytest.mark.parametrize(("background", "light"), [("", False), ("#ffffff", False), ("#102040", True)])
def test_marks_can_be_read_on_the_background(background, light):
    output = Output(label=Label(), background=background)
    marked = with_marks(crowd(copy(1, 60, 60)), LINES, output, "Job", TODAY)
    assert [mark.light for mark in labels(marked.layout)] == [light]


def test_names_that_steer_are_said_in_words_and_end_somewhere():
    output = Output(label=Label())
    hostile = copy(1, 60, 60, order="\x1b[31m\u202e\n", design="x" * 5000)
    (label,) = labels(with_marks(crowd(hostile), LINES, output, "Job", TODAY).layout)
    order, design, *_ = label.wordings[0]
    assert order.isprintable() and len(design) == 80


def test_without_marks_a_layout_stays_what_it_is():
    layout = crowd(copy(1, 0, 0))
    assert with_marks(layout, LINES, Output(mirror=True, preview="jpeg"), "Job", TODAY).layout == layout
    assert b"marks" not in msgspec.json.encode(layout)


def test_thousands_of_copies_are_marked_soon():
    output = Output(label=Label(), crop_marks=True)
    film = with_room(Film(width=60, longest=900, dpi=DPI), output)
    _, lines, layout = nested([(60, 60, 1000, "#1"), (90, 90, 1000, "#2")], film)
    began = time.perf_counter()
    marked = with_marks(layout, lines, output, "Job", TODAY)
    print(f"{layout.copies} copies marked in {time.perf_counter() - began:.2f} s")
    assert sum(len(part.marks) for part in marked.layout.parts) == 5 * layout.copies == 10_000
