"""Ctrl+Z where staff type: what is not committed there first, then the job."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from gangsheet_studio.model.order import OrderLine, Orders
from gangsheet_studio.model.units import MB
from tests.studio.activating import activate

HERE = str(Path(__file__).parent)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("name", "typed", "value", "of"),
    [
        ("gapBox", "0.25 in", 0.25, lambda project: project.film.gap),
        ("dpiBox", "300", 300, lambda project: project.film.dpi),
        ("memoryBox", "256", 256 * MB, lambda project: project.memory),
        ("nameLine", "Monday", "Monday", lambda project: project.name),
        ("outLine", HERE, HERE, lambda project: project.out),
    ],
)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_undo_in_a_settings_box_takes_back_the_job_s_last_change(desk, qtbot, name, typed, value, of, end):
    desk.document.add_lines(Orders(lines=(OrderLine(design="a.png"),)))
    activate(qtbot, desk.window)
    control = desk.window.settings.findChild(QWidget, name)
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    before = of(desk.document.project)
    typing = line.focusProxy() or line

    control.setFocus()
    line.selectAll()
    qtbot.keyClicks(typing, typed)
    shown = line.text()
    qtbot.keyClick(typing, Qt.Key.Key_Z, CONTROL)
    assert line.text() != shown  # not committed yet: the line's own undo
    line.selectAll()
    qtbot.keyClicks(typing, typed)
    qtbot.keyClick(typing, end)
    assert of(desk.document.project) == value

    control.setFocus()
    qtbot.keyClick(typing, Qt.Key.Key_Z, CONTROL)
    assert of(desk.document.project) == before
    qtbot.keyClick(typing, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert of(desk.document.project) == value
