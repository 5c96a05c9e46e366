"""A folder: typed, or chosen in the system's own window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT


class FolderLine(QWidget):
    """`folderChanged` carries the folder once an edit is finished; empty is the one of the placeholder.

    `refused` says why what was typed is not taken.
    """

    folderChanged = Signal(str)  # noqa: N815 - Qt's way
    refused = Signal(str)

    def __init__(self, what: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._folder = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.editingFinished.connect(self._on_edited)
        self.button = QPushButton("Choose...")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose)
        for widget in (self.line, self.button):
            widget.setMinimumHeight(CONTROL_HEIGHT)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def folder(self) -> str:
        """Return the folder as it is shown."""
        return self._folder

    def set_folder(self, folder: str) -> None:
        """Show `folder`, saying nothing; one that is being typed is left alone where it stays the same."""
        if folder != self._folder:
            self._folder = folder
            self.line.setText(folder)

    def describe(self, tip: str, choose_tip: str) -> None:
        """Say what the line and its button are for."""
        for widget, words in ((self.line, tip), (self.button, choose_tip)):
            widget.setToolTip(words)
            widget.setAccessibleName(words)

    def _on_edited(self) -> None:
        text = self.line.text().strip()
        folder = str(Path(text).expanduser()) if text.startswith("~") else text
        if folder and not Path(folder).is_absolute():
            self.line.setText(self._folder)
            self.refused.emit(
                f"“{text[:40]}” does not say where it is; choose a folder, or write its whole path."
            )
        else:
            self._take(folder)

    def _choose(self) -> None:
        start = self._folder or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self._what, start)
        if chosen:
            self._take(chosen)

    def _take(self, folder: str) -> None:
        self.line.setText(folder)
        if folder != self._folder:
            self._folder = folder
            self.folderChanged.emit(folder)
