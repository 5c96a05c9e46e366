"""The list of parts, to jump to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gangsheet_studio.studio.film.geometry import part_figures
from gangsheet_studio.studio.look.theme import GRID, ROW_HEIGHT, colours_of

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.units import Unit

FIGURES: Final = Qt.ItemDataRole.UserRole
WIDEST: Final = ("9,999.9 in", "100.0 %", "9,999 copies")


class PartList(QListView):
    """The parts of a layout: length, utilisation, copies."""

    partChosen = Signal(int)  # noqa: N815 - a Qt signal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("partList")
        self.setAccessibleName("Parts")
        self.setToolTip("Choose a part to see it on the film")
        self.setModel(QStandardItemModel(self))
        self.setItemDelegate(_Figures(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def set_layout(self, layout: Layout | None, unit: Unit) -> None:
        """Show the parts of `layout`; the current part stays where it can."""
        row = max(0, self.currentIndex().row())
        model = self._model()
        model.clear()
        for part in layout.parts if layout else ():
            figures = part_figures(part, layout.film.dpi, unit) if layout else ()
            item = QStandardItem("   ".join((f"Part {part.number}", *figures)))
            item.setData(figures, FIGURES)
            model.appendRow(item)
        self.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 0))

    def set_current(self, number: int) -> None:
        """Mark part `number`, without choosing it."""
        self.setCurrentIndex(self._model().index(number - 1, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the part that the keys move to."""
        before = self.currentIndex().row()
        super().keyPressEvent(event)
        after = self.currentIndex()
        if after.row() != before or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(after)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.partChosen.emit(index.row() + 1)

    def _model(self) -> QStandardItemModel:
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in __init__, for the type checker
        return model


class _Figures(QStyledItemDelegate):
    """Draws a part's name on the left and its figures in columns on the right."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row."""
        view = self.parent()
        if not isinstance(view, QListView):
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined] # not in stubs
        rect, metrics = option.rect, option.fontMetrics  # type: ignore[attr-defined] # not in stubs
        colours = colours_of(view)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(colours.accent))
        painter.setPen(QColor(colours.on_accent if chosen else colours.text))
        inner = rect.adjusted(GRID, 0, -GRID, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, f"Part {index.row() + 1}")
        painter.setPen(QColor(colours.on_accent if chosen else colours.muted))
        for text, widest in reversed(list(zip(index.data(FIGURES), WIDEST, strict=True))):
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, text)
            inner.setRight(inner.right() - metrics.horizontalAdvance(widest) - GRID)
        painter.restore()

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return a row's size."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)
