"""What the hand does at a whole window: each deed is one step of the job, by mouse, key or menu."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from gangsheet_studio.model.arrange import spots
from tests.studio.activating import activate
from tests.studio.test_film_view import canvas, spot
from tests.studio.test_hand_on_film import area, click, drag, status

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


class Table:
    """A desk with a job that is laid out, its film at hand."""

    def __init__(self, desk, qtbot):
        self.desk, self.qtbot = desk, qtbot
        self.document, self.flow, self.film = desk.document, desk.flow, desk.window.film

    def settle(self):
        self.qtbot.waitUntil(lambda: self.flow.last is not None and not self.flow.busy, timeout=20_000)

    def spot(self, copy):
        """The middle of a copy in the view."""
        part, p = spots(self.flow.last.layout)[copy]
        return spot(self.film, part, p.x + p.width // 2, p.y + p.height // 2)

    def at(self, copy):
        return spots(self.flow.last.layout)[copy].placement

    def select(self, *copies):
        for number, copy in enumerate(copies):
            click(self.film, self.spot(copy), CONTROL if number else NONE)

    def key(self, key, keys=NONE):
        QTest.keyClick(area(self.film), key, keys)

    def action(self, name):
        return self.desk.window.actions_by_name[name]


@pytest.fixture
def table(laid_out, qtbot):
    made = Table(laid_out, qtbot)
    activate(qtbot, laid_out.window)
    made.film.setFocus()
    return made


def test_a_drag_is_one_step_and_can_be_taken_back(table):
    before, steps = table.at((1, 1)), table.document.undo_stack.count()
    start = table.spot((1, 1))
    drag(table.film, start, start + QPoint(40, 90), ALT)
    after = table.at((1, 1))
    assert (after.x, after.y) != (before.x, before.y)
    assert table.document.undo_stack.count() == steps + 1
    assert canvas(table.film).scene.spots[1, 1].placement == after
    assert canvas(table.film).scene.glide is None  # it lies where it was dropped
    table.settle()
    assert table.at((1, 1)) == after
    table.document.undo_stack.undo()
    table.settle()
    assert (table.at((1, 1)).x, table.at((1, 1)).y) == (before.x, before.y)
    table.document.undo_stack.redo()
    table.settle()
    assert table.at((1, 1)) == after


def test_keys_turn_move_and_lock(table):
    table.select((1, 1))
    table.key(Qt.Key.Key_R)
    assert table.at((1, 1)).rotation == 90
    assert "turned 90°" in status(table.film)
    table.key(Qt.Key.Key_R, SHIFT)
    assert table.at((1, 1)).rotation == 0
    y, steps = table.at((1, 1)).y, table.document.undo_stack.count()
    for _ in range(3):
        table.key(Qt.Key.Key_Down)
    assert table.at((1, 1)).y == y + 15
    assert table.document.undo_stack.count() == steps + 1  # one walk is one step
    table.key(Qt.Key.Key_L, CONTROL)
    assert table.at((1, 1)).locked and "locked" in status(table.film)
    table.key(Qt.Key.Key_R)
    table.key(Qt.Key.Key_Down)
    assert table.at((1, 1)).rotation == 0 and table.at((1, 1)).y == y + 15
    assert "unlock" in status(table.film)
    assert table.action("lock").text() == "Un&lock"
    table.key(Qt.Key.Key_L, CONTROL)
    assert not table.at((1, 1)).locked


def test_x_swaps_two(table):
    table.select((1, 1))
    assert not table.action("swap").isEnabled()
    table.select((1, 1), (2, 1))
    one, other = table.at((1, 1)), table.at((2, 1))
    table.key(Qt.Key.Key_X)
    assert (table.at((1, 1)).x, table.at((1, 1)).y) == (other.x, other.y)
    assert (table.at((2, 1)).x, table.at((2, 1)).y) == (one.x, one.y)


def test_duplicates_are_ordered_and_selected_and_deletes_taken_back(table):
    table.select((1, 1), (2, 1))
    table.key(Qt.Key.Key_D, CONTROL)
    assert [line.quantity for line in table.document.project.lines] == [5, 4]
    assert table.film.hand.selection.copies == {(1, 5), (2, 4)}
    table.settle()
    assert table.film.hand.selection.copies == {(1, 5), (2, 4)}
    table.key(Qt.Key.Key_Delete)
    assert [line.quantity for line in table.document.project.lines] == [4, 3]
    assert not table.film.hand.selection.copies
    table.document.undo_stack.undo()
    table.settle()
    assert table.flow.last.layout.copies == 9


def test_all_are_selected_aligned_and_distributed(table):
    table.key(Qt.Key.Key_A, CONTROL)
    assert len(table.film.hand.selection.copies) == 7
    table.action("align-left").trigger()
    assert len({spot.placement.x for spot in spots(table.flow.last.layout).values()}) == 1
    table.document.undo_stack.undo()
    assert table.action("distribute-across").isEnabled()
    table.key(Qt.Key.Key_Escape)
    assert not table.film.hand.selection.copies
    assert not any(table.action(name).isEnabled() for name in ("align-left", "rotate", "delete", "lock"))


def test_keys_of_the_film_type_elsewhere(table):
    table.select((1, 1))
    before = table.flow.last.layout
    box = table.desk.window.orders.findChild(QLineEdit)
    box.setFocus()
    for key in (Qt.Key.Key_R, Qt.Key.Key_X):
        QTest.keyClick(box, key)
    assert box.text() == "rx"
    QTest.keyClick(box, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(box, Qt.Key.Key_Delete)
    assert box.text() == ""
    table.desk.window.orders.table.setFocus()
    QTest.keyClick(table.desk.window.orders.table, Qt.Key.Key_R)
    assert table.flow.last.layout == before


def test_a_better_layout_waits_for_the_hand(table, monkeypatch):
    held = []
    monkeypatch.setattr(table.flow.improver, "hold", lambda: held.append("hold"))
    monkeypatch.setattr(table.flow.improver, "release", lambda: held.append("release"))
    start = table.spot((1, 1))
    drag(table.film, start, start + QPoint(40, 90), drop=False)
    assert held == ["hold"]
    table.key(Qt.Key.Key_Escape)
    assert held == ["hold", "release"]
    QTest.mouseRelease(area(table.film), Qt.MouseButton.LeftButton, NONE, start)
    assert held == ["hold", "release"]


def test_nesting_again_goes_around_what_is_locked(table):
    table.select((2, 1))
    table.film.hand.moveWanted.emit(frozenset({(2, 1)}), 37, 900, None, False)
    table.key(Qt.Key.Key_L, CONTROL)
    table.settle()
    locked = table.at((2, 1))
    table.film.hand.moveWanted.emit(frozenset({(1, 1)}), 0, 2000, None, False)
    table.settle()
    table.action("nest-again").trigger()
    table.settle()
    kept = [s.placement for s in spots(table.flow.last.layout).values() if s.placement.locked]
    assert [(p.x, p.y) for p in kept] == [(locked.x, locked.y)]
    assert table.flow.last.layout.film_used < 20


def test_nothing_is_moved_while_another_layout_is_on_its_way(table):
    table.document.edit_quantity(0, 9)
    before = table.document.project
    drag(table.film, table.spot((1, 1)), table.spot((1, 1)) + QPoint(0, 50))
    table.key(Qt.Key.Key_R)
    assert table.document.project == before
    table.settle()
    table.select((1, 1))
    table.key(Qt.Key.Key_R)
    assert table.at((1, 1)).rotation == 90
