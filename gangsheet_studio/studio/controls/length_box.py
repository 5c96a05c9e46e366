"""A spin box for lengths: shows the unit in force, keeps inches, and reads whatever unit is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox

from gangsheet_studio.model.units import UNITS_PER_INCH, format_length, parse_film_length

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.model.units import Unit

_STEPS: Final = {"in": 0.125, "mm": 1.0, "cm": 0.1}
_LIKE: Final = {"in": "23 in or 58 cm", "mm": "580 mm or 58 cm", "cm": "58 cm or 580 mm"}
_SAME: Final = 1e-6


class LengthBox(QDoubleSpinBox):
    """`lengthChanged` carries inches once an edit is finished, `refused` why an edit was not taken."""

    lengthChanged = Signal(float)  # noqa: N815 - Qt's way
    refused = Signal(str)

    def __init__(self, least: float, most: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inches = least
        self._unit: Unit = "in"
        self.setDecimals(6)  # as shown is a matter of textFromValue
        self.setRange(least, most)
        self.setSingleStep(_STEPS["in"])
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToPreviousValue)
        self.valueChanged.connect(self._on_value)

    def length(self) -> float:
        """Return inches."""
        return self._inches

    def set_length(self, inches: float) -> None:
        """Show `inches`, saying nothing; what is being typed is left alone where they stay the same."""
        if inches != self._inches:
            self._show(inches)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`; the length stays what it is."""
        if unit != self._unit:
            self._unit = unit
            self.setSingleStep(_STEPS[unit] / UNITS_PER_INCH[unit])
            self._show(self._inches)
            self.lineEdit().setText(self.textFromValue(self._inches))

    def textFromValue(self, value: float) -> str:  # noqa: N802 - named by Qt
        """Return inches in the unit in force."""
        return format_length(value, self._unit)

    def valueFromText(self, text: str) -> float:  # noqa: N802 - named by Qt
        """Return the inches that `text` says, those from before where it can't be taken."""
        try:
            return self._read(text)
        except ValueError:
            return self._inches

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept what is a length, and what may become one."""
        try:
            self._read(text)
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Say why what was typed is not taken, and return what is shown in its place."""
        old = self.textFromValue(self._inches)
        try:
            self._read(text)
        except ValueError as error:
            self.refused.emit(f"{error} It stays {old}.")
        return old

    def _read(self, text: str) -> float:
        """Return the inches that `text` says; ValueError has a sentence where the box can't take it."""
        if text == self.textFromValue(self._inches):
            return self._inches  # what was only shown is not rounded
        bare = text.strip()
        try:
            inches = parse_film_length(f"{bare} {self._unit}" if _is_bare(bare) else bare)
        except ValueError:
            raise ValueError(f"“{bare[:40]}” is no length; write it like {_LIKE[self._unit]}.") from None
        least, most = self.minimum(), self.maximum()
        if not least - _SAME <= inches <= most + _SAME:
            limits = f"{self.textFromValue(least)} to {self.textFromValue(most)}"
            raise ValueError(f"{bare[:40]} can't be; give {limits}.")
        return inches

    def _show(self, inches: float) -> None:
        self._inches = inches
        self.blockSignals(True)
        self.setValue(inches)
        self.blockSignals(False)

    def _on_value(self, inches: float) -> None:
        if abs(inches - self._inches) > _SAME:
            self._inches = inches
            self.lengthChanged.emit(inches)


def _is_bare(text: str) -> bool:
    return bool(text) and (text[-1].isdigit() or text[-1] in ".,")
