"""Files dropped on a window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from gangsheet_studio.studio.dropping import DropOverlay, DropTarget, OpenWith, dropped_paths
from gangsheet_studio.studio.start_page import StartPage
from tests.studio import staff

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


def mime(*urls):
    made = QMimeData()
    made.setUrls([QUrl(url) for url in urls])
    return made


def enter(widget, data):
    event = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget, data):
    event = QDropEvent(QPointF(5, 5), COPY, data, LEFT, NO_KEY)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    return made


def test_local_files_are_taken_once_and_in_order():
    data = mime("file:///b.csv", "https://example.com/c.csv", "file:///a%20b.png", "file:///b.csv")
    assert dropped_paths(data) == (Path("/b.csv"), Path("/a b.png"))


def test_files_are_taken_anywhere_on_the_window(window, qtbot):
    target = DropTarget(window)
    overlay = DropOverlay(window)
    target.dragging.connect(overlay.set_shown)
    data = mime("file:///orders.csv", "file:///art")
    assert enter(window, data)
    assert overlay.isVisible()
    assert overlay.size() == window.size()
    assert not overlay.grab().isNull()
    with qtbot.waitSignal(target.dropped) as dropped:
        assert drop(window, data)
    assert dropped.args == [(Path("/orders.csv"), Path("/art"))]
    assert not overlay.isVisible()


def test_a_drag_that_leaves_takes_the_overlay_away(window):
    target = DropTarget(window)
    overlay = DropOverlay(window)
    target.dragging.connect(overlay.set_shown)
    enter(window, mime("file:///orders.csv"))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not overlay.isVisible()


def test_text_and_web_addresses_are_not_taken(window):
    target = DropTarget(window)
    seen = []
    target.dropped.connect(seen.append)
    assert not enter(window, mime("https://example.com/c.csv"))
    assert not drop(window, QMimeData())
    assert not seen


def test_the_drop_area_lights_up_and_hands_on_what_was_dropped(qtbot):
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    data = mime("file:///orders.csv")
    assert enter(page.drop_area, data)
    assert page.drop_area.lit
    with qtbot.waitSignal(page.dropped) as dropped:
        drop(page.drop_area, data)
    assert dropped.args == [(Path("/orders.csv"),)]
    assert not page.drop_area.lit


@pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # of windows that float, off screen
@pytest.mark.parametrize("name", ["orders", "settings", "parts", "memory", "problems", "log"])
def test_a_panel_that_floats_takes_files_too(desk, qtbot, name):
    desk.window.show_job(True)
    dock = desk.window.docks[name]
    dock.setFloating(True)
    with qtbot.waitSignal(desk.window.drops.dropped) as dropped:
        staff.drop(dock, Path("/orders.csv"))
    assert dropped.args == [(Path("/orders.csv"),)]


def test_a_line_of_text_leaves_files_to_the_window(desk, qtbot):
    desk.window.show_job(True)
    name = desk.window.findChild(QLineEdit, "nameLine")
    before = name.text()
    data = mime("file:///orders.csv")
    data.setText("file:///orders.csv")
    with qtbot.waitSignal(desk.window.drops.dropped):
        assert enter(name, data)
        drop(name, data)
    assert name.text() == before
    assert [line for line in desk.window.findChildren(QLineEdit) if line.acceptDrops()] == []


def test_files_opened_with_the_program_at_one_moment_are_one_list(qapp, qtbot):
    open_with = OpenWith()
    seen = []
    open_with.asked.connect(seen.append)
    qapp.installEventFilter(open_with)
    with qtbot.waitSignal(open_with.asked):
        for path in ("/a.csv", "/b.png"):
            QApplication.sendEvent(qapp, QFileOpenEvent(path))
    qapp.removeEventFilter(open_with)
    assert seen == [[Path("/a.csv"), Path("/b.png")]]
