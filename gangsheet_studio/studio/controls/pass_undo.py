"""Ctrl+Z in a control takes back what is typed there, and with nothing typed the job's last change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QWidget

_KEYS: Final = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class PassUndo(QObject):
    """Lets the lines and spin boxes in `page` leave undo and redo to the window while all is committed."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        for line in page.findChildren(QLineEdit):
            control = line.parentWidget()
            if not isinstance(control, QAbstractSpinBox):
                control = line
            control.editingFinished.connect(self._on_finished)
            control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - named by Qt
        """Refuse the keys that a line takes for itself though it has nothing to undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            line = _line(watched)
            if line is not None and not line.isModified() and any(map(event.matches, _KEYS)):
                event.ignore()
                return True
        return False

    def _on_finished(self) -> None:
        line = _line(self.sender())
        if line is not None:
            line.setModified(False)


def _line(control: QObject) -> QLineEdit | None:
    return control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
