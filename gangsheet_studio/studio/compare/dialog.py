"""The question which film to load: films are ticked, and what the job takes of each is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.compare.films import Candidate, answer, priced_as
from gangsheet_studio.studio.compare.model import Column, CompareModel
from gangsheet_studio.studio.controls.buttons import dialog_button
from gangsheet_studio.studio.controls.labels import sentence_label
from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.tables import make_plain
from gangsheet_studio.studio.look.theme import (
    CONTROL_HEIGHT,
    GRID,
    PADDING,
    ROW_HEIGHT,
    colours_of,
    control_palette,
)
from gangsheet_studio.studio.settings.film_limits import LIMITS, film_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import FilmUse

_HOW: Final = (
    "All are laid out at once, without Improve. A film whose own price is not known costs as much for its "
    "area as that of the job; double-click a price to change it."
)


class _Ticks(QStyledItemDelegate):
    """Draws ticks with an edge that can be seen in either theme."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw edges as those of other controls."""
        super().initStyleOption(option, index)
        edge = control_palette(colours_of(option.widget)).window()  # type: ignore[attr-defined] # not in stubs
        option.palette.setBrush(QPalette.ColorRole.Window, edge)  # type: ignore[attr-defined] # not in stubs


class CompareDialog(QDialog):
    """`wanted` carries films to lay the job out on, `filmChosen` the one to print on."""

    wanted = Signal(tuple)
    filmChosen = Signal(object)  # noqa: N815 - Qt's way

    def __init__(
        self, films: Sequence[Candidate], unit: Unit, currency: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("compareDialog")
        self.setWindowTitle("Compare film widths")
        self.resize(760, 500)
        self._unit, self._currency = unit, currency
        self._asked: tuple[int, ...] = ()
        self._model = CompareModel(films, unit, currency, self)
        self._verdict = sentence_label(self._model.verdict(), self)
        self._verdict.setObjectName("compareVerdict")
        font = self._verdict.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._verdict.setFont(font)
        self._answer = sentence_label("", self)
        self._answer.setObjectName("compareAnswer")
        self._answer.setAccessibleName("Film by width, to copy")
        self._answer.setToolTip("Film by width, to copy")
        self._table = self._make_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column.setSpacing(PADDING)
        column.addWidget(self._verdict)
        column.addWidget(self._answer)
        column.addWidget(self._table, 1)
        column.addLayout(self._make_entry())
        column.addWidget(sentence_label(_HOW, self, quiet=True))
        column.addWidget(self._make_buttons())
        self._model.ticked.connect(self.ask)
        self._model.dataChanged.connect(self._show)
        self._model.refused.connect(self._verdict.setText)
        self._show()

    def ask(self) -> None:
        """Ask for what is ticked and not known yet."""
        rows = self._model.wanted()
        if rows and rows != self._asked:
            self._asked = rows
            self.wanted.emit(tuple(self._model.film(row) for row in rows))
        self._show()

    def set_uses(self, uses: Sequence[FilmUse]) -> None:
        """Show the answer."""
        rows, self._asked = self._asked, ()
        self._model.set_uses(rows, uses)

    def set_progress(self, text: str) -> None:
        """Say how far the answer is."""
        self._verdict.setText(f"{text}...")

    def set_failed(self, text: str) -> None:
        """Say why there is no answer; a film ticked anew is asked for again."""
        self._asked = ()
        self._verdict.setText(text)

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("compareTable")
        table.setAccessibleName("Films to compare")
        table.setToolTip("Tick the films to compare")
        table.setModel(self._model)
        table.setItemDelegate(_Ticks(table))
        make_plain(table, ROW_HEIGHT)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.FILM, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().selectionChanged.connect(self._enable)
        return table

    def _make_entry(self) -> QHBoxLayout:
        self._width = LengthBox(*LIMITS["width"])
        self._width.setObjectName("otherWidthBox")
        self._width.setAccessibleName("Another width")
        self._width.setToolTip("A width that is no preset")
        self._width.setMinimumSize(112, CONTROL_HEIGHT)
        self._width.set_unit(self._unit)
        self._width.set_figure(self._model.film(0).width)
        self._width.refused.connect(self._verdict.setText)
        add = dialog_button("Add", "Compare this width too", self)
        add.setObjectName("addWidthButton")
        add.clicked.connect(self._add)
        label = QLabel("Another width")
        label.setBuddy(self._width)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(label)
        row.addWidget(self._width)
        row.addWidget(add)
        row.addStretch(1)
        return row

    def _make_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        roles = QDialogButtonBox.ButtonRole
        self._use = dialog_button("Use this film", "Print this job on the film that is selected", self)
        self._use.setObjectName("useFilmButton")
        self._use.clicked.connect(self._choose)
        buttons.addButton(self._use, roles.AcceptRole)
        close = dialog_button("Close", "Stay with the film of the job", self)
        close.clicked.connect(self.reject)
        buttons.addButton(close, roles.RejectRole)
        return buttons

    def _add(self) -> None:
        mine = self._model.film(0)
        film = priced_as(mine, msgspec.structs.replace(mine, width=self._width.figure))
        problem = film_problem(film, self._unit)
        if problem:
            self._verdict.setText(problem)
            return
        self._table.selectRow(self._model.add(Candidate("Own width", film)))

    def _show(self) -> None:
        """Say what is known; the best film is selected where none is."""
        uses = self._model.uses()
        self._answer.setText(answer(uses, self._unit))
        self._answer.setVisible(bool(uses))
        if not self._asked:
            self._verdict.setText(self._model.verdict())
        best = self._model.best()
        selection = self._table.selectionModel()
        if best is not None and not selection.hasSelection():
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(
                self._model.index(best, 0),
                flags.ClearAndSelect | flags.Rows,  # type: ignore[operator]
            )
        self._enable()

    def _selected(self) -> Film | None:
        rows = self._table.selectionModel().selectedRows()
        return self._model.film(rows[0].row()) if rows else None

    def _enable(self) -> None:
        film = self._selected()
        self._use.setEnabled(film is not None and film != self._model.film(0))

    def _choose(self) -> None:
        film = self._selected()
        if film is not None:
            self.filmChosen.emit(film)
            self.accept()
