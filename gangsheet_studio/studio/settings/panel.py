"""The film and where its sheets go; every change is a change of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.film import DPI, Film
from gangsheet_studio.model.names import name_problem
from gangsheet_studio.model.units import MB
from gangsheet_studio.studio.controls.calm_wheel import CalmWheel
from gangsheet_studio.studio.controls.folder_line import FolderLine
from gangsheet_studio.studio.controls.length_box import LengthBox
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.controls.number_box import NumberBox
from gangsheet_studio.studio.controls.pass_undo import PassUndo
from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT, GRID, PADDING
from gangsheet_studio.studio.settings.film_limits import LIMITS, film_problem
from gangsheet_studio.studio.settings.preset_picker import PresetPicker

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.settings.presets import FilmPreset

_LENGTHS: Final = (
    ("width", "Width", "Width of the film"),
    ("longest", "Longest part", "A sheet is never longer than this"),
    ("gap", "Gap", "Space between copies"),
    ("margin", "Margin", "Space to the edges of the film"),
)
_ROTATIONS: Final = (("any", "Any turn"), ("quarter", "Quarter turns"), ("none", "As drawn"))
_UNITS: Final = (("in", "Inches"), ("mm", "Millimetres"))
_WIDEST: Final = "Longest part"
_LEAST_MEMORY: Final = 64
_MOST_MEMORY: Final = 1 << 20


class SettingsPanel(QScrollArea):
    """Shows a job's film and output; signals come from what staff change, never from the setters.

    What can't be is refused: the old value stays, and a sentence below the control says why.
    """

    filmChanged = Signal(object)  # noqa: N815 - Qt's way
    nameChanged = Signal(str)  # noqa: N815
    outChanged = Signal(str)  # noqa: N815
    memoryChanged = Signal(object)  # noqa: N815
    ownPresetsChanged = Signal(tuple)  # noqa: N815
    unitChanged = Signal(str)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = Film()
        self._shown_name = ""
        self._notes: list[Noted] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its controls are what Tab goes to
        self.setMinimumWidth(248)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(GRID)
        column.addWidget(_heading("Film"))
        column.addLayout(self._build_film())
        column.addSpacing(GRID)
        column.addWidget(_heading("Output"))
        column.addLayout(self._build_output())
        column.addStretch(1)
        self.setWidget(page)
        CalmWheel(page)
        PassUndo(page)
        self.set_unit("in")
        self.set_film(self._film)

    def set_film(self, film: Film) -> None:
        """Show `film`."""
        self._film = film
        for name, box in self._lengths.items():
            box.set_length(getattr(film, name))
        self._dpi.set_number(film.dpi)
        self._rotation.setCurrentIndex(self._rotation.findData(film.rotate))
        self._presets.set_film(film)

    def set_output(self, name: str, out: str, memory: int | None) -> None:
        """Show the job's name, folder and memory budget in bytes (None for all there is)."""
        if name != self._shown_name:
            # what was read names a nameless job, unless a name is being typed
            if self._shown_name or not (self._name.isModified() and self._name.text()):
                self._name.setText(name)
            self._shown_name = name
        self._out.set_folder(out)
        self._memory.set_number(_LEAST_MEMORY - 1 if memory is None else memory // MB)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`."""
        for box in self._lengths.values():
            box.set_unit(unit)
        self._unit.setCurrentIndex(self._unit.findData(unit))

    def set_presets(self, own: tuple[FilmPreset, ...]) -> None:
        """Offer the built-in films and this user's `own`."""
        self._presets.set_presets(own)

    def _build_film(self) -> QFormLayout:
        form = _form()
        self._presets = PresetPicker()
        self._presets.chosen.connect(self._on_preset)
        self._presets.ownChanged.connect(self.ownPresetsChanged)
        self._notes.append(self._presets.noted)
        _add(form, "Preset", self._presets)
        self._lengths: dict[str, LengthBox] = {}
        self._noted: dict[str, Noted] = {}
        for name, label, tip in _LENGTHS:
            box = LengthBox(*LIMITS[name])
            _name(box, f"{name}Box", label, tip)
            self._lengths[name] = box
            self._noted[name] = self._add_noted(form, label, box)
            box.lengthChanged.connect(self._on_film)
        self._dpi = NumberBox(DPI.start, DPI.stop - 1, "dpi")
        _name(self._dpi, "dpiBox", "Resolution", "Resolution of the sheets")
        self._add_noted(form, "Resolution", self._dpi)
        self._dpi.numberChanged.connect(self._on_film)
        self._rotation = _combo(_ROTATIONS)
        _name(self._rotation, "rotationBox", "Rotation", "How copies may be turned to save film")
        self._rotation.activated.connect(self._on_film)
        _add(form, "Rotation", self._rotation)
        self._unit = _combo(_UNITS)
        _name(self._unit, "unitBox", "Lengths in", "Unit of all lengths you see")
        self._unit.activated.connect(self._on_unit)
        _add(form, "Lengths in", self._unit)
        return form

    def _build_output(self) -> QFormLayout:
        form = _form()
        self._name = QLineEdit()
        self._name.setPlaceholderText("named after the orders")
        _name(self._name, "nameLine", "Job name", "Sheets are named after this: NAME_Part_1.png")
        self._named = self._add_noted(form, "Job name", self._name)
        self._name.editingFinished.connect(self._on_name)
        self._out = FolderLine("Folder for the sheets", "Documents/Gangsheet Studio")
        self._out.setObjectName("outLine")
        self._out.describe("Folder for the sheets", "Choose the folder for the sheets")
        self._add_noted(form, "Folder", self._out)
        self._out.folderChanged.connect(self._on_out)
        self._memory = NumberBox(_LEAST_MEMORY - 1, _MOST_MEMORY, "MB")
        self._memory.setSpecialValueText("all there is")
        self._memory.setSingleStep(64)
        _name(self._memory, "memoryBox", "Memory", "Memory that making sheets may use")
        self._add_noted(form, "Memory", self._memory)
        self._memory.numberChanged.connect(self._on_memory)
        _add(form, "Format", QLabel("PNG"))
        return form

    def _add_noted(
        self, form: QFormLayout, label: str, control: LengthBox | NumberBox | FolderLine | QLineEdit
    ) -> Noted:
        noted = Noted(control)
        if not isinstance(control, QLineEdit):
            control.refused.connect(noted.set_note)
        self._notes.append(noted)
        _add(form, label, noted)
        return noted

    def _on_film(self, _value: object = None) -> None:
        lengths = {name: box.length() for name, box in self._lengths.items()}
        film = msgspec.structs.replace(
            self._film, **lengths, dpi=self._dpi.value(), rotate=self._rotation.currentData()
        )
        problem = film_problem(film, self._unit.currentData())
        if problem is None:
            self._change(film)
            return
        changed = next(name for name in lengths if getattr(film, name) != getattr(self._film, name))
        self.set_film(self._film)
        self._noted[changed].set_note(f"{problem} It stays {self._lengths[changed].text()}.")

    def _on_preset(self, preset: FilmPreset) -> None:
        self._change(preset.of(self._film))

    def _change(self, film: Film) -> None:
        self._forget_notes()
        if film != self._film:
            self.set_film(film)
            self.filmChanged.emit(film)

    def _forget_notes(self) -> None:
        for noted in self._notes:
            noted.set_note("")

    def _on_unit(self) -> None:
        self.unitChanged.emit(self._unit.currentData())

    def _on_name(self) -> None:
        name = self._name.text().strip()
        problem = name_problem(name) if name else None
        if problem:
            self._name.setText(self._shown_name)
            self._named.set_note(problem)
        elif name != self._shown_name:
            self._forget_notes()
            self._shown_name = name
            self._name.setText(name)
            self.nameChanged.emit(name)

    def _on_out(self, folder: str) -> None:
        self._forget_notes()
        self.outChanged.emit(folder)

    def _on_memory(self, megabytes: int) -> None:
        self._forget_notes()
        self.memoryChanged.emit(None if megabytes < _LEAST_MEMORY else megabytes * MB)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(PADDING)
    form.setVerticalSpacing(GRID)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _add(form: QFormLayout, text: str, field: QWidget) -> None:
    """Add a field; all labels are as wide, so that both forms have one edge."""
    label = QLabel(text)
    label.setBuddy(field)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(_WIDEST))
    form.addRow(label, field)


def _combo(options: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    for value, words in options:
        box.addItem(words, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _name(widget: QWidget, object_name: str, label: str, tip: str) -> None:
    """Say what a control is for, and let it be as narrow as the panel."""
    widget.setObjectName(object_name)
    widget.setMinimumSize(80, CONTROL_HEIGHT)
    widget.setToolTip(tip)
    widget.setAccessibleName(label)
    widget.setAccessibleDescription(tip)
