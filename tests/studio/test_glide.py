"""Copies glide to the places of a better layout: the eye follows, and the place on the film stays."""

import msgspec
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStyle

from gangsheet_studio.studio.film import glide as gliding
from gangsheet_studio.studio.film.geometry import lay_strips
from gangsheet_studio.studio.film.glide import MOST, glide_between
from tests.studio.test_film_view import FILM, TWO_PARTS, canvas, layout, place, view  # noqa: F401

BEFORE = layout([place(1, 1, 0, 0), place(2, 1, 500, 0)])
AFTER = layout([place(1, 1, 0, 0), place(2, 1, 1500, 100)])


@pytest.fixture
def moment(monkeypatch):
    """A clock that stands until it is set."""
    now = [100.0]
    monkeypatch.setattr(gliding.time, "monotonic", lambda: now[0])
    return now


def box(view, copy):  # noqa: F811
    """Where a copy of AFTER is drawn."""
    return canvas(view).scene.box(0, copy, QPoint(0, 0))


def test_a_copy_goes_from_its_old_place_to_its_new_one(view, moment, qtbot):  # noqa: F811
    still, moving = AFTER.parts[0].placements
    view.set_layout(BEFORE)
    before = box(view, BEFORE.parts[0].placements[1])
    view.set_layout(AFTER, glide=True)
    scene = canvas(view).scene
    assert box(view, moving) == before
    at_rest = box(view, still)
    moment[0] += gliding.SECONDS / 2
    qtbot.waitUntil(lambda: box(view, moving) != before)
    middle = box(view, moving)
    assert middle.size() == before.size() and box(view, still) == at_rest
    moment[0] += gliding.SECONDS
    qtbot.waitUntil(lambda: scene.glide is None)
    after = box(view, moving)
    assert before.x() < middle.x() < after.x() and before.y() < middle.y() < after.y()
    assert abs(middle.x() - (before.x() + after.x()) / 2) <= 1


def test_a_layout_that_is_no_better_one_is_there_at_once(view):  # noqa: F811
    view.set_layout(BEFORE)
    view.set_layout(AFTER)
    assert canvas(view).scene.glide is None
    view.set_layout(layout([place(1, 1, 0, 0), place(3, 1, 1500, 100)]), glide=True)  # another line's copy
    assert canvas(view).scene.glide is None


def test_nothing_glides_where_the_system_wants_no_motion(view, monkeypatch):  # noqa: F811
    def hint(which, *_):
        assert which == QStyle.StyleHint.SH_Widget_Animation_Duration
        return 0

    view.set_layout(BEFORE)
    monkeypatch.setattr(canvas(view), "style", lambda: type("Style", (), {"styleHint": staticmethod(hint)})())
    view.set_layout(AFTER, glide=True)
    assert canvas(view).scene.glide is None


def test_a_zoom_ends_a_glide(view, moment):  # noqa: F811
    view.set_layout(BEFORE)
    view.set_layout(AFTER, glide=True)
    assert canvas(view).scene.glide is not None
    view.zoom_in()
    assert canvas(view).scene.glide is None


def test_only_what_is_seen_glides_and_never_too_many():
    def rows(count, shift):
        return lay_strips(layout([place(1, n, shift, n * 50, side=40) for n in range(count)]), 100.0)

    some = glide_between(rows(1000, 0), rows(1000, 500), 0.0, 0.0, 1000.0)
    assert 15 < len(some.copies(0)) < 25
    assert glide_between(rows(1000, 0), rows(1000, 500), 0.0, 0.0, 50.0 * (MOST + 100)) is None
    assert glide_between(rows(1000, 0), rows(1000, 0), 0.0, 0.0, 1000.0) is None


def test_zoom_and_place_stay(view):  # noqa: F811
    long = layout([place(1, 1, 0, 0)], [place(2, 1, 0, 0), place(2, 2, 0, 2000)], length=2800)
    shorter = msgspec.structs.replace(long.parts[0], height_px=2500)
    view.set_layout(long)
    view.zoom_in()
    view.show_part(2)
    scale, bar = canvas(view).scene.geometry.scale, canvas(view).verticalScrollBar()
    where = canvas(view).scene.geometry.strips[1].top - bar.value()
    view.set_layout(msgspec.structs.replace(long, parts=(shorter, long.parts[1])), glide=True)
    assert canvas(view).scene.geometry.scale == scale
    assert abs(canvas(view).scene.geometry.strips[1].top - bar.value() - where) <= 1
    assert view.current_part() == 2


def test_the_film_of_two_parts_can_become_one(view):  # noqa: F811
    view.set_layout(TWO_PARTS)
    canvas(view).verticalScrollBar().setValue(10_000)
    one = layout([*TWO_PARTS.parts[0].placements, place(1, 2, 0, 500)], film=FILM)
    view.set_layout(one, glide=True)
    assert len(canvas(view).scene.geometry.strips) == 1
    canvas(view).viewport().grab()
