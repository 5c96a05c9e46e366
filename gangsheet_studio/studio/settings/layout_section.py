"""How copies are to lie on the film, as staff choose it."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.controls.number_box import NumberBox
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.settings.form import add_row, describe, make_combo, make_form, make_hint

_MODES: Final = (
    ("least-film", "Least film", "Uses as little film as can be."),
    ("easy-cutting", "Easy cutting", "Rows with a straight cut across the film between them."),
    ("orders-together", "Orders together", "Keeps the copies of an order on one stretch of film."),
    ("spread", "Copies spread", "Takes the copies of a design apart, over the whole job."),
)
_FILLS: Final = (("none", "No"), ("holes", "Holes only"), ("part", "Whole part"))
_FILLED: Final = {
    "holes": "in the holes the last part has anyway",
    "part": "until the last part is as long as it may be",
}
_ONLY_LEAST: Final = "Shapes count where the least film does."


class LayoutSection(QWidget):
    """Shows a Nesting; `nestingChanged` comes from what staff change, never from the setter."""

    nestingChanged = Signal(object)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nesting = Nesting()
        self._form = make_form()
        self.setLayout(self._form)
        self._mode = make_combo(tuple((value, words) for value, words, _ in _MODES))
        describe(self._mode, "modeBox", "Mode", "What the layout is made for")
        self._mode.activated.connect(lambda: self._set(mode=self._mode.currentData()))
        add_row(self._form, "Mode", self._mode)
        self._mode_hint = make_hint()
        self._form.addRow(self._mode_hint)
        self._shapes = QCheckBox("Use the shapes of designs")
        describe(
            self._shapes,
            "shapesBox",
            "Use the shapes of designs",
            "Improve may let designs reach into each other's boxes",
        )
        self._shapes.clicked.connect(lambda on: self._set(shapes=on))
        self._form.addRow(self._shapes)
        self._threshold = NumberBox(1, 100, "% alpha")
        describe(
            self._threshold,
            "thresholdBox",
            "Print begins at",
            "How opaque a pixel must be to count as print",
        )
        self._threshold.numberChanged.connect(lambda percent: self._set(threshold=percent / 100))
        noted = Noted(self._threshold)
        self._threshold.refused.connect(noted.set_note)
        self._threshold_note = noted
        add_row(self._form, "Print from", noted)
        self._fill = make_combo(_FILLS)
        describe(self._fill, "fillBox", "Fill the last part", "Print extra copies where film would be empty")
        self._fill.activated.connect(lambda: self._set(fill=self._fill.currentData()))
        add_row(self._form, "Fill last part", self._fill)
        self._fill_hint = make_hint()
        self._form.addRow(self._fill_hint)
        self.set_nesting(self._nesting, 0)

    def set_nesting(self, nesting: Nesting, filling: int) -> None:
        """Show `nesting`; so many order lines are `filling`: extra copies of them are allowed."""
        self._nesting, self._filling = nesting, filling
        self._mode.setCurrentIndex(self._mode.findData(nesting.mode))
        hints = {value: hint for value, _, hint in _MODES}
        self._shapes.setChecked(nesting.shapes)
        least = nesting.mode == "least-film"
        self._mode_hint.setText(hints[nesting.mode] if least else f"{hints[nesting.mode]} {_ONLY_LEAST}")
        self._shapes.setEnabled(least)
        self._threshold.set_number(round(nesting.threshold * 100))
        self._threshold.setEnabled(least and nesting.shapes)
        self._fill.setCurrentIndex(self._fill.findData(nesting.fill))
        self._fill_hint.setVisible(nesting.fill != "none")
        self._fill_hint.setText(_fill_hint(nesting, filling))

    def _set(self, **chosen: object) -> None:
        nesting = msgspec.structs.replace(self._nesting, **chosen)
        self._threshold_note.forget()
        if nesting != self._nesting:
            self.set_nesting(nesting, self._filling)
            self.nestingChanged.emit(nesting)


def _fill_hint(nesting: Nesting, filling: int) -> str:
    if nesting.fill == "none":
        return ""
    if not filling:
        return "No line may fill yet: right-click lines in the orders and choose May fill."
    return f"Extra copies of {count(filling, 'line')}, {_FILLED[nesting.fill]}."
