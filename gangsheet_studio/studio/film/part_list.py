"""The list of parts, to jump to one, and what each of them takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.job.totals import (
    copies_words,
    cost_words,
    film_length,
    part_words,
    utilisation_words,
)
from gangsheet_studio.studio.look.theme import GRID, PADDING, colours_of
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.job.figures import Figures

FIGURES: Final = Qt.ItemDataRole.UserRole
"""Name, length and utilisation; below them copies, cost and saving."""
WIDEST: Final = "100 % saved"


class PartList(QListView):
    """The parts of a layout, and below them all together."""

    partChosen = Signal(int)  # noqa: N815 - a Qt signal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("partList")
        self.setAccessibleName("Parts")
        self.setToolTip("Choose a part to see it on the film")
        self.setModel(QStandardItemModel(self))
        self.setItemDelegate(_TwoLines(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._choose)

    def set_parts(self, parts: tuple[Figures, ...], whole: Figures | None, unit: Unit, currency: str) -> None:
        """Show the figures of `parts` and of the `whole`; the current part stays where it can."""
        row = max(0, self.currentIndex().row())
        model = self._model()
        model.clear()
        for number, figures in enumerate(parts, 1):
            model.appendRow(_item(f"Part {number}", figures, unit, currency))
        self.setCurrentIndex(model.index(min(row, model.rowCount() - 1), 0))
        if whole is not None and len(parts) > 1:
            item = _item(f"All {count(len(parts), 'part')}", whole, unit, currency)
            item.setFlags(Qt.ItemFlag.NoItemFlags)  # there is nothing to jump to
            model.appendRow(item)

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
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.partChosen.emit(index.row() + 1)

    def _model(self) -> QStandardItemModel:
        model = self.model()
        assert isinstance(model, QStandardItemModel)  # noqa: S101 - set in __init__, for the type checker
        return model


def _item(name: str, figures: Figures, unit: Unit, currency: str) -> QStandardItem:
    upper = name, film_length(figures.length, unit), utilisation_words(figures)
    copies = copies_words(figures).removesuffix(" extra")
    lower = copies, cost_words(figures, currency), _saved(figures)
    item = QStandardItem("   ".join(word for word in (*upper, *lower) if word))
    item.setData((*upper, *lower), FIGURES)
    item.setToolTip(plain_tip(f"{name}: {part_words(figures, unit, currency)}"))
    return item


def _saved(figures: Figures) -> str:
    """Return what is saved against plain rows, in fewer words than the tooltip has."""
    if figures.saving is None:
        return ""
    percent = round(100 * figures.saving)
    return f"{abs(percent)} % {'saved' if percent >= 0 else 'more'}"


class _TwoLines(QStyledItemDelegate):
    """Draws a part's name and copies on the left and its figures in two columns on the right."""

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
        if not index.flags() & Qt.ItemFlag.ItemIsEnabled:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), QColor(colours.line))
        text, muted = (colours.on_accent,) * 2 if chosen else (colours.text, colours.muted)
        inner = rect.adjusted(PADDING, GRID // 2, -PADDING, -GRID // 2)
        column = metrics.horizontalAdvance(WIDEST)
        name, length, share, copies, cost, saved = index.data(FIGURES)
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        upper = QRect(inner.left(), inner.top(), inner.width(), inner.height() // 2)
        for line, colour, words in (
            (QRect(upper), text, (name, length, share)),
            (upper.translated(0, upper.height()), muted, (copies, cost, saved)),
        ):
            painter.setPen(QColor(colour))
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, middle | right, words[2])
            line.setRight(line.right() - column)
            painter.drawText(line, middle | right, words[1])
            line.setRight(line.right() - metrics.horizontalAdvance(words[1]) - GRID)
            beginning = metrics.elidedText(words[0], Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, middle | left, beginning)
        painter.restore()

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return a row's size."""
        height = 2 * option.fontMetrics.lineSpacing() + GRID  # type: ignore[attr-defined] # not in stubs
        return QSize(super().sizeHint(option, index).width(), height)
