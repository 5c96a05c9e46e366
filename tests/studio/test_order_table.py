"""The order table, through its panel and a real document."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTableView

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item, Layout
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.project import Project
from gangsheet_studio.orders.cells import parse_quantity
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.orders.columns import MUTED, Column
from gangsheet_studio.studio.orders.panel import OrdersPanel
from tests.studio.activating import activate

LINES = (
    OrderLine(design="UV840.png", path="/a/UV840.png", size=Size(3.0, 3.0), quantity=5, order="1001"),
    OrderLine(design="UV953.png", path="/a/UV953.png", size=Size(9.4), quantity=40, order="1002"),
    OrderLine(design="UV777.png", quantity=3, order="1003"),
)
MISSING = Problem(
    id="orders.design-missing",
    severity="error",
    message="No artwork.",
    line=3,
    choices=("/b/UV777 & co.png", "/b/UV771.png"),
)
LOW = Problem(id="sizing.very-low-dpi", severity="warning", message="Soft.", line=2, figure=142)

# the offscreen platform says so whenever a window is shown
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def document(qapp):
    made = Document()
    made.new(Project(lines=LINES, problems=(MISSING,)))
    return made


@pytest.fixture
def panel(qtbot, document):
    made = OrdersPanel(document)
    qtbot.addWidget(made)
    made.resize(560, 400)
    made.show()
    return made


def results(panel):
    items = tuple(
        Item(line=n, design="", key=f"k{n}", order="", width_px=400 * n, height_px=1000, quantity=1)
        for n in (1, 2)
    )
    panel.set_results(Layout(film=Film()), (LOW,), items)


def cells(panel, column):
    model = panel.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def type_filter(panel, text):
    """Show only the lines with these words."""
    box = next(e for e in panel.findChildren(QLineEdit) if e.placeholderText() == "Filter")
    box.setText(text)
    return box


def test_the_table_shows_the_lines_and_what_is_known_of_them(panel):
    assert panel.findChild(QTableView, "orderTable") is panel.table
    assert cells(panel, Column.SIZE) == ["3 x 3 in", "w 9.4 in", "own size"]
    assert cells(panel, Column.STATE) == ["checking", "checking", "file missing"]
    results(panel)
    assert cells(panel, Column.SIZE) == ["3 x 3 in", "2 x 2.5 in", "own size"]
    assert [panel.model.index(row, Column.SIZE).data(MUTED) for row in range(3)] == [False, True, True]
    assert cells(panel, Column.STATE) == ["ready", "low dpi 142", "file missing"]
    texts = {label.text() for label in panel.findChildren(QLabel)}
    assert {"3 lines, 48 copies", "✕ 1 won't print", "⚠ 1 to look at"} <= texts


def test_sizes_and_quantities_are_edited_in_place(qtbot, panel, document):
    model = panel.table.model()
    assert model.setData(model.index(1, Column.QUANTITY), 7)
    assert model.setData(model.index(1, Column.SIZE), "h 4 in")
    assert document.project.lines[1].quantity == 7
    assert document.project.lines[1].size == Size(None, 4.0)
    with qtbot.waitSignal(panel.refused) as caught:
        assert not model.setData(model.index(0, Column.SIZE), "huge")
    assert caught.args[0].startswith("“huge” is no size; write it like 3 x 3 in")
    with qtbot.waitSignal(panel.refused):
        assert not model.setData(model.index(0, Column.QUANTITY), "--1")
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.project.lines == LINES


def shown_at(panel, document_row):
    """Return the row of the table at which a line of the document is."""
    return panel.table.model().mapFromSource(panel.model.index_of(document_row)).row()


def open_cell(panel, row, column):
    """Return the editor of a cell, as a double-click opens it."""
    index = panel.table.model().index(row, column)
    panel.table.setCurrentIndex(index)
    panel.table.edit(index)
    return panel.table.indexWidget(index)


def commit(qtbot, editor):
    """Press Enter in a cell's editor."""
    with qtbot.waitSignal(editor.destroyed):
        qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_typing_into_a_cell_changes_the_line(qtbot, panel, document):
    editor = open_cell(panel, 0, Column.SIZE)
    editor.selectAll()
    qtbot.keyClicks(editor, "50 x 60 mm")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.project.lines[0].size.width == pytest.approx(50 / 25.4))


@pytest.mark.parametrize("sorted_by", [-1, Column.STATE])
@pytest.mark.parametrize(("column", "typed"), [(Column.QUANTITY, "25"), (Column.SIZE, "w 2 in")])
def test_what_is_typed_stays_when_results_arrive(qtbot, panel, document, column, typed, sorted_by):
    panel.table.sortByColumn(sorted_by, Qt.SortOrder.DescendingOrder)
    document.edit_quantity(0, 6)
    editor = open_cell(panel, shown_at(panel, 1), column)
    editor.selectAll()
    qtbot.keyClicks(editor, typed)
    results(panel)
    assert editor.text() == typed
    commit(qtbot, editor)
    line = document.project.lines[1]
    assert (line.quantity == 25) if column == Column.QUANTITY else (line.size == Size(2.0))


def test_an_open_cell_shows_what_was_undone(panel, document):
    document.edit_quantity(0, 6)
    editor = open_cell(panel, 0, Column.QUANTITY)
    document.undo_stack.undo()
    assert editor.text() == "5"


def test_what_an_order_may_ask_for_stays_when_its_cell_is_looked_at(qtbot, panel, document):
    most = replace(LINES[0], quantity=parse_quantity("100000"))
    document.new(Project(lines=(most,)))
    commit(qtbot, open_cell(panel, 0, Column.QUANTITY))
    assert document.project.lines == (most,)


def test_other_lines_keep_their_state_while_one_is_looked_at_again(panel, document):
    results(panel)
    document.edit_quantity(0, 9)
    assert cells(panel, Column.STATE) == ["checking", "low dpi 142", "file missing"]
    document.remove({0})
    assert cells(panel, Column.STATE) == ["low dpi 142", "file missing"]
    assert cells(panel, Column.SIZE) == ["2 x 2.5 in", "own size"]


def test_columns_sort_by_number_and_come_back_to_the_order(panel, document):
    panel.table.sortByColumn(Column.QUANTITY, Qt.SortOrder.AscendingOrder)
    assert cells(panel, Column.QUANTITY) == ["3", "5", "40"]
    panel.select_lines({2})
    panel.table.sortByColumn(Column.QUANTITY, Qt.SortOrder.DescendingOrder)
    assert panel.selected_rows() == (1,)
    panel.table.model().setData(panel.table.model().index(0, Column.QUANTITY), 41)
    assert document.project.lines[1].quantity == 41
    document.duplicate({1})
    assert cells(panel, Column.QUANTITY) == ["41", "41", "5", "3"]
    document.undo_stack.undo()
    document.undo_stack.undo()
    panel.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert cells(panel, Column.QUANTITY) == ["5", "40", "3"]


def test_the_filter_finds_design_order_and_state(panel):
    for text, found in (("uv9", ["UV953.png"]), ("1001", ["UV840.png"]), ("uv missing", ["UV777.png"])):
        box = type_filter(panel, text)
        assert cells(panel, Column.DESIGN) == found
    panel.go_to_line(1)
    assert panel.selected_rows() == (0,)
    assert box.text() == ""


def test_a_change_hides_no_line_from_the_filter_before_it_is_checked(panel, document):
    results(panel)
    type_filter(panel, "ready")
    panel.table.selectRow(0)
    document.edit_quantity(0, 6)
    document.edit_quantity(0, 7)
    assert cells(panel, Column.STATE) == ["checking"] and panel.selected_rows() == (0,)
    results(panel)
    assert cells(panel, Column.STATE) == ["ready"] and panel.selected_rows() == (0,)
    document.edit_quantity(0, 8)
    panel.set_results(Layout(film=Film()), (replace(LOW, line=1), LOW))
    assert cells(panel, Column.STATE) == []


@pytest.mark.parametrize("sorted_by", [-1, Column.QUANTITY])
def test_lines_stay_selected_while_others_come_and_go(panel, document, sorted_by):
    told = []
    panel.linesPicked.connect(told.append)
    panel.table.sortByColumn(sorted_by, Qt.SortOrder.DescendingOrder)
    panel.table.selectRow(shown_at(panel, 2))
    document.duplicate({0})
    assert panel.selected_rows() == (3,) and told[-1] == {4}
    document.remove({0, 1})
    assert panel.selected_rows() == (1,) and told[-1] == {2}
    document.new(Project(lines=LINES[:1]))
    assert panel.selected_rows() == () and told[-1] == set()


def test_a_sorted_table_stays_where_it_was_scrolled_to(panel, document):
    document.new(Project(lines=tuple(replace(LINES[0], quantity=n) for n in range(1, 101))))
    panel.table.sortByColumn(Column.QUANTITY, Qt.SortOrder.DescendingOrder)
    panel.go_to_line(20)
    place, row = panel.table.verticalScrollBar().value(), panel.table.currentIndex().row()
    assert place
    document.remove({19})
    QApplication.processEvents()
    assert (panel.table.verticalScrollBar().value(), panel.table.currentIndex().row()) == (place, row)


def test_a_selection_that_is_filtered_away_is_told(panel):
    told = []
    panel.linesPicked.connect(told.append)
    panel.table.selectRow(0)
    type_filter(panel, "uv953")
    assert told == [{1}, set()]
    assert panel.selected_rows() == ()


def test_a_selection_is_told_but_not_echoed(qtbot, panel):
    with qtbot.assertNotEmitted(panel.linesPicked):
        panel.select_lines({1, 3})
    assert panel.selected_rows() == (0, 2)
    with qtbot.waitSignal(panel.linesPicked) as caught:
        panel.table.selectRow(1)
    assert caught.args == [{2}]


def test_remove_and_duplicate_act_on_the_selection_and_are_undone(qtbot, panel, document):
    activate(qtbot, panel)
    panel.select_lines({1, 3})
    qtbot.keyClick(panel.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [line.design[:5] for line in document.project.lines] == [
        "UV840",
        "UV840",
        "UV953",
        "UV777",
        "UV777",
    ]
    document.undo_stack.undo()
    panel.select_lines({1, 3})
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert cells(panel, Column.DESIGN) == ["UV953.png"]
    document.undo_stack.undo()
    assert document.project.lines == LINES
    assert len(cells(panel, Column.DESIGN)) == 3


def test_a_missing_line_offers_its_likely_files(qtbot, panel, document):
    panel.select_lines({3})
    menu = panel.make_context_menu()
    texts = [action.text() for action in menu.actions()]
    assert texts[:3] == ["Use UV777 && co.png in b", "Use UV771.png in b", "Find artwork..."]
    with qtbot.waitSignal(panel.findRequested) as caught:
        menu.actions()[2].trigger()
    assert caught.args == [2]
    menu.actions()[0].trigger()
    assert document.project.lines[2].path == "/b/UV777 & co.png"
    assert document.project.problems == ()


def test_thumbnails_come_by_key(panel):
    results(panel)
    pixmap = QPixmap(8, 8)
    pixmap.fill(Qt.GlobalColor.red)
    panel.set_icons(lambda key, _path: {"k1": QIcon(pixmap)}.get(key))
    icons = [panel.model.index(row, 0).data(Qt.ItemDataRole.DecorationRole) for row in range(3)]
    assert [icon is not None for icon in icons] == [True, False, False]
    assert panel.table.rowHeight(0) == 48
