"""What the state column says, and sizes as staff type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Unplaced
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.studio.job.line_state import line_states
from gangsheet_studio.studio.orders.size_text import read_size, write_size

HERE = OrderLine(design="a.png", path="/a.png")
GONE = OrderLine(design="b.png")
EMPTY = Layout(film=Film())


def told(name, severity="warning", figure=None):
    return Problem(id=name, severity=severity, message="Because.", line=1, figure=figure)


@pytest.mark.parametrize(
    ("line", "problems", "word", "severity"),
    [
        (HERE, [], "ready", "ok"),
        (GONE, [], "file missing", "error"),
        (HERE, [told("sizing.very-low-dpi", figure=142.0)], "low dpi 142", "warning"),
        (HERE, [told("sizing.low-dpi", figure=213.0)], "low dpi 213", "warning"),
        (HERE, [told("sizing.low-dpi")], "low dpi", "warning"),
        (HERE, [told("design.soft-edges", figure=0.12)], "soft edges 12 %", "warning"),
        (HERE, [told("sizing.fitted", "note")], "ready", "ok"),
        (HERE, [told("sizing.low-dpi"), told("layout.too-wide", "error")], "too large", "error"),
        (HERE, [told("designs.codec", "error")], "unreadable", "error"),
        (HERE, [told("designs.damaged", "error")], "damaged", "error"),
        (HERE, [told("designs.damaged"), told("design.soft-edges", figure=0.12)], "damaged", "warning"),
        (HERE, [told("designs.soft-edges", figure=0.12)], "soft edges 12 %", "warning"),
        (HERE, [told("designs.thin-lines", figure=0.12)], "thin lines", "warning"),
        (HERE, [told("designs.borders", figure=0.3)], "wide borders", "warning"),
        (HERE, [told("designs.out-of-gamut", figure=0.1)], "dull colours", "warning"),
        (HERE, [told("designs.not-trimmed")], "not trimmed", "warning"),
        (HERE, [told("designs.empty")], "empty", "warning"),
        (HERE, [told("designs.empty", "error")], "empty", "error"),
        (HERE, [told("marks.label-left-out")], "no label", "warning"),
        (HERE, [told("marks.qr-left-out")], "no QR code", "warning"),
        (HERE, [told("marks.crop-mark-left-out")], "no crop mark", "warning"),
    ],
)
def test_a_line_is_called_after_the_worst_about_it(line, problems, word, severity):
    (state,) = line_states([line], problems, EMPTY)
    assert (state.word, state.severity) == (word, severity)


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("design-unreadable", "unreadable"),
        ("design-empty", "empty"),
        ("too-wide", "too large"),
        ("too-long", "too large"),
        ("no-copies", "no copies"),
    ],
)
def test_what_is_left_out_says_why(reason, word):
    left = Unplaced(line=1, design="a.png", order="", copies=1, reason=reason, message="It is left out.")
    (state,) = line_states([HERE], [], Layout(film=Film(), unplaced=(left,)))
    assert (state.word, state.severity, state.detail) == (word, "error", "It is left out.")


def test_a_sentence_is_told_once():
    bad = Problem(id="designs.format", severity="error", message="a.csv, row 2: It is no image.", line=1)
    left = Unplaced(
        line=1, design="a", order="", copies=1, reason="design-unreadable", message="It is no image."
    )
    (state,) = line_states([HERE], [bad], Layout(film=Film(), unplaced=(left,)))
    assert (state.word, state.detail) == ("unreadable", "a.csv, row 2: It is no image.")


def test_until_there_is_a_layout_lines_are_being_checked():
    assert [state.word for state in line_states([HERE, GONE], [], None)] == ["checking", "file missing"]


@pytest.mark.parametrize(
    ("text", "unit", "size"),
    [
        ("", "in", Size()),
        ("3 x 3 in", "in", Size(3, 3)),
        ("3x4", "in", Size(3, 4)),
        ("254 x 25.4", "mm", Size(10, 1)),
        ("9.4", "in", Size(9.4)),
        ("w 4.5in", "mm", Size(4.5)),
        ("H=5.5in", "in", Size(None, 5.5)),
        ("h 3 in, w 2 in", "in", Size(2, 3)),
        ("3 1/2 x 2", "in", Size(3.5, 2)),
        ("2.54cm", "in", Size(1)),
    ],
)
def test_sizes_as_staff_type_them(text, unit, size):
    read = read_size(text, unit)
    assert (read.width, read.height) == (
        size.width and pytest.approx(size.width),
        size.height and pytest.approx(size.height),
    )


@pytest.mark.parametrize(
    "text", ["big", "0", "-3", "3 x", "1x2x3", "w3 x w4", "3 apples", "99999", "x" * 999]
)
def test_what_is_no_size_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"^“.*\.$"):
        read_size(text)


SIDES = st.one_of(st.none(), st.floats(0.01, 9000))


@given(width=SIDES, height=SIDES, unit=st.sampled_from(["in", "mm", "cm"]))
def test_a_size_reads_back_as_it_is_written(width, height, unit):
    back = read_size(write_size(Size(width, height), unit), unit)
    for before, after in ((width, back.width), (height, back.height)):
        assert (before is None) == (after is None)
        assert before is None or abs(before - after) < 0.004


@given(st.text())
def test_any_text_is_a_size_or_a_sentence(text):
    try:
        size = read_size(text)
    except ValueError as error:
        assert str(error)
    else:
        assert all(side is None or side > 0 for side in (size.width, size.height))
