"""A spin box for the price of film: shows it by the inch or by the metre, keeps that of an inch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox

from gangsheet_studio.model.units import UNITS_PER_INCH
from gangsheet_studio.studio.look.money import MOST_PRICE, format_price, parse_price

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.model.units import Unit

NO_PRICE: Final = "not known"
_STEPS: Final = {"in": 0.01, "mm": UNITS_PER_INCH["mm"] / 2000, "cm": UNITS_PER_INCH["mm"] / 2000}
_SAME: Final = 1e-7


class PriceBox(QDoubleSpinBox):
    """`priceChanged` carries the price of an inch once an edit is finished, `refused` why it was not taken.

    A price of 0 is one that is not known.
    """

    priceChanged = Signal(float)  # noqa: N815 - Qt's way
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._price = 0.0
        self._unit: Unit = "in"
        self._currency = "$"
        self.setDecimals(8)  # as shown is a matter of textFromValue
        self.setRange(0.0, MOST_PRICE)
        self.setSingleStep(_STEPS["in"])
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToPreviousValue)
        self.valueChanged.connect(self._on_value)

    def set_price(self, price: float) -> None:
        """Show `price`, saying nothing; what is being typed is left alone where it stays the same."""
        if price != self._price:
            self._show(price)

    def set_terms(self, unit: Unit, currency: str) -> None:
        """Show prices by the inch or the metre, as lengths are in `unit`, with this `currency`."""
        if (unit, currency) != (self._unit, self._currency):
            self._unit, self._currency = unit, currency
            self.setSingleStep(_STEPS[unit])
            self._show(self._price)
            self.lineEdit().setText(self.textFromValue(self._price))

    def textFromValue(self, value: float) -> str:  # noqa: N802 - named by Qt
        """Return a price in the terms in force."""
        return format_price(value, self._unit, self._currency) if value > 0 else NO_PRICE

    def valueFromText(self, text: str) -> float:  # noqa: N802 - named by Qt
        """Return the price of an inch that `text` says, the one from before where it can't be taken."""
        try:
            return self._read(text)
        except ValueError:
            return self._price

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept what is a price, and what may become one."""
        try:
            self._read(text)
        except ValueError:
            return QValidator.State.Intermediate, text, position
        return QValidator.State.Acceptable, text, position

    def fixup(self, text: str) -> str:
        """Say why what was typed is not taken, and return what is shown in its place."""
        old = self.textFromValue(self._price)
        try:
            self._read(text)
        except ValueError as error:
            self.refused.emit(f"{error} It stays {old}.")
        return old

    def _read(self, text: str) -> float:
        if text == self.textFromValue(self._price):
            return self._price  # what was only shown is not rounded
        if not text.strip() or text.strip().casefold() == NO_PRICE:
            return 0.0
        return parse_price(text, self._unit, self._currency)

    def _show(self, price: float) -> None:
        self._price = price
        self.blockSignals(True)
        self.setValue(price)
        self.blockSignals(False)

    def _on_value(self, price: float) -> None:
        if abs(price - self._price) > _SAME:
            self._price = price
            self.priceChanged.emit(price)
