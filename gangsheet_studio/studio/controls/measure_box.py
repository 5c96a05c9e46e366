"""A spin box for a figure that is shown otherwise than it is kept, and says why it refuses what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class MeasureBox(QDoubleSpinBox):
    """`changed` carries the figure once an edit is finished, `refused` why an edit was not taken.

    What it shows is for `textFromValue` to say, and what a text means for `read`, of those that inherit.
    """

    changed = Signal(float)
    refused = Signal(str)

    def __init__(self, least: float, most: float, decimals: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure = least
        self._same = 10.0 ** (1 - decimals)
        self.setDecimals(decimals)  # as shown is a matter of textFromValue
        self.setRange(least, most)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToPreviousValue)
        self.valueChanged.connect(self._on_value)

    def set_figure(self, figure: float) -> None:
        """Show `figure`, saying nothing; what is being typed is left alone where it stays the same."""
        if figure != self.figure:
            self.show_figure(figure)

    def show_figure(self, figure: float) -> None:
        """Show `figure` in any case, saying nothing."""
        self.figure = figure
        self.blockSignals(True)
        self.setValue(figure)
        self.blockSignals(False)
        self.lineEdit().setText(self.textFromValue(figure))

    def read(self, text: str) -> float:
        """Return what `text` says; ValueError has a sentence where the box can't take it."""
        raise NotImplementedError

    def valueFromText(self, text: str) -> float:  # noqa: N802 - named by Qt
        """Return what `text` says, the figure from before where it can't be taken."""
        try:
            return self._read(text)
        except ValueError:
            return self.figure

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept what can be taken, and what may become so."""
        try:
            self._read(text)
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Say why what was typed is not taken, and return what is shown in its place."""
        old = self.textFromValue(self.figure)
        try:
            self._read(text)
        except ValueError as error:
            self.refused.emit(f"{error} It stays {old}.")
        return old

    def _read(self, text: str) -> float:
        if text == self.textFromValue(self.figure):
            return self.figure  # what was only shown is not rounded
        return self.read(text)

    def _on_value(self, figure: float) -> None:
        if abs(figure - self.figure) > self._same:
            self.figure = figure
            self.changed.emit(figure)
