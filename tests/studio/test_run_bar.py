"""The strip that says where a run is."""

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QToolBar

from gangsheet_studio.protocol import Progress
from gangsheet_studio.studio.run.bar import RunBar


@pytest.fixture
def bar(qtbot):
    made = RunBar()
    qtbot.addWidget(made)
    made.resize(1200, 48)
    made.show()
    return made


def painting(fraction, row, part=1, left=None):
    return Progress(
        phase="painting",
        fraction=fraction,
        text=f"Painting part {part} of 2",
        part=part,
        parts=2,
        row=row,
        rows=100,
        seconds_left=left,
    )


def texts(bar):
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible()]


def test_make_sheets_says_why_it_can_not_be_pressed(bar, qtbot):
    make = bar.findChild(QPushButton, "makeSheetsButton")
    assert not make.isEnabled()
    assert make.toolTip() == "Add orders or artwork first"
    bar.set_ready("41 copies, 2 parts, 9.82 m")
    assert bar.text == "41 copies, 2 parts, 9.82 m"
    with qtbot.waitSignal(bar.makeRequested):
        make.click()
    bar.set_running()
    assert not make.isEnabled()


def test_progress_never_falls_and_each_part_fills_its_own_segment(bar):
    bar.set_running()
    track = bar.findChild(QProgressBar)
    bar.set_progress(painting(0.5, 80, left=4.0))
    assert track.parts == (0.8, 0.0)
    assert {"50 %", "0:04 left", "Part 1 of 2"} <= set(texts(bar))
    bar.set_progress(painting(0.4, 10))
    assert (track.value(), track.parts) == (500, (0.8, 0.0))
    bar.set_progress(painting(0.7, 30, part=2))
    assert track.parts == (1.0, 0.3)
    bar.set_running()
    assert (track.value(), track.parts) == (0, ())


def test_cancel_is_asked_once_and_late_progress_changes_nothing(bar, qtbot):
    cancel = bar.findChild(QPushButton, "cancelButton")
    assert not cancel.isVisible()
    bar.set_reading()
    assert cancel.isVisible() and cancel.isEnabled()
    bar.set_running()
    with qtbot.waitSignal(bar.cancelRequested):
        cancel.click()
    bar.set_cancelling()
    assert cancel.isVisible()
    assert not cancel.isEnabled()
    bar.set_progress(painting(0.9, 1))
    assert bar.text.startswith("Cancelling")
    bar.set_failed("Cancelled; sheet 1 is kept")
    assert bar.make_button.isEnabled()
    assert not cancel.isVisible()


@pytest.mark.parametrize("enter", ["set_ready", "set_finished", "set_failed", "set_reading", "set_idle"])
def test_each_state_is_drawn_and_says_its_text(bar, enter):
    getattr(bar, enter)("What is so")
    assert bar.text == "What is so"
    assert not bar.grab().isNull()


def test_make_sheets_can_live_in_a_tool_bar(bar, qtbot):
    tools = QToolBar()
    qtbot.addWidget(tools)
    tools.addWidget(bar.make_button)
    bar.set_ready("ready")
    assert bar.make_button.isEnabled()
    assert tools.findChild(QPushButton, "makeSheetsButton") is bar.make_button
