"""Instances are read with clear errors, and the independent check sees what is wrong with an answer."""

import json

import msgspec
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.nesting import nest
from tests.bench.bound import lower_bound
from tests.bench.check_instance import Placed, faults, film_length, utilisation
from tests.bench.instances import (
    Instance,
    InstanceError,
    InstanceItem,
    read_folder,
    whole_set,
    write_instance,
)
from tests.bench.instances.zero_waste import zero_waste_instance
from tests.bench.mapping import left_out, to_pixels, to_placed

RECTANGLE = InstanceItem(id="a", w=4, h=2, qty=2, rotations=(0, 90))
ARROW = InstanceItem(id="a", w=4, h=2, qty=2, rotations=(0,), polygon=((0, 0), (4, 1), (0, 2), (2, 1)))


def instance(item=RECTANGLE, **changes):
    fields = {
        "name": "two",
        "kind": "poly" if item.polygon else "rect",
        "unit": "in",
        "roll_width": 10,
        "max_length": 12,
        "spacing": 0.5,
        "optimum": None,
    }
    return Instance(items=(item,), **(fields | changes))


def test_what_is_written_is_read_again(tmp_path):
    for written in (instance(), instance(ARROW, name="arrows, in parts")):
        write_instance(written, tmp_path)
    assert read_folder(tmp_path) == [instance(ARROW, name="arrows, in parts"), instance()]


UNIT = {"id": "a", "w": 1, "h": 1, "qty": 1, "rotations": [0]}
BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"roll_width": 0}, "roll_width"),
        ({"max_length": -1}, "max_length"),
        ({"spacing": -0.1}, "spacing"),
        ({"kind": "circle"}, "kind"),
        ({"items": [{"id": "a", "w": 1, "h": 1}]}, "qty"),
        ({"items": [UNIT, UNIT]}, "two items"),
        ({"items": [UNIT | {"w": 0}]}, "both sides"),
        ({"items": [UNIT | {"qty": -1}]}, "-1 copies"),
        ({"items": [UNIT | {"rotations": [45]}]}, "rotations"),
        ({"items": [UNIT | {"polygon": [[0, 0], [1, 0], [0, 1]]}]}, "polygon"),
        ({"kind": "poly"}, "polygon"),
        ({"kind": "poly", "items": [UNIT | {"polygon": [[0, 0], [1, 1]]}]}, "three points"),
        ({"kind": "poly", "items": [UNIT | {"polygon": BOW_TIE}]}, "Self-intersection"),
        ({"kind": "poly", "items": [UNIT | {"polygon": [[0, 0], [2, 0], [0, 1]]}]}, "outside"),
    ],
)
def test_what_is_no_instance_is_said(tmp_path, changes, word):
    fields = msgspec.to_builtins(instance()) | changes
    (tmp_path / "bad.json").write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(InstanceError, match=word) as error:
        read_folder(tmp_path)
    assert "bad.json" in str(error.value)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"name": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_said(tmp_path, data):
    (tmp_path / "bad.json").write_bytes(data)
    with pytest.raises(InstanceError, match=r"bad\.json"):
        read_folder(tmp_path)


def test_a_folder_without_instances_is_said(tmp_path):
    with pytest.raises(InstanceError, match=r"no \.json"):
        read_folder(tmp_path)


def test_good_answers_have_no_fault():
    side_by_side = [Placed("a", 0, 0, 0), Placed("a", 0, 4.5, 0)]
    assert faults(instance(), side_by_side, {}) == []
    assert film_length(instance(), side_by_side) == 2
    assert utilisation(instance(), side_by_side) == pytest.approx(16 / 20)
    on_two_parts = [Placed("a", 0, 2, 0, 90), Placed("a", 1, 10, 12, 180)]
    assert faults(instance(), on_two_parts, {}) == []
    assert film_length(instance(), on_two_parts) == 4 + 12
    nested = [Placed("a", 0, 0, 0), Placed("a", 0, 2.5, 0)]  # one arrow's tip in the other's notch
    assert faults(instance(ARROW, spacing=0.2), nested, {}) == []


@pytest.mark.parametrize(
    ("second", "word"),
    [
        (Placed("a", 0, 4.4, 0), "nearer"),
        (Placed("a", 0, 0, 2.4), "nearer"),
        (Placed("a", 0, 3, 1), "nearer"),
        (Placed("a", 0, 6.1, 0), "off the film"),
        (Placed("a", 1, -0.1, 0), "off the film"),
        (Placed("a", 1, 0, -0.1), "off the film"),
        (Placed("a", 1, 0, 10.1), "longest"),
        (Placed("a", 0, 10, 4, 45), "turned by 45"),
        (Placed("b", 0, 5, 0), "no item"),
    ],
)
def test_each_fault_of_boxes_is_named(second, word):
    assert any(word in fault for fault in faults(instance(), [Placed("a", 0, 0, 0), second], {}))


def test_a_turn_that_is_not_allowed_is_named():
    upright = msgspec.structs.replace(RECTANGLE, rotations=(0,))
    for rotation, wrong in ((0, 0), (90, 1), (180, 0), (270, 1)):
        found = faults(instance(upright), [Placed("a", 0, 5, 5, rotation), Placed("a", 1, 0, 0)], {})
        assert len(found) == wrong
    upside_down = faults(instance(ARROW), [Placed("a", 0, 4, 2, 180), Placed("a", 1, 0, 0)], {})
    assert upside_down == ["“a” is turned by 180"]


def test_copies_that_are_lost_or_left_out_are_named():
    one = [Placed("a", 0, 0, 0)]
    assert "1 copies placed, 0 left out, 2 ordered" in faults(instance(), one, {})[0]
    assert "3 copies placed" in faults(instance(), [Placed("a", part, 0, 0) for part in range(3)], {})[0]
    assert faults(instance(), one, {"a": 1}) == ["“a” is left out, though it fits"]
    assert faults(instance(roll_width=1.9), [], {"a": 2}) == []
    assert faults(instance(roll_width=3, max_length=3), [], {"a": 2}) == []


@pytest.mark.parametrize(("x", "spacing", "word"), [(1.5, 0.5, "nearer"), (2.1, 0, ""), (1.9, 0, "overlaps")])
def test_shapes_keep_their_distance(x, spacing, word):
    found = faults(instance(ARROW, spacing=spacing), [Placed("a", 0, 0, 0), Placed("a", 0, x, 0)], {})
    assert bool(found) == bool(word)
    assert all(word in fault for fault in found)


def test_the_set_is_what_it_says():
    instances = whole_set()
    assert len({each.name for each in instances}) == len(instances)
    for each in instances:
        if each.optimum:
            assert sum(item.w * item.h for item in each.items) == each.roll_width * each.optimum
            assert all(shapely.is_valid(item.shape) for item in each.items)
    assert whole_set() == instances


def test_no_layout_is_shorter_than_the_bound():
    assert 2 * 4.5 * 2.5 / 10.5 - 0.5 <= lower_bound(instance(), 1) <= 2  # the area; both side by side
    wide = msgspec.structs.replace(RECTANGLE, w=6, h=5.5)
    assert lower_bound(instance(wide), 1) == pytest.approx(2 * 6 - 0.5)  # one above the other
    assert lower_bound(instance(wide), 2) == pytest.approx(2 * 5.5)
    side_by_side = msgspec.structs.replace(RECTANGLE, w=4.75, h=5, rotations=(0,))
    assert lower_bound(instance(side_by_side), 1) == pytest.approx(5)
    too_wide = msgspec.structs.replace(RECTANGLE, w=11, h=13)
    assert lower_bound(instance(too_wide), 0) == 0
    for pieces in (17, 49):
        for cuts in ("guillotine", "pinwheel"):
            cut = zero_waste_instance(pieces, cuts, 3, turns=True)
            unknown = msgspec.structs.replace(cut, optimum=None)
            assert lower_bound(cut, 1) == 200 == pytest.approx(lower_bound(unknown, 1))


sides = st.floats(0.05, 30) | st.integers(1, 300).map(lambda n: n / 10)
turnings = st.sampled_from([(0,), (90,), (0, 180), (0, 90), (180, 270), (0, 90, 180, 270)])
items = st.builds(InstanceItem, id=st.none(), w=sides, h=sides, qty=st.integers(0, 5), rotations=turnings)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(items, min_size=1, max_size=6),
    st.sampled_from(["rect", "poly"]),
    st.integers(10, 4000).map(lambda n: n / 100),
    st.none() | st.integers(10, 600).map(lambda n: n / 10),
    st.integers(0, 1000).map(lambda n: n / 1000),
)
def test_what_is_right_in_pixels_is_right_in_the_unit(found, kind, roll_width, max_length, spacing):
    named = []
    for number, item in enumerate(found):
        kite = ((0, 0), (item.w, item.h / 3), (item.w / 3, item.h)) if kind == "poly" else None
        named.append(msgspec.structs.replace(item, id=str(number), polygon=kite))
    each = instance(kind=kind, roll_width=roll_width, max_length=max_length, spacing=spacing)
    each = msgspec.structs.replace(each, items=tuple(named))
    mapped = to_pixels(each)
    layout = nest(mapped.items, mapped.film)
    placed = to_placed(layout, mapped)
    broken = faults(each, placed, left_out(layout))
    if kind == "poly":  # ours turns by any quarter or by none
        broken = [fault for fault in broken if "left out" not in fault]
    assert broken == []
    if kind == "rect" or not layout.unplaced:
        assert lower_bound(each, len(layout.parts)) <= film_length(each, placed) + 1e-6


@pytest.mark.parametrize("rotations", [(0, 90, 180, 270), (0,), (90,), (180,), (270, 90)])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_an_outline_lies_where_the_answer_says(rotations, rotation):
    """What the renderer paints for an answer is what is checked, seen from the film's back."""
    arrow = msgspec.structs.replace(ARROW, w=4.03, h=2.0701, rotations=rotations)
    mapped = to_pixels(instance(arrow, roll_width=9.99999))
    width, height = mapped.items[0].width_px, mapped.items[0].height_px
    box = (height, width) if rotation % 180 else (width, height)
    names = {"line": 1, "design": "a", "key": "a", "order": "", "copy": 1}
    placement = Placement(**names, x=700, y=300, width=box[0], height=box[1], rotation=rotation)
    part = Part(number=1, width_px=0, height_px=0, placements=(placement,))
    painted = []
    for u, v in mapped.outlines["a"].islands[0].outer:
        x, y = u * width, v * height
        clockwise = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}
        painted.append(
            [(700 + clockwise[rotation][0]) / mapped.scale, (300 + clockwise[rotation][1]) / mapped.scale]
        )
    (copy,) = to_placed(Layout(film=mapped.film, parts=(part,)), mapped)
    turned = affinity.rotate(arrow.shape, copy.rotation, origin=(0, 0))
    checked = affinity.translate(turned, copy.x, copy.y)
    assert checked.symmetric_difference(shapely.Polygon(painted)).area < 1e-9


def test_a_polygon_that_fills_its_box_is_a_box():
    square = msgspec.structs.replace(ARROW, polygon=((0, 0), (4, 0), (4, 2), (0, 2)))
    assert to_pixels(instance(square)).outlines["a"].is_box
