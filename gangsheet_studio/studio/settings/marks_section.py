"""What is printed beside the designs: labels, and marks for people and cutters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.settings.form import add_row, describe, make_combo, make_form

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit

_NONE: Final = "none"
_PLACES: Final = (
    (_NONE, "None"),
    ("below copy", "Below each copy"),
    ("beside copy", "Beside each copy"),
    ("below order", "Below each order"),
    ("beside order", "Beside each order"),
)
_MARKS: Final = (
    ("crop_marks", "cropBox", "Crop marks", "Short lines at the corners of each copy"),
    ("registration", "registrationBox", "Registration marks", "At the corners of each sheet, for cutters"),
    ("header", "headerBox", "Header strip", "Job, part, length and date at the start of each sheet"),
)


class MarksSection(QWidget):
    """Shows the marks of an Output; `outputChanged` comes from what staff change, never from the setter."""

    outputChanged = Signal(object)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._output = Output()
        self._form = make_form()
        self.setLayout(self._form)
        self._labels = make_combo(_PLACES)
        describe(self._labels, "labelsBox", "Labels", "Order, design, size and copy, printed at the design")
        self._labels.activated.connect(self._on_labels)
        add_row(self._form, "Labels", self._labels)
        self._height = LengthBox(0.03, 2.0)
        describe(self._height, "labelHeightBox", "Height of labels", "Height of their text")
        self._height.changed.connect(lambda height: self._set_label(height=height))
        self._noted = Noted(self._height)
        self._height.refused.connect(self._noted.set_note)
        add_row(self._form, "Text height", self._noted)
        self._qr = QCheckBox("QR code of the order")
        describe(self._qr, "qrBox", "QR code of the order", "Printed with each label")
        self._qr.clicked.connect(lambda on: self._set_label(qr=on))
        self._form.addRow(self._qr)
        self._boxes: dict[str, QCheckBox] = {}
        for name, object_name, words, tip in _MARKS:
            box = self._boxes[name] = QCheckBox(words)
            describe(box, object_name, words, tip)
            box.clicked.connect(self._on_boxes)
            self._form.addRow(box)
        self.set_output(self._output)

    def set_output(self, output: Output) -> None:
        """Show the marks of `output`."""
        self._output = output
        label = output.label
        place = _NONE if label is None else f"{label.place} {label.each}"
        self._labels.setCurrentIndex(self._labels.findData(place))
        self._height.set_figure((label or Label()).height)
        self._qr.setChecked(label is not None and label.qr)
        for widget in (self._noted, self._qr):
            self._form.setRowVisible(widget, label is not None)
        for name, box in self._boxes.items():
            box.setChecked(getattr(output, name))

    def summary(self) -> str:
        """Return in words what is printed beside the designs."""
        words = ["labels"] if self._output.label else []
        words += [text.lower() for name, _, text, _ in _MARKS if getattr(self._output, name)]
        return ", ".join(words) or "none"

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`."""
        self._height.set_unit(unit)

    def forget_notes(self) -> None:
        """Show no sentence about what was refused."""
        self._noted.forget()

    def _on_labels(self) -> None:
        chosen = self._labels.currentData()
        if chosen == _NONE:
            self._set(label=None)
        else:
            place, each = chosen.split()
            self._set_label(place=place, each=each)

    def _on_boxes(self) -> None:
        self._set(**{name: box.isChecked() for name, box in self._boxes.items()})

    def _set_label(self, **chosen: object) -> None:
        self._set(label=msgspec.structs.replace(self._output.label or Label(), **chosen))

    def _set(self, **chosen: object) -> None:
        output = msgspec.structs.replace(self._output, **chosen)
        self.forget_notes()
        if output != self._output:
            self.set_output(output)
            self.outputChanged.emit(output)
