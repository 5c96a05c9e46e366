"""The sign of how something ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from gangsheet_studio.studio.look.theme import colours_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

End: TypeAlias = Literal["done", "partly", "cancelled", "failed"]


class ResultSign(QWidget):
    """A disc with a tick when all is done, with ! when some is left out or nothing is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._end: End = "done"
        self.setFixedSize(24, 24)

    def set_end(self, end: End) -> None:
        """Show a tick, or a !."""
        self._end = end
        names = {"done": "Done", "partly": "Done in part", "cancelled": "Cancelled", "failed": "Not done"}
        self.setAccessibleName(names[end])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the disc."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = {"done": colours.done, "failed": colours.error}.get(self._end, colours.warn)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.panel))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "\u2713" if self._end == "done" else "!")
