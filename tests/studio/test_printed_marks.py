"""The film shows the marks that will print: where they will be, and none that nobody knows yet."""

import msgspec
import pytest
import zxingcpp
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

from gangsheet_studio.model.arrange import move
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.marking import with_marks
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.studio.film import glide as gliding
from tests.studio.test_film_view import canvas, colours, layout, place, spot, view  # noqa: F401

FILM = Film(width=20.0, longest=30.0, dpi=300, margin=0.2, head=0.5, gap=0.6)
LINES = tuple(OrderLine(design=f"UV{line}.png", quantity=2) for line in (1, 2))
ALL = Output(label=Label(height=0.15, qr=True), crop_marks=True, registration=True, header=True)


def arranged(*parts):
    return layout(*parts, film=FILM, length=2400)


ROW = arranged([place(1, 1, 300, 600, side=600), place(2, 1, 2000, 600, side=600)])


def marks_of(made, output=ALL):
    return tuple(part.marks for part in with_marks(made, LINES, output, "Job", "2001-02-03").layout.parts)


def grab(view):  # noqa: F811
    """Return the film once all of its pictures are sharp."""
    area = canvas(view)
    area.viewport().grab()
    while not area.film_painter.marks.complete:
        area.viewport().grab()
    return area.viewport().grab().toImage()


def inked(view, colours, mark):  # noqa: F811
    """Whether ink shows clearly in the box of a mark."""
    image, film = grab(view), QColor(colours.film).lightness()
    start, end = spot(view, 1, mark.x, mark.y), spot(view, 1, mark.x + mark.width, mark.y + mark.height)
    box = QRect(start, end).intersected(image.rect())
    return any(
        abs(image.pixelColor(x, y).lightness() - film) > 100
        for y in range(box.top(), box.bottom() + 1)
        for x in range(box.left(), box.right() + 1)
    )


def kind(marks, name, line=0):
    return next(mark for mark in marks if mark.kind == name and mark.line == line)


def test_each_kind_of_mark_is_drawn_where_it_prints(view, colours):  # noqa: F811
    (marks,) = marks_of(ROW)
    view.set_layout(ROW)
    canvas(view).zoom_to(80)
    canvas(view).horizontalScrollBar().setValue(0)
    canvas(view).verticalScrollBar().setValue(0)
    shown = [
        kind(marks, "label", 1),
        kind(marks, "crop", 1),
        *(kind(marks, n) for n in ("registration", "header")),
    ]
    assert not any(inked(view, colours, mark) for mark in shown)
    view.set_layout(ROW, (marks,))
    assert all(inked(view, colours, mark) for mark in shown)


@pytest.mark.parametrize("where", ["below", "beside"])
def test_the_code_on_the_film_says_the_order(view, where):  # noqa: F811
    output = Output(label=Label(place=where, height=0.15, qr=True))
    view.set_layout(ROW, marks_of(ROW, output))
    (label,) = (m for m in marks_of(ROW, output)[0] if (m.kind, m.line) == ("label", 1))
    canvas(view).zoom_to(160)
    canvas(view).verticalScrollBar().setValue(round(label.y * 160 / 300))
    canvas(view).horizontalScrollBar().setValue(round(label.x * 160 / 300) - 200)
    image = grab(view).convertToFormat(QImage.Format.Format_Grayscale8)
    grey = memoryview(image.constBits()).cast("B", (image.height(), image.bytesPerLine()))
    assert [code.text for code in zxingcpp.read_barcodes(grey)] == ["101"]


def test_small_words_are_bars_and_marks_that_nobody_could_see_are_left_out(view, colours):  # noqa: F811
    (marks,) = marks_of(ROW, Output(label=Label(height=0.15, qr=True)))
    view.set_layout(ROW, (marks,))
    label = kind(marks, "label", 1)
    canvas(view).zoom_to(30)
    middle = spot(view, 1, label.x + label.height + 150, label.y + label.height // 2)
    assert grab(view).pixelColor(middle) != QColor(colours.film)
    assert not inked(view, colours, label)
    canvas(view).zoom_to(2)
    small = grab(view)
    view.set_layout(ROW)
    assert grab(view) == small


def test_a_layout_whose_marks_are_not_known_yet_has_none(view, colours):  # noqa: F811
    (marks,) = marks_of(ROW)
    view.set_layout(ROW, (marks,))
    canvas(view).zoom_to(60)
    header = kind(marks, "header")
    assert inked(view, colours, header)
    moved = move(ROW, {(1, 1)}, 0, 300)
    view.set_layout(moved)
    assert not inked(view, colours, header)
    view.set_layout(moved, marks_of(moved))  # the same layout, and now its marks
    assert inked(view, colours, header)
    view.set_layout(moved, (*marks_of(moved), ()))  # those of another number of parts
    assert not inked(view, colours, header)


def test_a_mark_goes_where_its_copy_goes(view, colours, monkeypatch, qtbot):  # noqa: F811
    now = [100.0]
    monkeypatch.setattr(gliding.time, "monotonic", lambda: now[0])
    (before,) = marks_of(ROW)
    moved = move(ROW, {(1, 1)}, 0, 900)
    (after,) = marks_of(moved)
    view.set_layout(ROW, (before,))
    canvas(view).zoom_to(40)
    view.set_layout(moved, (after,), glide=True)
    assert inked(view, colours, kind(before, "label", 1))
    now[0] += gliding.SECONDS
    qtbot.waitUntil(lambda: canvas(view).scene.glide is None)
    assert inked(view, colours, kind(after, "label", 1))
    assert not inked(view, colours, kind(before, "label", 1))
    canvas(view).scene.lifted = {(1, 1)}
    assert not inked(view, colours, kind(after, "label", 1))
    assert inked(view, colours, kind(after, "label", 2))


def test_marks_are_not_picked(view):  # noqa: F811
    (marks,) = marks_of(ROW)
    view.set_layout(ROW, (marks,))
    for mark in marks:
        middle = spot(view, 1, mark.x + mark.width / 2, mark.y + mark.height / 2)
        assert canvas(view).placement_at(middle) is None


def test_a_label_without_room_is_told_of_before_the_run_and_once(laid_out, qtbot):
    desk = laid_out

    def settle():
        qtbot.waitUntil(lambda: not desk.flow.busy, timeout=20_000)

    def told():
        return [problem for problem in desk.problems if problem.id.startswith("marks.")]

    desk.document.set_name("Job")
    desk.document.set_output(Output(label=Label()))
    settle()
    assert not told() and sum(map(len, desk.flow.last.marks)) == 7
    made = desk.flow.last.layout
    walled = [(450, 300), (450, 100), (450, 500), (150, 300), (750, 300), (1200, 300), (1200, 800)]
    copies = made.parts[0].placements
    placed = tuple(
        msgspec.structs.replace(copy, x=x, y=y, width=300, height=200, rotation=0)
        for copy, (x, y) in zip(copies, walled, strict=True)
    )
    part = msgspec.structs.replace(made.parts[0], placements=placed, height_px=1200)
    walled = msgspec.structs.replace(made, parts=(part,))
    desk.document.set_layout(walled, "move")
    assert desk.flow.last.layout == walled and desk.flow.last.marks == ()
    settle()
    assert [problem.id for problem in told()] == ["marks.label-left-out"]
    with qtbot.waitSignal(desk.flow.run_done, timeout=30_000):
        desk.flow.make_sheets(desk.flow.job(skip_bad=True, overlaps=True))
    assert len(told()) == 1
    desk.document.undo_stack.undo()
    settle()
    assert not told()
