"""Staff go on typing while orders are read and laid out: nothing of it is lost."""

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from gangsheet_studio.studio.orders.columns import Column
from tests.studio.staff import drop

PATIENCE = 30_000


def laid_out(desk):
    return lambda: desk.flow.last is not None and not desk.flow.busy


@pytest.fixture
def orders(tmp_path):
    Image.new("RGBA", (600, 600), "red").save(tmp_path / "red.png", dpi=(300, 300))
    path = tmp_path / "orders.csv"
    path.write_text("Design,Size,Qty\nred.png,2in,4\nred.png,1in,6\n")
    return path


def test_a_width_that_is_typed_outlives_reading_and_layout(desk, orders, qtbot):
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    line = desk.window.settings.findChild(QWidget, "widthBox").lineEdit()
    line.selectAll()
    qtbot.keyClicks(line, "2")
    desk.opener.open_paths([orders], add=True)
    qtbot.waitUntil(lambda: desk.flow.last.layout.copies == 20 and not desk.flow.busy, timeout=PATIENCE)
    assert line.text() == "2"
    qtbot.keyClicks(line, "2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.document.project.film.width == 22


def test_a_quantity_that_is_typed_outlives_the_layout_of_the_one_before(desk, orders, qtbot):
    drop(desk.window, orders)
    qtbot.waitUntil(laid_out(desk), timeout=PATIENCE)
    table = desk.window.findChild(QTableView, "orderTable")
    model = table.model()
    model.setData(model.index(0, Column.QUANTITY), 9)
    table.edit(model.index(1, Column.QUANTITY))
    editor = table.indexWidget(model.index(1, Column.QUANTITY))
    editor.selectAll()
    qtbot.keyClicks(editor, "25")
    qtbot.waitUntil(lambda: desk.flow.last.layout.copies == 15 and not desk.flow.busy, timeout=PATIENCE)
    qtbot.waitUntil(lambda: {state.word for state in desk.window.orders.model.states} == {"ready"})
    with qtbot.waitSignal(editor.destroyed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert [line.quantity for line in desk.document.project.lines] == [9, 25]
