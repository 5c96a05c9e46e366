"""A line of text that says less where there is less room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class FittingLabel(QLabel):
    """Shows the first of some texts that fits; `text` and the tooltip are the first, all that is to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._shorter: tuple[str, ...] = ()
        self._spare = 0

    def say(self, text: str, *shorter: str, more: str = "") -> None:
        """Show `text`, or the first of `shorter` that there is room for; `more` is the tooltip."""
        self._shorter = shorter
        metrics = self.fontMetrics()  # measured once: a layout asks for hints again and again
        self._spare = metrics.horizontalAdvance(text) - metrics.horizontalAdvance((text, *shorter)[-1])
        self.setText(text)
        self.setToolTip(plain_tip(more or text))
        self.setAccessibleDescription(more or text)
        self.updateGeometry()
        self.update()

    def shown(self) -> str:
        """Return the text there is room for now."""
        metrics, room = self.fontMetrics(), self.contentsRect().width()
        said = (self.text(), *self._shorter)
        return next((text for text in said if metrics.horizontalAdvance(text) <= room), said[-1])

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the shortest text."""
        whole = super().minimumSizeHint()
        return QSize(max(0, whole.width() - self._spare), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the text that fits."""
        box = self.contentsRect()
        text = self.fontMetrics().elidedText(self.shown(), Qt.TextElideMode.ElideRight, box.width())
        self.style().drawItemText(
            QPainter(self),
            box,
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )
