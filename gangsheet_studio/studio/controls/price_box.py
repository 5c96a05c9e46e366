"""A spin box for the price of film: shows it by the inch or by the metre, keeps that of an inch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.units import UNITS_PER_INCH
from gangsheet_studio.studio.controls.measure_box import MeasureBox
from gangsheet_studio.studio.look.money import MOST_PRICE, format_price, parse_price

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.model.units import Unit

NO_PRICE: Final = "not known"
_STEPS: Final = {"in": 0.01, "mm": UNITS_PER_INCH["mm"] / 2000, "cm": UNITS_PER_INCH["mm"] / 2000}


class PriceBox(MeasureBox):
    """Its figure is the price of an inch, 0 where that is not known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._unit: Unit = "in"
        self._currency = "$"
        super().__init__(0.0, MOST_PRICE, 8, parent)
        self.setSingleStep(_STEPS["in"])

    def set_terms(self, unit: Unit, currency: str) -> None:
        """Show prices by the inch or the metre, as lengths are in `unit`, with this `currency`."""
        if (unit, currency) != (self._unit, self._currency):
            self._unit, self._currency = unit, currency
            self.setSingleStep(_STEPS[unit])
            self.show_figure(self.figure)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - named by Qt
        """Return a price in the terms in force."""
        return format_price(value, self._unit, self._currency) if value > 0 else NO_PRICE

    def read(self, text: str) -> float:
        """Return the price of an inch that `text` says; ValueError has a sentence."""
        if not text.strip() or text.strip().casefold() == NO_PRICE:
            return 0.0
        return parse_price(text, self._unit, self._currency)
