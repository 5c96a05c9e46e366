"""A control with room for a sentence below it: why what was typed there was not taken."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gangsheet_studio.studio.look.icons import icon
from gangsheet_studio.studio.look.theme import colours_of

_ICON: Final = 16


class Noted(QWidget):
    """Holds `control`; without a note it takes no more room than that."""

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusProxy(control)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setObjectName("refusal")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._note = QWidget()
        row = QHBoxLayout(self._note)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(4)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(control)
        column.addWidget(self._note)
        self.set_note("")

    def note(self) -> str:
        """Return the sentence that is shown."""
        return self._text.text()

    def set_note(self, text: str) -> None:
        """Show a sentence, or none."""
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._note.setVisible(bool(text))
        if text:
            self._draw_icon()

    def forget(self) -> None:
        """Show no sentence."""
        self.set_note("")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - named by Qt
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.note():
            self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(icon("warning", colours_of(self).warn).pixmap(_ICON, _ICON))
