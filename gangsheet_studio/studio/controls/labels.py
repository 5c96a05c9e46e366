"""Text that never pushes its window apart: names that elide, sentences that wrap, bodies that scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QStyle, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_LEAST: Final = 80


def plain_label(text: str, parent: QWidget, *, quiet: bool = False) -> QLabel:
    """Return a label whose text is never read as markup, and can be copied."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def sentence_label(text: str, parent: QWidget, *, quiet: bool = False) -> QLabel:
    """Return a label that wraps; a word wider than the window is cut, and whole in the tooltip."""
    label = plain_label(text, parent, quiet=quiet)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    return label


class NameLabel(QLabel):
    """A file's name on one line, its middle left out where it does not fit."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setToolTip(plain_tip(text))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the beginning and the end."""
        whole = super().minimumSizeHint()
        return QSize(min(_LEAST, whole.width()), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint as much of the name as fits."""
        box = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, box.width())
        self.style().drawItemText(
            QPainter(self),
            box,
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            self.palette(),
            self.isEnabled(),
            text,
            self.foregroundRole(),
        )


class TextArea(QScrollArea):
    """As tall as its body needs, up to `tallest`; beyond, and narrower than its figures, it scrolls."""

    def __init__(self, parent: QWidget, tallest: int) -> None:
        super().__init__(parent)
        self._tallest = tallest
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_body(self, body: QWidget) -> None:
        """Show `body` in place of the one before, which is deleted."""
        self.setWidget(body)
        body.setAutoFillBackground(False)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Return that it does."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height at which nothing scrolls, or the tallest there is."""
        body = self.widget()
        if body is None:
            return 0
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        least = body.minimumSizeHint().width()
        # measured with a bar beside it: one that shows for a moment must not be what makes it needed
        needed = body.heightForWidth(max(width - bar, least)) + (bar if least > width else 0)
        return min(self._tallest, needed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return what it needs at its own width."""
        return QSize(super().sizeHint().width(), self.heightForWidth(max(1, self.width())))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for a scroll bar: it may be narrow."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(4 * bar, 2 * bar)
