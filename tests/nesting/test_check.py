"""The checker sees what is wrong with a layout: else the properties it holds would hold nothing."""

import msgspec
import pytest

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item, Layout, Part, Placement
from tests.nesting.check import faults

FILM = Film(width=10, longest=12, gap=0.2, margin=0.5, dpi=10, rotate="none")
ITEM = Item(line=1, design="a", key="a", order="", width_px=30, height_px=20, quantity=2)


def layout(*changes, height=47):
    """Two copies, one above the other, with `changes` to each."""
    placements = []
    for number, change in enumerate((*changes, {}, {})[:2], 1):
        fields = {
            "x": 5,
            "y": 5 + 22 * (number - 1),
            "width": 30,
            "height": 20,
            "rotation": 0,
            "copy": number,
        }
        placements.append(Placement(line=1, design="a", key="a", order="", **(fields | change)))
    part = Part(number=1, width_px=100, height_px=height, placements=tuple(placements))
    return Layout(film=FILM, parts=(part,))


def test_a_good_layout_has_no_fault():
    assert faults(layout(height=52), [ITEM], FILM) == []


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (layout(height=51), "content"),
        (layout({}, {"y": 26}, height=51), "gap"),
        (layout({}, {"y": 5, "x": 36}, height=30), "gap"),
        (layout({"x": 4}, height=52), "margin"),
        (layout({"x": 66}, height=52), "margin"),
        (layout({}, {"y": 100}, height=125), "longest"),
        (layout({"y": 27}, {"y": 5}, height=52), "painted"),
        (layout({"copy": 2}, {"copy": 1}, height=52), "numbered"),
        (layout({}, {"copy": 1}, height=52), "numbered"),
        (layout({"rotation": 90, "width": 20, "height": 30}, {"y": 37}, height=62), "lies 90"),
        (layout({"width": 29}, height=52), "lies 0"),
        (msgspec.structs.replace(layout(), parts=()), "0 + 0 copies of 2"),
    ],
)
def test_each_fault_is_named(broken, word):
    assert any(word in fault for fault in faults(broken, [ITEM], FILM))
