"""Files dropped on the window: what they are, and what the window shows while they hover."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QDropEvent, QFileOpenEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from gangsheet_studio.studio.look.theme import PADDING, colours_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QPaintEvent

_ONE_MOMENT_MS: Final = 100


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """Return the local files and folders in `mime`, each once, in their order."""
    local = (url.toLocalFile() for url in mime.urls() if url.isLocalFile())
    return tuple(dict.fromkeys(Path(name) for name in local if name))


class DropTarget(QObject):
    """Lets files be dropped anywhere on `widget` and on whatever of its children takes no drops.

    `apart` are those of its children that may be windows of their own.
    """

    dropped = Signal(tuple)
    dragging = Signal(bool)

    def __init__(self, widget: QWidget, apart: Iterable[QWidget] = ()) -> None:
        super().__init__(widget)
        for target in (widget, *apart):
            target.setAcceptDrops(True)
            target.installEventFilter(self)
        for line in widget.findChildren(QLineEdit):
            line.setAcceptDrops(False)  # it would take a file's address for text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what drags and drops files; leave every other event alone."""
        if event.type() == QEvent.Type.DragLeave:
            self.dragging.emit(False)
            return False
        # A move and an enter are drop events too.
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        paths = dropped_paths(event.mimeData())
        if not paths:
            event.ignore()
            if event.type() == QEvent.Type.Drop:  # whoever dragged has gone, and its files with it
                self.dragging.emit(False)
            return True
        # The source keeps its files whatever it proposed.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.DragEnter:
            self.dragging.emit(True)
        elif event.type() == QEvent.Type.Drop:
            self.dragging.emit(False)
            self.dropped.emit(paths)
        return True


class OpenWith(QObject):
    """Hears, as an event filter of the application, which files macOS wants opened with it.

    Each comes as an event of its own; those of one moment were chosen together.
    """

    asked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paths: list[Path] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_ONE_MOMENT_MS)
        self._soon.timeout.connect(self._ask)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take what asks for a file to be opened."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._paths.append(Path(event.file()))
            self._soon.start()
            return True
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        paths, self._paths = self._paths, []
        self.asked.emit(list(dict.fromkeys(paths)))


class DropOverlay(QWidget):
    """Covers its parent while files hover over it, and says what a drop would do."""

    def __init__(self, parent: QWidget, text: str = "Drop to add to this job, or to begin a new one") -> None:
        super().__init__(parent)
        self._covered = parent
        self._text = text
        self.setAccessibleName(text)
        # The drag must go on to reach the parent below.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def set_text(self, text: str) -> None:
        """Say `text` from now on."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def set_shown(self, shown: bool) -> None:
        """Cover the parent, or go away."""
        self.setGeometry(self._covered.rect())
        self.setVisible(shown)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the parent's size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Veil what is below, and write across it."""
        colours = colours_of(self)
        veil = QColor(colours.ground)
        veil.setAlpha(225)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(colours.accent_text), 2, Qt.PenStyle.DashLine))
        inset = PADDING + 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 10, 10)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
