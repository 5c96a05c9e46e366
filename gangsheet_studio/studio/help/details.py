"""What support would ask for: what `gangsheet-studio doctor` prints, to be copied into a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QProcess, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gangsheet_studio.own_command import own_command
from gangsheet_studio.studio.controls.buttons import dialog_button
from gangsheet_studio.studio.controls.labels import sentence_label
from gangsheet_studio.studio.look.theme import GRID, PADDING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE: Final = (760, 600)
_AT_ONCE_MS: Final = 40


class DetailsDialog(QDialog):
    """Runs the doctor in a process of its own and shows what it says."""

    def __init__(self, parent: QWidget | None = None, *, command: Sequence[str] | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailsDialog")
        self.setWindowTitle("Details for support")
        self.resize(*_SIZE)
        self._said = sentence_label("Looking at this machine...", self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.document().setDocumentMargin(GRID)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName("Details")
        self.text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column.setSpacing(PADDING)
        column.addWidget(self._said)
        column.addWidget(self.text, 1)
        column.addLayout(self._make_buttons())
        self._process = QProcess(self)
        self._process.finished.connect(self._show)
        self._process.errorOccurred.connect(self._fail, Qt.ConnectionType.QueuedConnection)
        program, *arguments = command or own_command("doctor")
        self._process.start(program, arguments)
        self._process.closeWriteChannel()

    def done(self, result: int) -> None:
        """Close; a doctor that is still looking is ended."""
        self._process.kill()
        self._process.waitForFinished(_AT_ONCE_MS)
        super().done(result)

    def _make_buttons(self) -> QHBoxLayout:
        self._copy = dialog_button("Copy", "Copy all of it, to paste into a message", self)
        self._copy.setEnabled(False)
        self._copy.clicked.connect(self._to_clipboard)
        close = dialog_button("Close", "Go back to the job", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(self._copy)
        row.addWidget(close)
        return row

    def _show(self) -> None:
        told = (self._process.readAllStandardOutput(), self._process.readAllStandardError())
        text = b"".join(bytes(each.data()) for each in told).decode("utf-8", "replace")
        self.text.setPlainText(text.replace("\r\n", "\n"))
        self._said.setText("Copy this into your message to support. It names no orders and no artwork.")
        self._copy.setEnabled(True)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            why = self._process.errorString()
            self._said.setText(f"This could not be looked up ({why}): install Gangsheet Studio again.")

    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._said.setText("Copied.")
