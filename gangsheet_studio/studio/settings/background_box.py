"""What lies behind the designs on a sheet: nothing, white or a colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QColorDialog, QComboBox, QWidget

_ASK: Final = "ask"
_WHITE: Final = "#ffffff"
_SWATCH: Final = 14


class BackgroundBox(QComboBox):
    """`chosen` carries #rrggbb, or nothing for a transparent background."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._colour = ""
        self.activated.connect(self._on_activated)
        self.set_colour("")

    def set_colour(self, colour: str) -> None:
        """Show `colour`."""
        self._colour = colour
        self.clear()
        self.addItem("Transparent", "")
        self.addItem(_swatch(_WHITE), "White", _WHITE)
        if colour not in ("", _WHITE):
            self.addItem(_swatch(colour), colour, colour)
        self.addItem("Choose a colour...", _ASK)
        self.setCurrentIndex(self.findData(colour))

    def _on_activated(self) -> None:
        colour = self.currentData()
        if colour == _ASK:
            asked = QColorDialog.getColor(QColor(self._colour or _WHITE), self, "Background of the sheets")
            colour = asked.name() if asked.isValid() else self._colour
        self.set_colour(self._colour)
        if colour != self._colour:
            self.chosen.emit(colour)


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
