"""What the sheets of a job are written as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.output import Cut, Output, White, output_problem
from gangsheet_studio.studio.controls.kept_picker import KeptPicker
from gangsheet_studio.studio.settings.background_box import BackgroundBox
from gangsheet_studio.studio.settings.form import add_row, describe, make_combo, make_form, make_hint
from gangsheet_studio.studio.settings.names_line import NamesLine
from gangsheet_studio.studio.settings.profile_shelf import ProfileShelf
from gangsheet_studio.studio.settings.spot_line import SpotLine

if TYPE_CHECKING:
    from gangsheet_studio.model.profiles import Profile
    from gangsheet_studio.model.units import Unit

_FORMATS: Final = (("png", "PNG"), ("tiff", "TIFF"), ("pdf", "PDF"), ("svg", "SVG"))
_HINTS: Final = {
    "png": "Pixels that every RIP reads.",
    "tiff": "Pixels, with room for a white channel.",
    "pdf": "Designs at their own resolution, each once; small files.",
    "svg": "Layers for design programs.",
}
_COMPRESSIONS: Final = (("lzw", "LZW"), ("deflate", "Deflate (ZIP)"), ("none", "None"))
_LAYERS: Final = (("order", "One per order"), ("design", "One per design"))


class SheetSection(QWidget):
    """Shows an Output; signals come from what staff change, never from the setters."""

    outputChanged = Signal(object)  # noqa: N815 - Qt's way
    profileChosen = Signal(object)  # noqa: N815
    ownProfilesChanged = Signal(tuple)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._output, self._film = Output(), Film()
        self._form = make_form()
        self.setLayout(self._form)
        self._profiles = KeptPicker(ProfileShelf(), (self._output, self._film))
        describe(self._profiles.box, "profileBox", "RIP profile", "What the RIP that prints the sheets wants")
        self._profiles.chosen.connect(self.profileChosen)
        self._profiles.ownChanged.connect(self.ownProfilesChanged)
        add_row(self._form, "RIP", self._profiles)
        self._format = make_combo(_FORMATS)
        describe(self._format, "formatBox", "Format", "What kind of file each sheet is")
        self._format.activated.connect(self._on_format)
        add_row(self._form, "Format", self._format)
        self._hint = make_hint()
        self._form.addRow(self._hint)
        self._compression = make_combo(_COMPRESSIONS)
        describe(self._compression, "compressionBox", "Compression", "LZW is what most RIPs read")
        self._compression.activated.connect(lambda: self._set(compression=self._compression.currentData()))
        add_row(self._form, "Compression", self._compression)
        self._layers = make_combo(_LAYERS)
        describe(self._layers, "layersBox", "Layers", "What the layers of a sheet are")
        self._layers.activated.connect(lambda: self._set(layers=self._layers.currentData()))
        add_row(self._form, "Layers", self._layers)
        self._names = NamesLine()
        self._names.changed.connect(lambda names: self._set(names=names))
        add_row(self._form, "Names", self._names)
        self._background = BackgroundBox()
        describe(self._background, "backgroundBox", "Background", "What lies behind the designs")
        self._background.chosen.connect(lambda colour: self._set(background=colour))
        add_row(self._form, "Background", self._background)
        self._mirror = QCheckBox("Mirror sheets")
        describe(self._mirror, "mirrorBox", "Mirror sheets", "Flip each sheet from left to right")
        self._mirror.clicked.connect(lambda on: self._set(mirror=on))
        self._form.addRow(self._mirror)
        self._white = SpotLine("White ink below designs", "white", "Choke", White().name, White().choke, 0.5)
        self._cut = SpotLine("Cut lines around designs", "cut", "Distance", Cut().name, Cut().offset, 2.0)
        self._white.changed.connect(self._on_white)
        self._cut.changed.connect(self._on_cut)
        self._form.addRow(self._white)
        self._form.addRow(self._cut)
        self.set_output(self._output, self._film)

    def set_output(self, output: Output, film: Film) -> None:
        """Show `output`; `film` has what a profile may ask of it."""
        self._output, self._film = output, film
        self._profiles.set_current((output, film))
        self._format.setCurrentIndex(self._format.findData(output.format))
        self._hint.setText(_HINTS[output.format])
        self._compression.setCurrentIndex(self._compression.findData(output.compression))
        self._layers.setCurrentIndex(self._layers.findData(output.layers))
        self._names.set_names(output.names, output.suffix)
        self._background.set_colour(output.background)
        self._mirror.setChecked(output.mirror)
        white, cut = output.white, output.cut
        self._white.set_spot(None if white is None else (white.name, white.choke))
        self._cut.set_spot(None if cut is None else (cut.name, cut.offset))
        vector = output.format in ("pdf", "svg")
        for widget, shown in (
            (self._compression, output.format == "tiff"),
            (self._layers, vector),
            (self._white, output.format in ("tiff", "pdf")),
            (self._cut, vector),
            (self._background, white is None),
        ):
            self._form.setRowVisible(widget, shown)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`."""
        self._white.set_unit(unit)
        self._cut.set_unit(unit)

    def set_profiles(self, own: tuple[Profile, ...]) -> None:
        """Offer the built-in profiles and this user's `own`."""
        self._profiles.set_own(own)

    def set_job(self, name: str) -> None:
        """Show what the sheets of a job called `name` are called."""
        self._names.set_job(name)

    def forget_notes(self) -> None:
        """Show no sentence about what was refused."""
        for each in (self._profiles.noted, self._names, self._white, self._cut):
            each.forget()

    def _on_format(self) -> None:
        """Take what is asked for, without what the format has no room for."""
        chosen = self._format.currentData()
        white = self._output.white if chosen in ("tiff", "pdf") else None
        cut = self._output.cut if chosen in ("pdf", "svg") else None
        self._set(format=chosen, white=white, cut=cut)

    def _on_white(self, spot: tuple[str, float] | None) -> None:
        if spot is None:
            self._set(white=None)
        else:  # a background would print over it
            self._try(self._white, white=White(name=spot[0], choke=spot[1]), background="")

    def _on_cut(self, spot: tuple[str, float] | None) -> None:
        if spot is None:
            self._set(cut=None)
        else:
            self._try(self._cut, cut=Cut(name=spot[0], offset=spot[1]))

    def _try(self, line: SpotLine, **chosen: object) -> None:
        problem = output_problem(msgspec.structs.replace(self._output, **chosen))
        if problem is None:
            self._set(**chosen)
        else:
            self.set_output(self._output, self._film)
            line.set_note(problem)

    def _set(self, **chosen: object) -> None:
        output = msgspec.structs.replace(self._output, **chosen)
        self.forget_notes()
        if output != self._output:
            self.set_output(output, self._film)
            self.outputChanged.emit(output)
