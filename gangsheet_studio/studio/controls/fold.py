"""A section that can be folded away behind its heading, which then says in short what is in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gangsheet_studio.studio.controls.fitting_label import FittingLabel
from gangsheet_studio.studio.look.icons import icon
from gangsheet_studio.studio.look.theme import GRID

_ICON: Final = 16


class Fold(QWidget):
    """Shows `section` below a heading that opens and folds it; `toggled` comes from staff alone."""

    toggled = Signal(bool)

    def __init__(self, heading: str, section: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section = section
        self._head = QPushButton(heading)
        self._head.setObjectName("fold")
        self._head.setCheckable(True)
        self._head.setChecked(True)
        self._head.setFlat(True)
        self._head.setIconSize(QSize(_ICON, _ICON))
        self._head.clicked.connect(self._on_clicked)
        self._summary = FittingLabel()
        self._summary.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._head, 1, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._summary, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(section)
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether the section is shown."""
        return self._head.isChecked()

    def set_open(self, shown: bool) -> None:
        """Show the section, or fold it away."""
        if shown != self.is_open:
            self._head.setChecked(shown)
            self._show()

    def set_summary(self, text: str, shorter: str) -> None:
        """Say what is in the section while it is folded, in fewer words where there is less room."""
        self._summary.say(text, shorter)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - named by Qt
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show()

    def _on_clicked(self, shown: bool) -> None:
        self._show()
        self.toggled.emit(shown)

    def _show(self) -> None:
        shown = self._head.isChecked()
        self._section.setVisible(shown)
        self._summary.setVisible(not shown)
        colour = self.palette().color(QPalette.ColorRole.WindowText).name()
        self._head.setIcon(icon("unfolded" if shown else "folded", colour))
        verb = "Fold away" if shown else "Show"
        self._head.setToolTip(f"{verb}: {self._head.text()}")
        self._head.setAccessibleName(f"{self._head.text()}, {'shown' if shown else 'folded'}")
