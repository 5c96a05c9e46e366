"""The commands that mark order lines: keep upright, may fill, trim, harden, print damaged artwork."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.studio.job.document import Document

_HOW_TO_FILL: Final = "Nothing is filled yet: choose how to fill the last part in the settings, under Layout."


class MarkActions(QObject):
    """The actions, ticked where all the lines they are for are marked; `hint` says what is still to do."""

    hint = Signal(str)
    softWanted = Signal(tuple, int)  # noqa: N815 - Qt's way
    """The rows to harden, and the one whose artwork is looked at."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self._document = document
        self._rows: tuple[int, ...] = ()
        self._upright = QAction("Keep upright", self, checkable=True)
        self._upright.setToolTip("Never turn the copies of these lines")
        self._upright.triggered.connect(lambda on: self._document.set_upright(self._rows, on))
        self._fills = QAction("May fill the last part", self, checkable=True)
        self._fills.setToolTip("Extra copies of these lines may fill the last part")
        self._fills.triggered.connect(self._on_fills)
        self._trim = QAction("Trim transparent borders", self, checkable=True)
        self._trim.setToolTip(
            "Leave out what is transparent around the artwork; what is printed keeps its size"
        )
        self._trim.triggered.connect(lambda on: self._document.set_trim(self._rows, on))
        self._harden = QAction("Soft edges...", self, checkable=True)
        self._harden.setToolTip("See where the artwork is half transparent, and print it with hard edges")
        self._harden.triggered.connect(self._on_harden)
        self._damaged: tuple[int, ...] = ()
        self._accept = QAction("Print it all the same", self, checkable=True)
        self._accept.setToolTip("Print what can be read of the damaged artwork of these lines")
        self._accept.triggered.connect(lambda on: self._document.accept_damage(self._damaged, on))

    def actions_for(self, rows: Sequence[int], damaged: Sequence[int] = ()) -> tuple[QAction, ...]:
        """Return those for the lines at `rows`, some of which have `damaged` artwork."""
        self._rows, self._damaged = tuple(rows), tuple(damaged)
        lines = [self._document.project.lines[row] for row in rows]
        self._upright.setChecked(all(line.upright for line in lines))
        self._fills.setChecked(all(line.fills for line in lines))
        self._trim.setChecked(all(line.trim for line in lines))
        self._harden.setChecked(all(line.harden is not None for line in lines))
        self._accept.setChecked(all(self._document.project.lines[row].accept_damage for row in damaged))
        marks = self._upright, self._fills, self._trim, self._harden
        return (*marks, self._accept) if damaged else marks

    def _on_harden(self) -> None:
        """Ask at the first of the lines that has artwork: most are of one design."""
        lines = self._document.project.lines
        self._harden.setChecked(all(lines[row].harden is not None for row in self._rows))
        row = next((row for row in self._rows if lines[row].path), None)
        if row is not None:
            self.softWanted.emit(self._rows, row)

    def _on_fills(self, on: bool) -> None:
        self._document.set_fills(self._rows, on)
        if on and self._document.project.nesting.fill == "none":
            self.hint.emit(_HOW_TO_FILL)
