"""The window as staff use it: a file is dropped, sheets come out; and everything that gets in the way."""

import csv
import json
import os
import signal

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from tests.studio.staff import drop

PATIENCE = 30_000


@pytest.fixture
def orders(tmp_path):
    """An order file with three designs, one of them missing."""
    for name, colour, size in (("red", "red", (900, 600)), ("blue", "blue", (600, 600))):
        Image.new("RGBA", size, colour).save(tmp_path / f"{name}.png", dpi=(300, 300))
    path = tmp_path / "orders.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerows(
            [["Order", "Design", "Size", "Qty"], [1, "red.png", "3in", 4], [2, "blue.png", "2in", 6]]
        )
    return path


def laid_out(desk):
    return lambda: desk.flow.last is not None and not desk.flow.busy


def find(desk, kind, name):
    return desk.window.findChild(kind, name)


def test_a_dropped_order_becomes_sheets(desk, orders, qtbot, tmp_path):
    assert find(desk, QWidget, "dropArea").isVisible()
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    table = find(desk, QTableView, "orderTable")
    assert table.isVisible() and table.model().rowCount() == 2
    assert desk.flow.last.layout.copies == 10
    qtbot.waitUntil(lambda: len(desk.window.thumbnails.known()) == 2, timeout=PATIENCE)

    make = find(desk, QPushButton, "makeSheetsButton")
    assert make.isEnabled()
    qtbot.mouseClick(make, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE) as done:
        pass
    manifest = json.loads((tmp_path / "out" / "orders.manifest.json").read_text())
    for part in manifest["parts"]:
        with Image.open(tmp_path / "out" / part["file"]) as sheet:
            assert sheet.size == (part["width_px"], part["height_px"])
    assert sum(len(part["placements"]) for part in manifest["parts"]) == 10
    assert done.args[0].exit_code == 0
    record = desk.flow.record
    kinds = {mark.kind for mark in record.marks}
    assert {"loaded", "freed", "opened", "saved", "part-freed"} <= kinds
    assert len(record.samples) >= 2 and record.peak > 0
    assert desk.window.result.isVisible()


def test_a_second_drop_waits_for_the_first(desk, orders, qtbot, tmp_path):
    more = tmp_path / "more.csv"
    more.write_text("Design,Size,Qty\nred.png,1in,5\n")
    desk.opener.open_paths([orders], add=True)
    desk.opener.open_paths([more], add=True)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    assert [line.quantity for line in desk.document.project.lines] == [4, 6, 5]


def test_make_sheets_waits_for_the_newest_layout(desk, orders, qtbot):
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    desk.document.edit_quantity(0, 7)
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE) as done:
        desk.runner.make_sheets()
    assert sum(len(part.placements) for part in done.args[0].manifest.parts) == 13


def test_cancel_half_way_leaves_nothing_half_written(desk, orders, qtbot, tmp_path):
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    desk.flow.run_started.connect(lambda _job: QTimer.singleShot(0, desk.runner.cancel))
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert failed.args[0].kind == "cancelled"
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True
    assert find(desk, QPushButton, "makeSheetsButton").isEnabled()


def test_a_killed_engine_is_told_and_the_window_goes_on(desk, orders, qtbot):
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)

    def kill(_job):
        QTimer.singleShot(0, lambda: os.kill(desk.flow.run.pid, signal.SIGKILL))

    desk.flow.run_started.connect(kill)
    with qtbot.waitSignal(desk.flow.run_failed, timeout=PATIENCE) as failed:
        desk.runner.make_sheets()
    assert failed.args[0].kind == "killed"
    assert desk.window.result.isVisible()
    desk.flow.run_started.disconnect(kill)
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.flow.make_sheets(desk.flow.job(skip_bad=False))
