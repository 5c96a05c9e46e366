"""How the cells of the order table are drawn and edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLineEdit, QSpinBox, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gangsheet_studio.model.order import MOST_COPIES
from gangsheet_studio.studio.film.placeholder import placeholder_icon
from gangsheet_studio.studio.look.theme import THUMBNAIL, Colours, colours_of
from gangsheet_studio.studio.orders.columns import MARKS, MUTED, PICTURE, SEVERITY, Column
from gangsheet_studio.studio.orders.marks import paint_marks

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.studio.film.placeholder import Missing
    from gangsheet_studio.studio.job.line_state import Severity

    Index = QModelIndex | QPersistentModelIndex

_ICON: Final = 14
_FILLED: Final = "filledWith"
_DRAWN: Final = 56  # four times: sharp at 300 %


class OrderDelegate(QStyledItemDelegate):
    """Greys what is derived, gives each state its colour and its icon, and edits in place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons: dict[tuple[Severity, str], QIcon] = {}
        self._placeholders: dict[tuple[Missing, str], QIcon] = {}
        self._widget = parent

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        """Set colour and icon by the theme there is now."""
        super().initStyleOption(option, index)
        colours = colours_of(self._widget)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # the row shows it
        if index.column() == Column.DESIGN:
            option.textElideMode = Qt.TextElideMode.ElideMiddle
            option.decorationSize = QSize(THUMBNAIL, THUMBNAIL)
            if option.rect.height() > THUMBNAIL:  # names stand in line, with a picture or without
                option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
                if option.icon.isNull():
                    option.icon = self._placeholder(index.data(PICTURE), colours)
                option.features |= (
                    QStyleOptionViewItem.ViewItemFeature.WrapText
                )  # there is room for two lines
        severity: Severity | None = index.data(SEVERITY)
        if severity is not None:
            colour = severity_colour(severity, colours)
            _paint_text(option, colour)
            selected = option.state & QStyle.StateFlag.State_Selected
            option.icon = self._icon(severity, colours.on_accent if selected else colour)
            option.decorationSize = QSize(_ICON, _ICON)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        elif index.data(MUTED):
            _paint_text(option, colours.muted)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a cell, and what is special about its line in the corners of the picture."""
        super().paint(painter, option, index)
        if found := index.data(MARKS):
            style = QStyleOptionViewItem(option)
            self.initStyleOption(style, index)
            element = QStyle.SubElement.SE_ItemViewItemDecoration
            picture = self._widget.style().subElementRect(element, style, self._widget)
            paint_marks(painter, found, picture, colours_of(self._widget))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002, N802
        """Return a spin box for a quantity, a line of text for a size."""
        if index.column() == Column.QUANTITY:
            spin = QSpinBox(parent, minimum=1, maximum=MOST_COPIES)
            spin.setFrame(False)
            spin.setAccessibleName("Quantity")
            return spin
        line = QLineEdit(parent, frame=False, placeholderText="own size")
        line.setAccessibleName("Size")
        line.setToolTip("Like 3 x 3 in, w 4.5 in or h 5.5 in; empty for the artwork's own size")
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """Show the cell's value; what is being typed is left alone while the value stays the same."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if editor.property(_FILLED) != value:  # Qt asks again with whatever changes of the lines
            editor.setProperty(_FILLED, value)
            super().setEditorData(editor, index)

    def _placeholder(self, why: Missing, colours: Colours) -> QIcon:
        key = why, colours.panel
        if key not in self._placeholders:
            self._placeholders[key] = placeholder_icon(why, THUMBNAIL, colours)
        return self._placeholders[key]

    def _icon(self, severity: Severity, colour: str) -> QIcon:
        key = severity, colour
        if key not in self._icons:
            self._icons[key] = severity_icon(severity, colour)
        return self._icons[key]


def severity_colour(severity: Severity, colours: Colours) -> str:
    """Return the colour of a state's word and icon."""
    return {"ok": colours.done, "note": colours.muted, "warning": colours.warn, "error": colours.error}[
        severity
    ]


def severity_icon(severity: Severity, colour: str) -> QIcon:
    """Return a tick, a clock, a triangle or a cross: told apart without their colours too."""
    pixmap = QPixmap(_DRAWN, _DRAWN)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_DRAWN / 14, _DRAWN / 14)
    pen = QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if severity == "ok":
        painter.drawPolyline(QPolygonF([QPointF(2.5, 7.5), QPointF(5.5, 10.5), QPointF(11.5, 3.5)]))
    elif severity == "note":
        painter.drawEllipse(QRectF(1.75, 1.75, 10.5, 10.5))
        painter.drawPolyline(QPolygonF([QPointF(7, 4), QPointF(7, 7.2), QPointF(9, 8.6)]))
    elif severity == "warning":
        painter.drawPolygon(QPolygonF([QPointF(7, 1.5), QPointF(13, 12.5), QPointF(1, 12.5)]))
        painter.drawLine(QPointF(7, 5.5), QPointF(7, 8.5))
        painter.drawPoint(QPointF(7, 10.6))
    else:
        painter.drawEllipse(QRectF(1.25, 1.25, 11.5, 11.5))
        painter.drawLine(QPointF(4.8, 4.8), QPointF(9.2, 9.2))
        painter.drawLine(QPointF(9.2, 4.8), QPointF(4.8, 9.2))
    painter.end()
    return QIcon(pixmap)


def _paint_text(option: QStyleOptionViewItem, colour: str) -> None:
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        option.palette.setColor(group, QPalette.ColorRole.Text, QColor(colour))
