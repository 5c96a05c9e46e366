"""The film and where its sheets go; every change is a change of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.units import MB
from gangsheet_studio.studio.length_box import LengthBox
from gangsheet_studio.studio.presets import BUILT_IN, FilmPreset, find
from gangsheet_studio.studio.theme import GRID, PADDING

if TYPE_CHECKING:
    from gangsheet_studio.model.units import Unit

_ROTATIONS: Final = (("any", "Any turn"), ("quarter", "Quarter turns"), ("none", "As drawn"))
_OWN: Final = "Own film"
_LEAST_MEMORY: Final = 64
_MOST_MEMORY: Final = 1 << 20


class SettingsPanel(QScrollArea):
    """Shows a job's film and output; signals come from what staff change, never from the setters."""

    filmChanged = Signal(object)  # noqa: N815 - Qt's way
    nameChanged = Signal(str)  # noqa: N815
    outChanged = Signal(str)  # noqa: N815
    memoryChanged = Signal(object)  # noqa: N815
    ownPresetsChanged = Signal(tuple)  # noqa: N815
    unitChanged = Signal(str)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._film = Film()
        self._own: tuple[FilmPreset, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
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
        self.set_unit("in")
        self.set_film(self._film)

    def set_film(self, film: Film) -> None:
        """Show `film`."""
        self._film = film
        for box, name in self._lengths.items():
            box.set_length(getattr(film, name))
        self._dpi.blockSignals(True)
        self._dpi.setValue(film.dpi)
        self._dpi.blockSignals(False)
        self._rotation.setCurrentIndex([name for name, _ in _ROTATIONS].index(film.rotate))
        self._show_preset()

    def set_output(self, name: str, out: str, memory: int | None) -> None:
        """Show the job's name, folder and memory budget in bytes (None for all there is)."""
        for line, text in ((self._name, name), (self._out, out)):
            if line.text() != text:
                line.setText(text)
        self._memory.blockSignals(True)
        self._memory.setValue(_LEAST_MEMORY - 1 if memory is None else memory // MB)
        self._memory.blockSignals(False)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`."""
        for box in self._lengths:
            box.set_unit(unit)
        self._unit.setCurrentIndex(0 if unit == "in" else 1)

    def set_presets(self, own: tuple[FilmPreset, ...]) -> None:
        """Offer the built-in films and this user's `own`."""
        self._own = own
        self._preset.clear()
        for preset in (*BUILT_IN, *own):
            self._preset.addItem(preset.name)
        self._preset.addItem(_OWN)
        self._show_preset()

    def _build_film(self) -> QFormLayout:
        form = _form()
        self._preset = QComboBox()
        self._preset.activated.connect(self._on_preset)
        keep, drop = QToolButton(), QToolButton()
        keep.setText("Keep")
        drop.setText("Forget")
        keep.clicked.connect(self._keep_preset)
        drop.clicked.connect(self._forget_preset)
        self._forget = drop
        _name(keep, "Keep this film as a preset of your own")
        _name(drop, "Forget this preset of your own")
        form.addRow("Preset", self._preset)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(keep)
        row.addWidget(drop)
        row.addStretch(1)
        form.addRow("", row)
        _name(self._preset, "The film in the printer")
        self._lengths: dict[LengthBox, str] = {}
        for label, name, most, tip in (
            ("Width", "width", 200.0, "Width of the film"),
            ("Longest part", "longest", 2000.0, "A sheet is never longer than this"),
            ("Gap", "gap", 10.0, "Space between copies"),
            ("Margin", "margin", 10.0, "Space to the edges of the film"),
        ):
            box = LengthBox(0.5 if name in ("width", "longest") else 0.0, most)
            _name(box, tip)
            box.lengthChanged.connect(self._on_film)
            self._lengths[box] = name
            form.addRow(label, box)
        self._dpi = QSpinBox()
        self._dpi.setRange(30, 2400)
        self._dpi.setSuffix(" dpi")
        self._dpi.setKeyboardTracking(False)
        _name(self._dpi, "Resolution of the sheets")
        self._dpi.valueChanged.connect(self._on_film)
        form.addRow("Resolution", self._dpi)
        self._rotation = QComboBox()
        for _, words in _ROTATIONS:
            self._rotation.addItem(words)
        _name(self._rotation, "How copies may be turned to save film")
        self._rotation.activated.connect(self._on_film)
        form.addRow("Rotation", self._rotation)
        self._unit = QComboBox()
        self._unit.addItems(["inches", "millimetres"])
        _name(self._unit, "Unit of all lengths you see")
        self._unit.activated.connect(self._on_unit)
        form.addRow("Lengths in", self._unit)
        return form

    def _build_output(self) -> QFormLayout:
        form = _form()
        self._name = QLineEdit()
        self._name.setPlaceholderText("named after the orders")
        _name(self._name, "Sheets are named after this: NAME_Part_1.png")
        self._name.editingFinished.connect(self._on_name)
        form.addRow("Job name", self._name)
        self._out = QLineEdit()
        self._out.setPlaceholderText("Documents/Gangsheet Studio")
        _name(self._out, "Folder for the sheets")
        self._out.editingFinished.connect(self._on_out)
        browse = QToolButton()
        browse.setText("...")
        _name(browse, "Choose the folder for the sheets")
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._out, 1)
        row.addWidget(browse)
        form.addRow("Folder", row)
        self._memory = QSpinBox()
        self._memory.setRange(_LEAST_MEMORY - 1, _MOST_MEMORY)
        self._memory.setSpecialValueText("all there is")
        self._memory.setSuffix(" MB")
        self._memory.setSingleStep(64)
        self._memory.setKeyboardTracking(False)
        _name(self._memory, "Memory that making sheets may use")
        self._memory.valueChanged.connect(self._on_memory)
        form.addRow("Memory", self._memory)
        form.addRow("Format", QLabel("PNG"))
        return form

    def _show_preset(self) -> None:
        presets = (*BUILT_IN, *self._own)
        found = find(self._film, presets)
        self._preset.setCurrentIndex(presets.index(found) if found else self._preset.count() - 1)
        self._forget.setEnabled(found in self._own)

    def _on_film(self, _value: object = None) -> None:
        lengths = {name: box.length() for box, name in self._lengths.items()}
        rotate = _ROTATIONS[self._rotation.currentIndex()][0]
        film = msgspec.structs.replace(self._film, **lengths, dpi=self._dpi.value(), rotate=rotate)
        self._change(film)

    def _on_preset(self, index: int) -> None:
        presets = (*BUILT_IN, *self._own)
        if index < len(presets):
            self._change(presets[index].of(self._film))

    def _change(self, film: Film) -> None:
        if film != self._film:
            self.set_film(film)
            self.filmChanged.emit(film)

    def _keep_preset(self) -> None:
        name, good = QInputDialog.getText(self, "Keep this film", "Name of the preset")
        if good and name.strip():
            film = self._film
            kept = FilmPreset(
                name=name.strip(), width=film.width, longest=film.longest, gap=film.gap, margin=film.margin
            )
            self.ownPresetsChanged.emit((*(own for own in self._own if own.name != kept.name), kept))

    def _forget_preset(self) -> None:
        found = find(self._film, self._own)
        if found:
            self.ownPresetsChanged.emit(tuple(own for own in self._own if own != found))

    def _on_unit(self, index: int) -> None:
        self.unitChanged.emit("in" if index == 0 else "mm")

    def _on_name(self) -> None:
        self.nameChanged.emit(self._name.text())

    def _on_out(self) -> None:
        self.outChanged.emit(self._out.text())

    def _on_memory(self, megabytes: int) -> None:
        self.memoryChanged.emit(None if megabytes < _LEAST_MEMORY else megabytes * MB)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder for the sheets", self._out.text())
        if folder:
            self._out.setText(folder)
            self.outChanged.emit(folder)


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(PADDING)
    form.setVerticalSpacing(GRID)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _name(widget: QWidget, tip: str) -> None:
    """Say what a control is for, and let it be as narrow as the panel."""
    if isinstance(widget, QComboBox):
        widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    if not isinstance(widget, QToolButton):
        widget.setMinimumWidth(80)
    widget.setToolTip(tip)
    widget.setAccessibleName(tip)
