from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.order import Size
from gangsheet_studio.model.units import format_length
from gangsheet_studio.orders.filenames import read_name
from gangsheet_studio.orders.sizes import LONGEST, parse_side, parse_size

CM, MM = 1 / 2.54, 1 / 25.4


@pytest.mark.parametrize(
    ("text", "width", "height"),
    [
        ("3x3", 3, 3),
        ("3 x 3 in", 3, 3),
        ('3"x3"', 3, 3),
        ("3″ × 2″", 3, 2),  # noqa: RUF001
        ("3''x2''", 3, 2),
        ("3 X 2 Inches", 3, 2),
        ("3 by 2", 3, 2),
        ("3*2", 3, 2),
        ("7.5cm", 7.5 * CM, None),
        ("7,5 cm", 7.5 * CM, None),
        ("75 mm x 40 mm", 75 * MM, 40 * MM),
        ("75 x 40 mm", 75 * MM, 40 * MM),
        ("75mm x 40", 75 * MM, 40 * MM),
        ("75mm x 2in", 75 * MM, 2),
        ("9cm_x_5cm", 9 * CM, 5 * CM),
        ("10in", 10, None),
        ("10 in.", 10, None),
        ("10", 10, None),
        (".5in", 0.5, None),
        ("w=4in", 4, None),
        ("width: 4in", 4, None),
        ("4in wide", 4, None),
        ("h=11in", None, 11),
        ("11in high", None, 11),
        ("11 in tall", None, 11),
        ("w=4in h=3in", 4, 3),
        ("h=3in, w=4in", 4, 3),
        ("h=3in,w=4in", 4, 3),
        ('4"w x 6"h', 4, 6),
        ('6"h x 4', 4, 6),
        ("a4", 210 * MM, 297 * MM),
        ("A5", 148 * MM, 210 * MM),
        ("a5 landscape", 210 * MM, 148 * MM),
        ("3\N{NO-BREAK SPACE}x\N{NO-BREAK SPACE}3", 3, 3),
        ('3 1/2"', 3.5, None),
        ("3-1/2 x 4 in", 3.5, 4),
        ("3½ x 1/2", 3.5, 0.5),
        ("1/4in", 0.25, None),
        ("½", 0.5, None),
        ("", None, None),
        ("  ", None, None),
    ],
)
def test_every_spelling(text: str, width: float | None, height: float | None) -> None:
    size = parse_size(text)
    assert (size.width, size.height) == (pytest.approx(width), pytest.approx(height))


def test_a_bare_number_is_in_the_unit_that_was_asked_for() -> None:
    assert parse_size("75x40", "mm") == parse_size("75mm x 40mm")
    assert parse_size("7.5", "cm") == parse_size("75mm")
    assert parse_size("7 1/2", "cm") == parse_size("75mm")
    assert parse_size("3in", "mm") == Size(3, None)


@pytest.mark.parametrize(
    "text",
    [
        "0x3",
        "0",
        "-3x3",
        "nan",
        "inf",
        "1e3",
        "1_0",
        "1_0x3",
        "\N{FULLWIDTH DIGIT THREE}x\N{FULLWIDTH DIGIT THREE}",
        "10001in",
        "99999x1",
        "9" * 400,
        "3x",
        "x3",
        "3x3x3",
        "3 3",
        "3'",
        "Large",
        "a8",
        "w=4 w=5",
        "w=4in h",
        "w=4in tall",
        "3-4",
        "2024-03-04",
        "1/2",
        "3/2",
        "3/0",
        "=1+1",
        "#REF!",
    ],
)
def test_what_is_no_size_is_refused_with_the_text(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"can't be printed|is no size|gives one side|calls one side|too large"
    ) as error:
        parse_size(text)
    assert text[:40] in str(error.value)


@given(st.text() | st.text(alphabet="0123456789xwh=.,_ incm\"''aby×\n", max_size=120))  # noqa: RUF001
def test_nothing_but_a_value_error_ever_comes_out(text: str) -> None:
    try:
        size = parse_size(text)
    except ValueError:
        return
    assert all(side is None or 0 < side <= LONGEST for side in (size.width, size.height))


@given(
    st.decimals(min_value="0.1", max_value=9999, places=2),
    st.decimals(min_value="0.1", max_value=9999, places=2),
    st.sampled_from(["in", "mm", "cm"]),
)
def test_a_written_size_reads_back(width: object, height: object, unit: str) -> None:
    size = Size(parse_side(f"{width}{unit}"), parse_side(f"{height}{unit}"))
    assert size.width is not None
    assert size.height is not None
    text = f"{format_length(size.width)} x {format_length(size.height)}"
    again = (
        parse_size(text) if "0 in" not in (format_length(size.width), format_length(size.height)) else size
    )
    assert again.width == pytest.approx(size.width, abs=0.0006)
    assert again.height == pytest.approx(size.height, abs=0.0006)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("1,000mm", "“1,000” is no clear number; write 1000 or 1.0"),
        ("1,200 x 900 mm", "“1,200” is no clear number; write 1200 or 1.2"),
        ("900 x 1,255 mm", "“1,255” is no clear number; write 1255 or 1.255"),
        ("h=11,125in", "“11,125” is no clear number; write 11125 or 11.125"),
    ],
)
def test_a_comma_before_three_figures_is_not_guessed(text: str, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        parse_size(text)


def test_a_decimal_comma_is_clear_elsewhere() -> None:
    assert parse_size("0,125in x 1,25in") == Size(0.125, 1.25)


def test_a_width_and_a_name_with_an_unclear_comma_are_refused() -> None:
    with pytest.raises(ValueError, match="write 1000 or"):
        parse_side("1,000", "mm")
    assert read_name("poster 1,000mm").size == "1,000mm"
    assert read_name("poster 1,920x1,080").size == "1,920x1,080"
