"""A spin box for lengths: shows the unit in force, keeps inches, and reads whatever unit is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.units import UNITS_PER_INCH, format_length, parse_film_length
from gangsheet_studio.studio.controls.measure_box import MeasureBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.model.units import Unit

_STEPS: Final = {"in": 0.125, "mm": 1.0, "cm": 0.1}
_LIKE: Final = {"in": "23 in or 58 cm", "mm": "580 mm or 58 cm", "cm": "58 cm or 580 mm"}
_SAME: Final = 1e-6


class LengthBox(MeasureBox):
    """Its figure is in inches."""

    def __init__(self, least: float, most: float, parent: QWidget | None = None) -> None:
        self._unit: Unit = "in"
        super().__init__(least, most, 6, parent)
        self.setSingleStep(_STEPS["in"])

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`; the length stays what it is."""
        if unit != self._unit:
            self._unit = unit
            self.setSingleStep(_STEPS[unit] / UNITS_PER_INCH[unit])
            self.show_figure(self.figure)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - named by Qt
        """Return inches in the unit in force."""
        return format_length(value, self._unit)

    def read(self, text: str) -> float:
        """Return the inches that `text` says; ValueError has a sentence where the box can't take it."""
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


def _is_bare(text: str) -> bool:
    return bool(text) and (text[-1].isdigit() or text[-1] in ".,")
