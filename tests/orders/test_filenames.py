from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.order import Size
from gangsheet_studio.orders.filenames import NamedArtwork, read_name
from gangsheet_studio.orders.sizes import parse_size


@pytest.mark.parametrize(
    ("stem", "title", "size", "quantity"),
    [
        ("luffy_4x4", "luffy", "4x4", ""),
        ("sunset 10cm qty12", "sunset", "10cm", "12"),
        ("sunset a5 qty12", "sunset", "a5", "12"),
        ("design_9cm_x_5cm", "design", "9cm x 5cm", ""),
        ("logo 3.5in x 2in 5pcs", "logo", "3.5in x 2in", "5"),
        ("Luffy-4X4-front", "Luffy- -front", "4X4", ""),
        ("qty 3 tiger", "tiger", "", "3"),
        ("tiger qty0", "tiger", "", "0"),
        ("4x4", "4x4", "4x4", ""),
        ("UV840", "UV840", "", ""),
        ("photo_1920x1080", "photo_1920x1080", "", ""),
        ("top 4 in town", "top 4 in town", "", ""),
        ("v1.4x4", "v1.4x4", "", ""),
        ("a4 poster", "a4 poster", "", ""),
        ("4x4 or 6x6", "4x4 or 6x6", "", ""),
        ("0x3f", "0x3f", "", ""),
        ("matrix2x", "matrix2x", "", ""),
    ],
)
def test_what_names_say(stem: str, title: str, size: str, quantity: str) -> None:
    assert read_name(stem) == NamedArtwork(title, size, quantity)


def test_figures_larger_than_any_film_are_pixels_but_may_be_millimetres() -> None:
    assert read_name("card 300x200").size == ""
    assert read_name("card 300x200", "mm").size == "300x200"
    assert read_name("card 300mm x 200mm").size == "300mm x 200mm"


@given(st.text(max_size=400) | st.text(alphabet="0123456789x qty_incma.", max_size=400))
def test_no_name_is_too_odd(stem: str) -> None:
    said = read_name(stem)
    assert said.title or not stem


@pytest.mark.parametrize(
    ("stem", "title", "size"),
    [
        ("Wolf - 3 1/2 x 4 in", "Wolf", Size(3.5, 4)),
        ('Wolf 3-1/2" x 4"', "Wolf", Size(3.5, 4)),
        ("Fox 11 1/2in", "Fox", Size(11.5)),
        ("Fox 1/4in", "Fox", Size(0.25)),
        ("sunset 3½ x 4in", "sunset", Size(3.5, 4)),
        ("owl_½_x_¾in", "owl", Size(0.5, 0.75)),
        ("Dog 1/2", "Dog 1/2", Size()),
        ("3x4/5x6", "3x4/5x6", Size()),
    ],
)
def test_fractions(stem: str, title: str, size: Size) -> None:
    said = read_name(stem)
    assert (said.title, parse_size(said.size)) == (title, size)


@pytest.mark.parametrize(
    ("stem", "size"),
    [
        ("Tiger - 11in tall", Size(None, 11)),
        ("Tiger 11in high", Size(None, 11)),
        ("Tiger 11in high quality", Size(11)),
        ("Tiger h=11in", Size(None, 11)),
        ("Tiger 4in wide x 6in tall", Size(4, 6)),
    ],
)
def test_a_side_may_be_called_width_or_height(stem: str, size: Size) -> None:
    assert parse_size(read_name(stem).size) == size
