"""The film of a job, as staff change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from gangsheet_studio.model.film import DPI, Film
from gangsheet_studio.studio.controls.kept_picker import KeptPicker
from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.controls.number_box import NumberBox
from gangsheet_studio.studio.controls.price_box import PriceBox
from gangsheet_studio.studio.look.theme import GRID
from gangsheet_studio.studio.settings.film_limits import LIMITS, film_problem
from gangsheet_studio.studio.settings.form import add_row, describe, make_combo, make_form
from gangsheet_studio.studio.settings.presets import FilmShelf

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.settings.presets import FilmPreset

_LENGTHS: Final = (
    ("width", "widthBox", "Width", "Width of the film"),
    ("longest", "longestBox", "Longest part", "A sheet is never longer than this"),
    ("gap", "gapBox", "Gap across", "Space between copies across the film"),
    ("gap_along", "gapAlongBox", "Gap along", "Space between copies along the film"),
    ("margin", "marginBox", "Margin", "Space to the edges of the film"),
)
_ROTATIONS: Final = (("any", "Any turn"), ("quarter", "Quarter turns"), ("none", "As drawn"))
_UNITS: Final = (("in", "Inches"), ("mm", "Millimetres"))


class FilmSection(QWidget):
    """Shows a film; signals come from what staff change, never from the setters.

    What can't be is refused: the old value stays, and a sentence below the control says why.
    """

    filmChanged = Signal(object)  # noqa: N815 - Qt's way
    unitChanged = Signal(str)  # noqa: N815
    ownPresetsChanged = Signal(tuple)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = Film()
        self._unit: Unit = "in"
        self._currency = "$"
        self._lengths: dict[str, LengthBox] = {}
        self._noted: dict[str, Noted] = {}
        self._form = make_form()
        self.setLayout(self._form)
        self._presets = KeptPicker(FilmShelf(), self._film)
        describe(self._presets.box, "presetBox", "Film preset", "The film in the printer")
        self._presets.chosen.connect(self._on_preset)
        self._presets.ownChanged.connect(self.ownPresetsChanged)
        add_row(self._form, "Preset", self._presets)
        self._same = QCheckBox("same")
        for name, object_name, label, tip in _LENGTHS:
            self._add_length(name, object_name, label, tip)
        self._price = PriceBox()
        describe(self._price, "priceBox", "Price of film", "What the film costs; empty while it is not known")
        self._price.changed.connect(partial(self._set, "price"))
        self._add_noted("price", "Price", self._price)
        self._dpi = NumberBox(DPI.start, DPI.stop - 1, "dpi")
        describe(self._dpi, "dpiBox", "Resolution", "Resolution of the sheets")
        self._dpi.numberChanged.connect(partial(self._set, "dpi"))
        self._add_noted("dpi", "Resolution", self._dpi)
        self._rotation = make_combo(_ROTATIONS)
        describe(self._rotation, "rotationBox", "Rotation", "How copies may be turned to save film")
        self._rotation.activated.connect(lambda: self._set("rotate", self._rotation.currentData()))
        add_row(self._form, "Rotation", self._rotation)
        self._units = make_combo(_UNITS)
        describe(self._units, "unitBox", "Lengths in", "Unit of all lengths you see")
        self._units.activated.connect(lambda: self.unitChanged.emit(self._units.currentData()))
        add_row(self._form, "Lengths in", self._units)
        self.set_film(self._film)

    def set_film(self, film: Film) -> None:
        """Show `film`."""
        self._film = film
        for name, box in self._lengths.items():
            box.set_figure(_length(film, name))
        self._same.setChecked(film.gap_along is None)
        self._price.set_figure(film.price)
        self._dpi.set_number(film.dpi)
        self._rotation.setCurrentIndex(self._rotation.findData(film.rotate))
        self._presets.set_current(film)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`, and prices by the inch or the metre."""
        self._unit = unit
        for box in self._lengths.values():
            box.set_unit(unit)
        self._units.setCurrentIndex(self._units.findData(unit))
        self._price.set_terms(unit, self._currency)

    def set_currency(self, currency: str) -> None:
        """Show prices with this `currency`."""
        self._currency = currency
        self._price.set_terms(self._unit, currency)

    def set_presets(self, own: tuple[FilmPreset, ...]) -> None:
        """Offer the built-in films and this user's `own`."""
        self._presets.set_own(own)

    def forget_notes(self) -> None:
        """Show no sentence about what was refused."""
        for noted in (*self._noted.values(), self._presets.noted):
            noted.forget()

    def _add_length(self, name: str, object_name: str, label: str, tip: str) -> None:
        box = LengthBox(*LIMITS[name])
        describe(box, object_name, label, tip)
        box.changed.connect(partial(self._set, name))
        self._lengths[name] = box
        if name != "gap_along":
            self._add_noted(name, label, box)
            return
        describe(self._same, "sameGapBox", "Same gap along as across", "Keep both gaps the same")
        self._same.setMinimumWidth(self._same.sizeHint().width())
        self._same.clicked.connect(self._on_same)
        both = QWidget()
        both.setFocusProxy(box)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(box, 1)
        row.addWidget(self._same)
        self._add_noted(name, label, both, box)

    def _add_noted(
        self, name: str, label: str, field: QWidget, box: LengthBox | NumberBox | PriceBox | None = None
    ) -> None:
        noted = Noted(field)
        asked = box or field
        assert isinstance(asked, LengthBox | NumberBox | PriceBox)  # noqa: S101 - for the type checker
        asked.refused.connect(noted.set_note)
        self._noted[name] = noted
        add_row(self._form, label, noted)

    def _on_same(self, same: bool) -> None:
        self._set("gap_along", None if same else self._film.gap)

    def _set(self, name: str, value: object) -> None:
        film = msgspec.structs.replace(self._film, **{name: value})
        problem = film_problem(film, self._unit)
        if problem is None:
            self._change(film)
            return
        self.set_film(self._film)
        self._noted[name].set_note(f"{problem} It stays {self._lengths[name].text()}.")

    def _on_preset(self, preset: FilmPreset) -> None:
        self._change(preset.of(self._film))

    def _change(self, film: Film) -> None:
        self.forget_notes()
        if film != self._film:
            self.set_film(film)
            self.filmChanged.emit(film)


def _length(film: Film, name: str) -> float:
    value = film.gap if name == "gap_along" and film.gap_along is None else getattr(film, name)
    assert isinstance(value, float | int)  # noqa: S101 - for the type checker
    return value
