"""Asks whether lines are printed with hard edges, over what their artwork looks like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gangsheet_studio.studio.hardening.dialog import HardeningDialog
from gangsheet_studio.studio.hardening.pictures import Pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.studio.job.document import Document


class Hardening(QObject):
    """Opens the question, one at a time, and takes the answer to the document."""

    def __init__(self, document: Document, window: QWidget, *, command: Sequence[str] | None = None) -> None:
        super().__init__(window)
        self._document, self._window, self._command = document, window, command
        self._dialog: HardeningDialog | None = None

    @property
    def dialog(self) -> HardeningDialog | None:
        """The question that is open."""
        return self._dialog

    def open(self, rows: tuple[int, ...], row: int) -> None:
        """Ask about the lines at `rows`, showing the artwork of the one at `row`."""
        if self._dialog is not None:
            self._dialog.reject()
        line = self._document.project.lines[row]
        if line.path is None:
            return
        pictures = Pictures(line.path, command=self._command)
        dialog = HardeningDialog(Path(line.path).name, pictures, line.harden, self._window)
        lines = self._document.project.lines
        chosen = [lines[each] for each in rows]
        dialog.chosen.connect(lambda threshold: self._take(chosen, threshold))
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()

    def _take(self, chosen: Sequence[object], threshold: float | None) -> None:
        """Harden the lines that were asked about, wherever they are by now."""
        asked = {id(line) for line in chosen}
        rows = [row for row, line in enumerate(self._document.project.lines) if id(line) in asked]
        self._document.set_harden(rows, threshold)

    def _on_finished(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
