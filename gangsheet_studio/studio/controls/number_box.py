"""A spin box for whole numbers that says why it does not take one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class NumberBox(QSpinBox):
    """`numberChanged` comes once an edit is finished, `refused` says why an edit was not taken.

    With a special value text, the least value of the range stands for it and is no number to type.
    """

    numberChanged = Signal(int)  # noqa: N815 - Qt's way
    refused = Signal(str)

    def __init__(self, least: int, most: int, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(least, most)
        self.setSuffix(f" {unit}")
        self.setGroupSeparatorShown(False)
        self.setKeyboardTracking(False)
        self.setCorrectionMode(QAbstractSpinBox.CorrectionMode.CorrectToPreviousValue)
        self.valueChanged.connect(self.numberChanged)

    def set_number(self, number: int) -> None:
        """Show `number`, saying nothing; what is being typed is left alone where it stays the same."""
        if number != self.value():
            self.blockSignals(True)
            self.setValue(number)
            self.blockSignals(False)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Let anything be typed; what is no number of the range is refused in the end."""
        if self._is_special(text):
            return QValidator.State.Acceptable, text, position
        result = super().validate(text, position)
        assert isinstance(result, tuple)  # noqa: S101 - as PySide returns it, for the type checker
        if result[0] == QValidator.State.Invalid or super().valueFromText(text) < self._least():
            return QValidator.State.Intermediate, text, position
        return result[0], result[1], result[2]

    def fixup(self, text: str) -> str:
        """Say why what was typed is not taken, and return what is shown in its place."""
        limits = f"{self._least():,} to {self.maximum():,}{self.suffix()}"
        old = self._shown()
        self.refused.emit(f"“{self._bare(text)[:40]}” can't be taken; give {limits}. It stays {old}.")
        return old

    def valueFromText(self, text: str) -> int:  # noqa: N802 - named by Qt
        """Return the number that `text` says; the special value has words."""
        return self.minimum() if self._is_special(text) else super().valueFromText(text)

    def _least(self) -> int:
        return self.minimum() + bool(self.specialValueText())

    def _bare(self, text: str) -> str:
        return text.removesuffix(self.suffix()).strip()

    def _is_special(self, text: str) -> bool:
        special = self.specialValueText()
        return bool(special) and self._bare(text).casefold() == special.casefold()

    def _shown(self) -> str:
        if self.specialValueText() and self.value() == self.minimum():
            return self.specialValueText()
        return f"{self.value()}{self.suffix()}"
