"""The event loop goes on while copies of 2,000 are dragged, moved, turned, locked and taken back."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gangsheet_studio.model.arrange import spots
from tests.slowness import slowness
from tests.studio.test_film_view import spot
from tests.studio.test_hand_on_film import area, click, move
from tests.studio.test_stalls import TRIES, Work, begin, write_orders  # noqa: F401

HAND = 0.075
"""Seconds that the answer to one move of a hand may take, with 2,000 copies in view."""
NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


def hand_work(desk, autosave, qtbot, orders):
    """Do with copies what staff do; return the watch."""
    work, film, flow = Work(desk, autosave, qtbot), desk.window.film, desk.flow
    work.lay_out("reading", lambda: desk.opener.open_paths([orders], add=True))
    work.until(lambda: all(item.key in desk.window.thumbnails.known() for item in flow.last.items))
    qtbot.wait(300)

    def settled(phase, deed):
        work.do(phase, deed)
        work.until(lambda: not flow.busy)
        qtbot.wait(200)

    def middle():
        part, p = spots(flow.last.layout)[5, 1]
        return spot(film, part, p.x + p.width // 2, p.y + p.height // 2)

    def dragged():
        start = middle()
        QTest.mousePress(area(film), LEFT, NONE, start)
        for step in range(1, 15):
            move(film, start + QPoint(4 * step, 3 * step))
            qtbot.wait(5)
        QTest.mouseRelease(area(film), LEFT, NONE, start + QPoint(56, 42))

    film.fit_all()
    qtbot.wait(200)
    settled("dragging one", dragged)
    settled("undoing it", desk.document.undo_stack.undo)
    settled("selecting all", film.hand.select_all)
    settled("moving all", lambda: QTest.keyClick(area(film), Qt.Key.Key_Down))
    settled("dragging all", dragged)
    settled("undoing that", desk.document.undo_stack.undo)
    settled("selecting one", lambda: click(film, middle()))
    actions = desk.window.actions_by_name
    for name in ("rotate", "lock", "lock", "duplicate", "delete"):
        settled(name, actions[name].trigger)
    work.watch.stop()
    return work.watch


def test_no_turn_of_the_event_loop_is_long(begin, qtbot, tmp_path):  # noqa: F811
    orders = write_orders(tmp_path, 200, 10, 20)
    slow = None
    for _ in range(TRIES):  # what is slow in itself is so each time
        watch = hand_work(*begin(), qtbot, orders)
        times = {
            phase: worked for phase, worked in watch.longest.items() if phase not in ("opening", "reading")
        }
        print({phase: f"{worked * 1000:.0f} ms" for phase, worked in times.items()})
        limit = HAND * slowness()
        long = {phase for phase, worked in times.items() if worked > limit}
        slow = long if slow is None else slow & long
        if not slow:
            return
    assert not slow, times
