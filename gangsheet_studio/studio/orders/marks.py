"""What is special about an order line: its words, and the small signs in the corners of its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

if TYPE_CHECKING:
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.studio.look.theme import Colours

Mark = Literal["upright", "fills"]

_SIDE: Final = 14
_WORDS: Final[dict[Mark, str]] = {
    "upright": "Keeps upright: its copies are never turned.",
    "fills": "May fill: extra copies of it may fill the last part.",
}


def marks_of(line: OrderLine) -> tuple[Mark, ...]:
    """Return what is special about `line`."""
    found: dict[Mark, bool] = {"upright": line.upright, "fills": line.fills}
    return tuple(mark for mark, there in found.items() if there)


def marks_words(line: OrderLine) -> tuple[str, ...]:
    """Return a sentence for each mark of `line`."""
    words = [_WORDS[mark] for mark in marks_of(line)]
    words += ["Trimmed: its transparent borders are left out."] if line.trim else []
    words += [f"Hardened: opaque from {line.harden:.0%} alpha on."] if line.harden is not None else []
    return tuple(words)


def paint_marks(painter: QPainter, marks: tuple[Mark, ...], picture: QRect, colours: Colours) -> None:
    """Draw an arrow up and a plus in the lower corners of `picture`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in marks:
        left = picture.left() if mark == "upright" else picture.right() - _SIDE + 1
        box = QRectF(left, picture.bottom() - _SIDE + 1, _SIDE, _SIDE)
        painter.setPen(QPen(QColor(colours.edge), 1))
        painter.setBrush(QColor(colours.field))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(QColor(colours.accent_text), 1.5, Qt.PenStyle.SolidLine, round_cap, round_join))
        middle = box.center()
        painter.drawLine(middle - QPointF(0, 3.5), middle + QPointF(0, 3.5))
        if mark == "fills":
            painter.drawLine(middle - QPointF(3.5, 0), middle + QPointF(3.5, 0))
        else:
            tip = middle - QPointF(0, 3.5)
            painter.drawPolyline(QPolygonF([tip + QPointF(-3, 3), tip, tip + QPointF(3, 3)]))
    painter.restore()
