"""Names in orders, files and folders are shown as they are: none of them is ever read as markup."""

import csv
import sys

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip
from tests.studio.staff import answer

PATIENCE = 30_000
TAG = "<img src='x'>"


@pytest.fixture
def marked_up(desk, qtbot, tmp_path):
    """A job all of whose names look like markup, run once."""
    if sys.platform == "win32":
        pytest.skip("no file can be called so here")
    folder = tmp_path / "<b>shop"
    folder.mkdir()
    Image.new("RGBA", (600, 600), "red").save(folder / f"{TAG.replace('/', '')}.png", dpi=(300, 300))
    rows = [
        ["Order", "Design", "Size", "Qty"],
        [f"{TAG}#1", f"{TAG}.png", "2in", 3],
        ["<i>2", "<b>gone.png", "2in", 1],
        ["3", f"{TAG}.png", f"{TAG}", 1],
    ]
    with (folder / "<u>orders.csv").open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    desk.document.set_out(str(folder / "<s>out"))
    desk.opener.open_paths([folder / "<u>orders.csv"])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    answer("Make the other sheets")
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    desk.window.film.linesPicked.emit({1})
    qtbot.waitUntil(lambda: not desk.flow.busy)
    return desk


def texts_of_labels(window):
    """Return what each label shows that might read markup."""
    plain = Qt.TextFormat.PlainText
    return [label.text() for label in window.findChildren(QLabel) if label.textFormat() != plain]


def tips_of(window):
    for widget in (window, *window.findChildren(QWidget)):
        yield widget.toolTip()
    for action in window.findChildren(QAction):
        yield action.toolTip()
    for view in window.findChildren(QAbstractItemView):
        model, column = view.model(), 0
        for row in range(model.rowCount() if model else 0):
            while (index := model.index(row, column)).isValid():
                yield index.data(Qt.ItemDataRole.ToolTipRole) or ""
                column += 1
            column = 0


def test_no_name_is_markup_anywhere_in_the_window(marked_up):
    window = marked_up.window
    assert any(TAG in label.text() for label in window.findChildren(QLabel))  # or this would show nothing
    for text in texts_of_labels(window):
        assert "<" not in text
    told = [tip for tip in tips_of(window) if "<" in tip]
    assert any("&lt;img" in tip for tip in told)
    for tip in told:
        assert not any(tag in tip for tag in (TAG, "<b>", "<i>", "<u>", "<s>")), tip


def test_a_tip_keeps_its_lines_and_its_signs():
    assert plain_tip("a\nb & c") == "a\nb & c"
    shown = plain_tip("a <b>\nb & c")
    assert "a &lt;b&gt;\nb &amp; c" in shown and "pre-wrap" in shown
