"""The pattern that sheets are named by, with what comes out of it."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Part
from gangsheet_studio.model.output import NAMES
from gangsheet_studio.model.sheet_names import pattern_problem, sheet_name
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.settings.form import describe, make_hint

_TIP: Final = "{job}, {n}, {date}, {film}, {length} and {copies} are filled in"
_PART: Final = Part(number=1, width_px=9200, height_px=85_000, placements=())


class NamesLine(QWidget):
    """`changed` carries a pattern that sheets can be named by."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._suffix, self._job = NAMES, ".png", ""
        self._line = QLineEdit()
        describe(self._line, "namesLine", "Names of sheets", _TIP)
        self._line.editingFinished.connect(self._on_edited)
        self._noted = Noted(self._line)
        self._hint = make_hint()
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        self.setFocusProxy(self._line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._noted)
        column.addWidget(self._hint)
        self._show()

    def set_names(self, names: str, suffix: str) -> None:
        """Show the pattern `names`; files end in `suffix`."""
        if names != self._names or not self._line.text():
            self._line.setText(names)
        self._names, self._suffix = names, suffix
        self._show()

    def set_job(self, name: str) -> None:
        """Show what the sheets of a job called `name` are called."""
        self._job = name
        self._show()

    def set_note(self, text: str) -> None:
        """Say why what was typed was not taken."""
        self._noted.set_note(text)

    def forget(self) -> None:
        """Show no sentence about what was refused."""
        self._noted.forget()

    def _show(self) -> None:
        today = time.strftime("%Y-%m-%d")
        try:
            name = sheet_name(self._names, self._suffix, self._job or "Job", _PART, Film(), today)
        except ValueError as error:
            name = str(error)
        self._hint.setText(name)

    def _on_edited(self) -> None:
        names = self._line.text().strip() or NAMES
        if problem := pattern_problem(names):
            self._line.setText(self._names)
            self.set_note(problem)
            return
        self._line.setText(names)
        if names != self._names:
            self.changed.emit(names)
