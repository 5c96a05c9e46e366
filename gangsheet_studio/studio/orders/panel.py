"""The left panel: order lines in a table, and what is done with them."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.controls.tables import make_plain
from gangsheet_studio.studio.job.line_state import DAMAGED_WORD
from gangsheet_studio.studio.look.theme import GRID, PADDING, ROW_HEIGHT, THUMBNAIL, colours_of
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.orders.columns import Column
from gangsheet_studio.studio.orders.delegate import OrderDelegate, severity_colour
from gangsheet_studio.studio.orders.filter import OrderFilter
from gangsheet_studio.studio.orders.kept_place import KeptPlace
from gangsheet_studio.studio.orders.mark_actions import MarkActions
from gangsheet_studio.studio.orders.model import OrderModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QEvent, QModelIndex
    from PySide6.QtGui import QIcon

    from gangsheet_studio.model.layout import Item, Layout
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.line_state import Severity

_WIDTHS: Final = ((Column.SIZE, 92), (Column.QUANTITY, 40), (Column.ORDER, 56), (Column.STATE, 116))
_MOST_CHOICES: Final = 12


class OrdersPanel(QWidget):
    """The document's lines. Rows are 0-based, order lines 1-based, as everywhere."""

    addRequested = Signal()  # noqa: N815
    findRequested = Signal(int)  # noqa: N815
    """Somebody wants to choose the artwork of this row, which will not print."""
    linesPicked = Signal(set)  # noqa: N815
    refused = Signal(str)
    softWanted = Signal(tuple, int)  # noqa: N815

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._model = OrderModel(document, self)
        self._filter = OrderFilter(self._model, self)
        self._echo = True
        self._told: set[int] = set()
        self._marks = MarkActions(document, self)
        self._make_actions()
        self._table = self._make_table()
        KeptPlace(self._table, self._model, self.selected_rows, self.select_rows)
        self._filter_box = self._make_filter_box()
        self._totals = QLabel(self)
        self._errors, self._warnings = QLabel(self), QLabel(self)
        self._errors.setToolTip("Lines that will not print; their state says why")
        self._warnings.setToolTip("Lines that will not print well; their state says why")
        self._lay_out()
        self._model.refused.connect(self.refused)
        self._marks.hint.connect(self.refused)
        self._marks.softWanted.connect(self.softWanted)
        self._model.statesChanged.connect(self._on_states)
        self._show_totals()
        self._show_actions()

    @property
    def model(self) -> OrderModel:
        """The lines, in the document's order."""
        return self._model

    @property
    def table(self) -> QTableView:
        """The table itself."""
        return self._table

    @property
    def actions_for_menu(self) -> tuple[QAction, ...]:
        """Add, duplicate, remove, find artwork and filter, for the window's menus."""
        return self._add, self._duplicate, self._remove, self._find

    def set_results(
        self, layout: Layout | None, problems: Sequence[Problem], items: Sequence[Item] = ()
    ) -> None:
        """Show what the engine said about the lines; None while it has not yet."""
        self._model.set_results(layout, problems, items)

    def set_icons(self, lookup: Callable[[str, str], QIcon | None]) -> None:
        """Show thumbnails, by a design's key, or by its path where that is empty."""
        self._table.verticalHeader().setDefaultSectionSize(THUMBNAIL + GRID)
        self._model.set_icons(lookup)

    def show_new_icons(self) -> None:
        """Draw the thumbnails that have arrived since; many of one moment are one repaint."""
        self._table.viewport().update()

    def set_unit(self, unit: Unit) -> None:
        """Show and read sizes in `unit`."""
        self._model.set_unit(unit)

    def selected_rows(self) -> tuple[int, ...]:
        """Return the document's rows that are selected."""
        ranges = self._table.selectionModel().selection().toList()
        shown = {row for each in ranges for row in range(each.top(), each.bottom() + 1)}
        return tuple(sorted(self._model.document_row(place) for place in self._places(shown)))

    def select_lines(self, lines: set[int]) -> None:
        """Select these order lines; `linesPicked` stays silent."""
        self._echo = False
        shown = self.select_rows(line - 1 for line in lines)
        self._echo = True
        if shown:
            self._table.scrollTo(self._filter.index(shown[0], 0))

    def select_rows(self, wanted: Iterable[int]) -> list[int]:
        """Select these rows of the document; return where in the table they are."""
        wanted = set(wanted)
        places = self._places(range(self._filter.rowCount()))
        rows = [row for row, place in enumerate(places) if self._model.document_row(place) in wanted]
        selection = QItemSelection()
        for first, last in _runs(rows):
            ends = self._filter.index(first, 0), self._filter.index(last, len(Column) - 1)
            selection.append(QItemSelectionRange(*ends))
        self._table.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._tell_selection()
        return rows

    def go_to_line(self, line: int) -> None:
        """Select order line `line` and bring it into view, past a filter that hides it."""
        if not 1 <= line <= self._model.rowCount():
            return
        if not self._shown(line - 1).isValid():
            self._filter_box.clear()
        index = self._shown(line - 1)
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_context_menu(self) -> QMenu:
        """Return the menu of the selected lines, with the likely files of a missing one."""
        menu = QMenu(self)
        rows = self.selected_rows()
        if self._may_find(rows):
            for path in self._model.choices(rows[0])[:_MOST_CHOICES]:
                file = PurePath(path)
                # an ampersand would become a mnemonic
                choice = menu.addAction(f"Use {file.name} in {file.parent.name}".replace("&", "&&"))
                choice.setData((rows[0], path))
                choice.triggered.connect(self._take_choice)
            menu.addAction(self._find)
            menu.addSeparator()
        menu.addActions([self._add, self._duplicate, self._remove])
        if rows:
            menu.addSeparator()
            menu.addActions(self._marks.actions_for(rows, self._damaged(rows)))
        return menu

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == event.Type.PaletteChange and hasattr(self, "_warnings"):
            self._show_totals()

    def _make_actions(self) -> None:
        def action(text: str, tip: str, keys: QKeySequence.StandardKey | str | None) -> QAction:
            made = QAction(text, self)
            shown = ""
            if keys is not None:
                made.setShortcut(keys)
                shown = f" ({made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
            made.setToolTip(tip + shown)
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(made)
            return made

        self._add = action("Add artwork...", "Add artwork or order files to this job", None)
        self._remove = action("Remove", "Take the selected lines out of this job", "Del")
        self._duplicate = action("Duplicate", "Repeat the selected lines", "Ctrl+D")
        self._find = action("Find artwork...", "Choose the file of the selected line", None)
        self._add.triggered.connect(self.addRequested)
        self._remove.triggered.connect(self._remove_selected)
        self._duplicate.triggered.connect(self._duplicate_selected)
        self._find.triggered.connect(self._ask_to_find)

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("orderTable")
        table.setAccessibleName("Order lines")
        table.setToolTip("Double-click a size or a quantity to change it")
        table.setModel(self._filter)
        table.setItemDelegate(OrderDelegate(table))
        make_plain(table, ROW_HEIGHT)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        # one of its own, always empty: it asks about every cell of a column to paint its head
        header.setSelectionModel(QItemSelectionModel(self._filter, header))
        header.setSectionResizeMode(Column.DESIGN, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS:
            table.setColumnWidth(column, width)
        # unsorted at first: the lines stand as they were ordered
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        table.selectionModel().selectionChanged.connect(self._tell_selection)
        # of lines that are filtered out or have another number now, the selection says nothing
        self._filter.layoutChanged.connect(self._tell_selection)
        self._model.statesChanged.connect(self._tell_selection)
        return table

    def _make_filter_box(self) -> QLineEdit:
        box = QLineEdit(self)
        box.setPlaceholderText("Filter")
        box.setClearButtonEnabled(True)
        box.setAccessibleName("Filter the order lines")
        box.setToolTip("Design, order or state (Ctrl+F)")
        box.textChanged.connect(self._filter.set_words)
        return box

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._filter_box, 1)
        for action, text in ((self._add, "Add"), (self._duplicate, "Duplicate"), (self._remove, "Remove")):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setText(text)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAccessibleName(action.text().rstrip("."))
            top.addWidget(button)
        bottom = QHBoxLayout()
        bottom.addWidget(self._totals)
        bottom.addStretch(1)
        bottom.setSpacing(PADDING)
        bottom.addWidget(self._errors)
        bottom.addWidget(self._warnings)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        whole.setSpacing(GRID)
        whole.addLayout(top)
        whole.addWidget(self._table, 1)
        whole.addLayout(bottom)

    def _places(self, shown: Iterable[int]) -> Iterable[int]:
        """Return the model's rows of those `shown` in the table."""
        if self._filter.rowCount() == self._model.rowCount():
            return shown  # nothing is filtered out, and the filter sorts nothing
        return (self._filter.mapToSource(self._filter.index(row, 0)).row() for row in shown)

    def _shown(self, row: int) -> QModelIndex:
        """Return the first cell of the document's `row` in the table; invalid while it is filtered out."""
        return self._filter.mapFromSource(self._model.index_of(row))

    def _tell_selection(self) -> None:
        rows = self.selected_rows()
        self._show_actions(rows)
        told, self._told = self._told, {row + 1 for row in rows}
        if self._echo and told != self._told:
            self.linesPicked.emit(self._told)

    def _show_actions(self, rows: Sequence[int] = ()) -> None:
        self._remove.setEnabled(bool(rows))
        self._duplicate.setEnabled(bool(rows))
        self._find.setEnabled(self._may_find(rows))

    def _may_find(self, rows: Sequence[int]) -> bool:
        """Return whether another file could help: it is one line, and it will not print."""
        return len(rows) == 1 and self._model.states[rows[0]].severity == "error"

    def _damaged(self, rows: Sequence[int]) -> tuple[int, ...]:
        """Return those of `rows` whose artwork can be read in part, or was when staff accepted it."""
        states, lines = self._model.states, self._document.project.lines
        return tuple(row for row in rows if states[row].word == DAMAGED_WORD or lines[row].accept_damage)

    def _on_states(self) -> None:
        self._show_totals()
        self._show_actions(self.selected_rows())

    def _show_totals(self) -> None:
        lines = self._document.project.lines
        copies = sum(line.quantity for line in lines)
        self._totals.setText(f"{count(len(lines), 'line')}, {count(copies, 'copy')}")
        severities = Counter(state.severity for state in self._model.states)
        colours = colours_of(self)
        _tint(self._totals, colours.muted)
        shown: tuple[tuple[QLabel, Severity, str, str], ...] = (
            (self._errors, "error", "✕", "won't print"),
            (self._warnings, "warning", "⚠", "to look at"),
        )
        for label, severity, sign, words in shown:
            lines_so = severities[severity]
            label.setVisible(lines_so > 0)
            label.setText(f"{sign} {lines_so:,} {words}")
            _tint(label, severity_colour(severity, colours))

    def _show_menu(self, place: QPoint) -> None:
        menu = self.make_context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._table.viewport().mapToGlobal(place))

    def _take_choice(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            row, path = sender.data()
            self._document.set_path(row, path)

    def _remove_selected(self) -> None:
        rows = self.selected_rows()
        if rows:
            self._document.remove(rows)

    def _duplicate_selected(self) -> None:
        rows = self.selected_rows()
        if rows:
            self._document.duplicate(rows)

    def _ask_to_find(self) -> None:
        rows = self.selected_rows()
        if len(rows) == 1:
            self.findRequested.emit(rows[0])

    def focus_filter(self) -> None:
        """Let staff type into the filter box."""
        self._filter_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter_box.selectAll()


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours in `rows`, which are sorted."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs


def _tint(label: QLabel, colour: str) -> None:
    """Write in `colour`; a style sheet is costly to set, the same again too."""
    if label.styleSheet() != (wanted := f"color: {colour}"):
        label.setStyleSheet(wanted)
