"""A spot colour that may be printed or not: whether, what it is called, and one length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.settings.form import add_row, describe, make_form

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit


class SpotLine(QWidget):
    """`changed` carries the name and the length in inches, None where it is not printed."""

    changed = Signal(object)

    def __init__(
        self,
        words: str,
        object_name: str,
        length_words: str,
        name: str,
        length: float,
        longest: float,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._usual = name, length
        self._on = QCheckBox(words)
        describe(self._on, f"{object_name}Box", words, "As a spot colour of its own")
        self._on.clicked.connect(self._tell)
        self._name = QLineEdit(name)
        tip = "Name of the spot colour, letter by letter as the RIP knows it"
        describe(self._name, f"{object_name}NameLine", f"Name of the spot colour of {words.lower()}", tip)
        self._name.editingFinished.connect(self._tell)
        self._noted = Noted(self._name)
        self._length = LengthBox(0.0, longest)
        describe(self._length, f"{object_name}LengthBox", f"{length_words} of {words.lower()}", length_words)
        self._length.changed.connect(self._tell)
        length_noted = Noted(self._length)
        self._length.refused.connect(length_noted.set_note)
        self._length_noted = length_noted
        self._details = QWidget()
        form: QFormLayout = make_form()
        self._details.setLayout(form)
        add_row(form, "Spot name", self._noted)
        add_row(form, length_words, length_noted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._on)
        column.addWidget(self._details)
        self.set_spot(None)

    def set_spot(self, spot: tuple[str, float] | None) -> None:
        """Show a spot colour's name and length, or that it is not printed."""
        self._on.setChecked(spot is not None)
        self._details.setVisible(spot is not None)
        if spot is not None:
            name, length = spot
            self._name.setText(name)
            self._length.set_figure(length)
            self._usual = spot

    def set_unit(self, unit: Unit) -> None:
        """Show the length in `unit`."""
        self._length.set_unit(unit)

    def set_note(self, text: str) -> None:
        """Say why what was typed was not taken."""
        self._noted.set_note(text)

    def forget(self) -> None:
        """Show no sentence about what was refused."""
        self._noted.forget()
        self._length_noted.forget()

    def _tell(self) -> None:
        if not self._on.isChecked():
            self.changed.emit(None)
        elif self._details.isHidden():
            self.changed.emit(self._usual)
        else:
            self.changed.emit((self._name.text().strip(), self._length.figure))
