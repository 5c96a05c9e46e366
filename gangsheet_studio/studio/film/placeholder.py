"""What stands in for a design without a picture: told apart by shape, not by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

if TYPE_CHECKING:
    from gangsheet_studio.studio.look.theme import Colours

Missing: TypeAlias = Literal["waiting", "missing", "unreadable"]

_SCALE: Final = 3  # sharp at 300 %
_LEAST_SIGN: Final = 16
_LARGEST_SIGN: Final = 40


def paint_placeholder(painter: QPainter, why: Missing, box: QRect, colours: Colours) -> None:
    """Paint a calm tile while a picture is waited for, else a dashed box with ? or !."""
    if why == "waiting":
        paint_waiting(painter, [box], colours)
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.fillRect(box, QColor(colours.ground))
    inner = box.adjusted(0, 0, -1, -1)
    colour = QColor(colours.error)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.drawRect(inner)
    side = min(box.width(), box.height())
    if side < _LEAST_SIGN:
        return
    plain = painter.font()
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(min(_LARGEST_SIGN, side // 2))
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?" if why == "missing" else "!")
    painter.setFont(plain)


def paint_waiting(painter: QPainter, boxes: list[QRect], colours: Colours) -> None:
    """Paint calm tiles, all of them at once: there may be thousands while pictures are waited for."""
    painter.setPen(QColor(colours.line))
    painter.setBrush(QColor(colours.ground))
    painter.drawRects([box.adjusted(0, 0, -1, -1) for box in boxes])
    painter.setBrush(Qt.BrushStyle.NoBrush)


def placeholder_icon(why: Missing, side: int, colours: Colours) -> QIcon:
    """Return the placeholder as an icon, a little smaller than a picture of `side` is."""
    pixmap = QPixmap(side * _SCALE, side * _SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(_SCALE, _SCALE)
    paint_placeholder(painter, why, QRect(2, 2, side - 4, side - 4), colours)
    painter.end()
    pixmap.setDevicePixelRatio(_SCALE)
    return QIcon(pixmap)
