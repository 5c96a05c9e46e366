"""The film in the middle of the window: what is drawn where, and what the pointer and the keys do."""

from __future__ import annotations

import random
from unittest.mock import Mock

import msgspec
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part, Placement, Unplaced
from gangsheet_studio.protocol import Forecast, NestDone, Thumbnail
from gangsheet_studio.studio.film import canvas as film_canvas
from gangsheet_studio.studio.film.geometry import HEADER, RowIndex, lay_strips, ticks
from gangsheet_studio.studio.film.part_list import PartList
from gangsheet_studio.studio.film.thumbnails import Thumbnails
from gangsheet_studio.studio.film.view import FilmView
from gangsheet_studio.studio.job.figures import job_figures, part_figures
from gangsheet_studio.studio.look import theme
from gangsheet_studio.studio.look.dressing import wear
from gangsheet_studio.studio.look.theme import colours_of

FILM = Film(width=20.0, longest=30.0, dpi=100)
FORECAST = Forecast(peak_bytes=1, scratch_bytes=0, output_bytes=1, seconds=1.0, limit_bytes=1)
RED, BLUE = (200, 30, 30), (30, 60, 200)


def picture(key, corner, rest, side=32):
    """A square whose upper left quarter has another colour."""
    pixels = bytearray()
    for y in range(side):
        for x in range(side):
            pixels += bytes((*(corner if x < side // 2 and y < side // 2 else rest), 255))
    return Thumbnail(path=f"/{key}.png", key=key, width=side, height=side, pixels=bytes(pixels), soft=0.0)


def place(line, copy, x, y, rotation=0, side=400, height=None):
    return Placement(
        line=line,
        design=f"UV{line}.png",
        key=f"key{line}",
        order=f"10{line}",
        copy=copy,
        x=x,
        y=y,
        width=side,
        height=height or side,
        rotation=rotation,
    )


def layout(*parts, film=FILM, length=600):
    return Layout(
        film=film,
        parts=tuple(
            Part(number=number, width_px=film.width_px, height_px=length, placements=tuple(placements))
            for number, placements in enumerate(parts, start=1)
        ),
    )


TWO_PARTS = layout([place(1, 1, 0, 0), place(2, 1, 500, 0), place(2, 2, 1000, 0, 90)], [place(1, 2, 0, 0)])


@pytest.fixture(params=["LIGHT", "DARK"])
def colours(request, qapp):
    wear(request.param.lower())
    yield getattr(theme, request.param)
    wear("light")


@pytest.fixture
def view(qtbot):
    made = FilmView()
    qtbot.addWidget(made)
    made.resize(840, 600)
    made.set_checker(False)
    made.show()
    qtbot.waitExposed(made)
    thumbnails = Thumbnails(made)
    made.set_thumbnails(thumbnails)
    made.thumbnails = thumbnails
    return made


def canvas(view):
    return view.findChild(QAbstractScrollArea, "filmView")


def spot(view, part, x, y):
    """The point of the view at sheet pixel x, y of a part."""
    area = canvas(view)
    geometry, origin = area.scene.geometry, area.origin()
    return QPoint(
        round(origin.x() + x * geometry.pixel),
        round(origin.y() + geometry.strips[part - 1].top + y * geometry.pixel),
    )


def colour_at(view, part, x, y):
    return canvas(view).viewport().grab().toImage().pixelColor(spot(view, part, x, y))


def wheel(view, at, delta):
    area = canvas(view).viewport()
    event = QWheelEvent(
        QPointF(at),
        QPointF(area.mapToGlobal(at)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(area, event)


def test_copies_are_drawn_in_place_in_both_themes(view, colours):
    view.set_layout(TWO_PARTS)
    assert colour_at(view, 1, 700, 50) == QColor(colours.ground)
    view.thumbnails.put(picture("key1", RED, RED))
    view.thumbnails.put(picture("key2", BLUE, BLUE))
    assert colour_at(view, 1, 200, 200) == QColor(*RED)
    assert colour_at(view, 1, 700, 200) == QColor(*BLUE)
    assert colour_at(view, 2, 200, 200) == QColor(*RED)
    assert colour_at(view, 1, 450, 200) == QColor(colours.film)
    assert colour_at(view, 1, 200, 550) == QColor(colours.film)


def test_a_copy_that_will_stay_empty_is_marked(view, colours):
    view.set_layout(TWO_PARTS)
    view.set_unreadable({2})
    assert colour_at(view, 1, 200, 200) == QColor(colours.ground)
    seen = canvas(view).viewport().grab().toImage()
    middle, reach = spot(view, 1, 700, 200), range(-12, 13)
    marked = {seen.pixelColor(middle.x() + x, middle.y() + y).name() for x in reach for y in reach}
    assert QColor(colours.error).name() in marked


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (100, 100)), (90, (300, 100)), (180, (300, 300)), (270, (100, 300))]
)
def test_rotation_is_clockwise(view, rotation, corner):
    view.thumbnails.put(picture("key1", RED, BLUE))
    view.set_layout(layout([place(1, 1, 0, 0, rotation)]))
    for x, y in ((100, 100), (300, 100), (300, 300), (100, 300)):
        assert colour_at(view, 1, x, y) == QColor(*(RED if (x, y) == corner else BLUE))


def test_first_layout_fits_the_width_and_later_ones_keep_zoom_and_place(view):
    view.set_layout(TWO_PARTS)
    area = canvas(view)
    room = area.viewport().width()
    assert area.scene.geometry.width == pytest.approx(room - 32, abs=1)
    assert area.verticalScrollBar().value() == 0
    view.zoom_in()
    view.zoom_in()
    area.verticalScrollBar().setValue(120)
    scale, origin = area.scene.geometry.scale, area.origin()
    view.set_layout(layout([place(3, 1, 0, 0)], [place(3, 2, 0, 0)]))
    assert (area.scene.geometry.scale, area.origin()) == (scale, origin)
    view.set_layout(layout([place(3, 1, 0, 0)], film=Film(width=10.0, longest=30.0, dpi=100)))
    assert area.scene.geometry.width == pytest.approx(room - 32, abs=1)


def test_wheel_zooms_at_the_pointer(view):
    view.set_layout(TWO_PARTS)
    for _ in range(4):
        view.zoom_in()
    at = spot(view, 2, 900, 200) if view.current_part() == 2 else spot(view, 1, 900, 200)
    part = 2 if view.current_part() == 2 else 1
    for delta in (120, 120, -120):
        before = canvas(view).scene.geometry.scale
        wheel(view, at, delta)
        assert canvas(view).scene.geometry.scale == pytest.approx(before * 1.2 ** (delta / 120))
        assert (spot(view, part, 900, 200) - at).manhattanLength() <= 3


def test_clicks_pick_lines_and_drags_pan(view, qtbot):
    view.set_layout(TWO_PARTS)
    area = canvas(view).viewport()
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(view.linesPicked) as picked:
        qtbot.mouseClick(area, left, pos=spot(view, 1, 700, 200))
    assert picked.args == [{2}]
    with qtbot.waitSignal(view.linesPicked) as picked:
        qtbot.mouseClick(area, left, Qt.KeyboardModifier.ControlModifier, spot(view, 1, 200, 200))
    assert picked.args == [{1, 2}]
    with qtbot.waitSignal(view.linesPicked) as picked:
        qtbot.mouseClick(area, left, pos=spot(view, 1, 450, 200))
    assert picked.args == [set()]
    view.zoom_in()
    bar = canvas(view).horizontalScrollBar()
    before, start = bar.value(), area.rect().center()
    with qtbot.assertNotEmitted(view.linesPicked):
        qtbot.mousePress(area, left, pos=start)
        qtbot.mouseMove(area, start - QPoint(30, 0))
        qtbot.mouseRelease(area, left, pos=start - QPoint(30, 0))
    assert bar.value() == before + 30


def test_highlight_outlines_its_copies_and_dims_the_others(view, colours):
    view.thumbnails.put(picture("key1", RED, RED))
    view.thumbnails.put(picture("key2", BLUE, BLUE))
    view.set_layout(TWO_PARTS)
    view.highlight({2})
    assert colour_at(view, 1, 700, 200) == QColor(*BLUE)
    assert colour_at(view, 1, 200, 200) != QColor(*RED)
    edge = spot(view, 1, 500, 200) - QPoint(1, 0)
    assert canvas(view).viewport().grab().toImage().pixelColor(edge) == QColor(colours.accent)


def test_hover_tells_design_size_order_and_copy(view, qtbot, monkeypatch):
    left_out = Unplaced(line=2, design="UV2.png", order="102", copies=3, reason="x", message="x")
    view.set_layout(Layout(film=FILM, parts=TWO_PARTS.parts, unplaced=(left_out,)))
    view.set_unit("mm")
    area, at = canvas(view).viewport(), spot(view, 1, 1200, 200)
    with qtbot.waitSignal(view.hovered) as hovered:
        qtbot.mouseMove(area, at)
    assert hovered.args == ["UV2.png, 101.6 x 101.6 mm, order 102, copy 2 of 5, turned 90°"]
    accent, row = QColor(colours_of(view).accent), area.grab().toImage()
    assert sum(row.pixelColor(x, at.y()) == accent for x in range(area.width())) == 2  # its two sides
    qtbot.mouseMove(area, QPoint(1, 1))
    row = area.grab().toImage()
    assert not any(row.pixelColor(x, at.y()) == accent for x in range(area.width()))
    # The off-screen platform warns of every real tooltip.
    shown = Mock()
    monkeypatch.setattr(film_canvas, "QToolTip", shown)
    QApplication.sendEvent(area, QHelpEvent(QHelpEvent.Type.ToolTip, at, area.mapToGlobal(at)))
    assert "UV2.png\n101.6 x 101.6 mm\norder 102" in shown.showText.call_args.args[1]


def test_keys_go_from_part_to_part(view, qtbot):
    view.set_layout(layout(*([place(1, n, 0, 0)] for n in range(1, 5)), length=2000))
    area = canvas(view)
    assert view.current_part() == 1
    for expected in (2, 3, 4):
        with qtbot.waitSignal(view.currentPartChanged):
            qtbot.keyClick(area, Qt.Key.Key_PageDown)
        assert view.current_part() == expected
    qtbot.keyClick(area, Qt.Key.Key_Home)
    assert view.current_part() == 1
    qtbot.keyClick(area, Qt.Key.Key_End)
    assert view.current_part() == 4
    view.fit_part(2)
    assert view.current_part() == 2
    assert area.scene.geometry.strips[1].length <= area.viewport().height()
    view.fit_all()
    assert area.verticalScrollBar().maximum() == 0


def test_without_a_layout_the_message_is_there(view, qtbot):
    view.set_layout(TWO_PARTS)
    with qtbot.waitSignal(view.currentPartChanged) as changed:
        view.set_layout(None)
    assert changed.args == [0]
    plain = canvas(view).viewport().grab().toImage()
    view.set_message("Reading orders.csv")
    assert canvas(view).viewport().grab().toImage() != plain


def test_two_thousand_copies(view):
    made = layout([place(1 + n % 40, n, n % 40 * 50, n // 40 * 50, 0, 45) for n in range(2000)], length=2500)
    for line in range(1, 41):
        view.thumbnails.put(picture(f"key{line}", RED, RED))
    view.set_layout(made)
    view.fit_all()
    assert colour_at(view, 1, 1022, 1222).red() > 150


def test_index_finds_exactly_what_meets_a_box():
    chance = random.Random(5)
    placements = [
        place(
            1,
            n,
            chance.randrange(900),
            chance.randrange(5000),
            0,
            chance.randrange(1, 200),
            chance.randrange(1, 900),
        )
        for n in range(400)
    ]
    index = RowIndex(placements)
    for _ in range(300):
        left, top = chance.uniform(-100, 1000), chance.uniform(-500, 6000)
        right, bottom = left + chance.uniform(0, 400), top + chance.uniform(0, 900)
        meets = {
            p.copy
            for p in placements
            if p.x < right and p.x + p.width > left and p.y < bottom and p.y + p.height > top
        }
        assert {p.copy for p in index.within(left, top, right, bottom)} == meets


def test_headers_keep_their_height_and_rows_follow_the_zoom():
    near, far = lay_strips(TWO_PARTS, 100.0), lay_strips(TWO_PARTS, 10.0)
    assert near.strips[0].top == far.strips[0].top == HEADER
    assert far.moved(far.strips[1].top + 30, near) == near.strips[1].top + 300
    assert far.moved(far.strips[1].top - 5, near) == near.strips[1].top - 5


@pytest.mark.parametrize("unit", ["in", "mm", "cm"])
def test_ticks_are_round_at_every_zoom(unit):
    per_inch = {"in": 1.0, "mm": 25.4, "cm": 2.54}[unit]
    for scale in (0.25, 1, 3, 7, 20, 60, 150, 400):
        chosen = ticks(scale, unit)
        assert chosen.major * scale / per_inch >= 56
        assert chosen.minor * scale / per_inch >= 6
        assert chosen.major / chosen.minor == pytest.approx(round(chosen.major / chosen.minor))


def test_part_list_shows_figures_and_jumps(qtbot):
    parts = PartList()
    qtbot.addWidget(parts)
    parts.resize(320, 120)
    priced = msgspec.structs.replace(TWO_PARTS, film=Film(width=20.0, longest=30.0, dpi=100, price=3.0))
    done = NestDone(
        layout=priced, items=(), problems=(), forecast=FORECAST, rows=(6.0, 8.0), rows_in_all=14.0
    )
    parts.set_parts(part_figures(done, {}), job_figures(done, {}), "mm", "$")
    parts.show()
    second = parts.model().index(1, 0)
    assert second.data() == "Part 2   152.4 mm   13.3 %   1 copy   $18.00   25 % saved"
    with qtbot.assertNotEmitted(parts.partChosen):
        parts.set_current(2)
    assert parts.currentIndex() == second
    with qtbot.waitSignal(parts.partChosen) as chosen:
        qtbot.keyClick(parts, Qt.Key.Key_Up)
    assert chosen.args == [1]
    with qtbot.waitSignal(parts.partChosen) as chosen:
        qtbot.mouseClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=parts.visualRect(second).center())
    assert chosen.args == [2]
    whole = parts.model().index(2, 0)
    qtbot.keyClick(parts, Qt.Key.Key_Down)
    assert parts.currentIndex() == second  # there is nothing to jump to below
    with qtbot.assertNotEmitted(parts.partChosen):
        qtbot.mouseClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=parts.visualRect(whole).center())
    parts.set_parts((), None, "mm", "$")
    assert parts.model().rowCount() == 0


def test_thumbnails_are_bounded_and_refuse_half_a_picture(qtbot):
    thumbnails = Thumbnails(most_bytes=3 * 2 * 4 * 32 * 32)
    for number in range(3):
        thumbnails.put(picture(f"key{number}", RED, BLUE))
    thumbnails.pixmap("key0", 90)
    thumbnails.put(picture("key3", RED, BLUE))
    assert thumbnails.known() == {"key0", "key2", "key3"}
    whole = picture("half", RED, BLUE)
    thumbnails.put(Thumbnail(path="", key="half", width=32, height=33, pixels=whole.pixels, soft=0.0))
    assert "half" not in thumbnails.known()
    assert thumbnails.pixmap("half").isNull()
    assert thumbnails.icon("half", 40).isNull()
    assert not thumbnails.icon("key0", 40).isNull()
