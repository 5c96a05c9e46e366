"""The film, the layout and the output of a job; every change is a change of the job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QVBoxLayout, QWidget

from gangsheet_studio.studio.controls.calm_wheel import CalmWheel
from gangsheet_studio.studio.controls.fold import Fold
from gangsheet_studio.studio.controls.pass_undo import PassUndo
from gangsheet_studio.studio.look.theme import GRID, PADDING
from gangsheet_studio.studio.settings.film_section import FilmSection
from gangsheet_studio.studio.settings.layout_section import LayoutSection
from gangsheet_studio.studio.settings.marks_section import MarksSection
from gangsheet_studio.studio.settings.output_section import OutputSection
from gangsheet_studio.studio.settings.paper_section import PaperSection
from gangsheet_studio.studio.settings.sheet_section import SheetSection

if TYPE_CHECKING:
    from collections.abc import Collection

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.model.output import Output
    from gangsheet_studio.model.profiles import Profile
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.settings.presets import FilmPreset


class SettingsPanel(QScrollArea):
    """Shows what a job is printed on and how; signals come from what staff change, never from the setters.

    What can't be is refused: the old value stays, and a sentence below the control says why.
    """

    filmChanged = Signal(object)  # noqa: N815 - Qt's way
    nestingChanged = Signal(object)  # noqa: N815
    nameChanged = Signal(str)  # noqa: N815
    outChanged = Signal(str)  # noqa: N815
    memoryChanged = Signal(object)  # noqa: N815
    outputChanged = Signal(object)  # noqa: N815
    profileChosen = Signal(object)  # noqa: N815
    ownProfilesChanged = Signal(tuple)  # noqa: N815
    foldedChanged = Signal(tuple)  # noqa: N815
    ownPresetsChanged = Signal(tuple)  # noqa: N815
    unitChanged = Signal(str)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its controls are what Tab goes to
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._film, self._layout, self._output = FilmSection(), LayoutSection(), OutputSection()
        self._sheets, self._marks, self._papers = SheetSection(), MarksSection(), PaperSection()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(GRID)
        self._folds: dict[str, Fold] = {}
        for heading, section in (
            ("Film", self._film),
            ("Layout", self._layout),
            ("Output", self._output),
            ("Sheets", self._sheets),
            ("Marks", self._marks),
            ("With the sheets", self._papers),
        ):
            fold = self._folds[heading] = Fold(heading, section)
            fold.toggled.connect(self._on_fold)
            column.addWidget(fold)
            column.addSpacing(GRID)
        column.addStretch(1)
        self.setWidget(page)
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        self.setMinimumWidth(page.minimumSizeHint().width() + bar)
        CalmWheel(page)
        PassUndo(page)
        self._pass_on()

    def set_film(self, film: Film) -> None:
        """Show `film`."""
        self._film.set_film(film)

    def set_nesting(self, nesting: Nesting, filling: int) -> None:
        """Show `nesting`; so many order lines are `filling`: extra copies of them are allowed."""
        self._layout.set_nesting(nesting, filling)

    def set_output(self, name: str, out: str, memory: int | None) -> None:
        """Show the job's name, folder and memory budget in bytes (None for all there is)."""
        self._output.set_output(name, out, memory)
        self._sheets.set_job(name)

    def set_sheets(self, output: Output, film: Film) -> None:
        """Show what sheets are written as; `film` has what a RIP profile may ask of it."""
        self._sheets.set_output(output, film)
        self._marks.set_output(output)
        self._papers.set_output(output)
        for heading, words in (("Marks", self._marks.summary()), ("With the sheets", self._papers.summary())):
            self._folds[heading].set_summary(words, f"{words.count(',') + 1}, ...")

    def set_folded(self, headings: Collection[str]) -> None:
        """Fold these sections away and show the others."""
        for heading, fold in self._folds.items():
            fold.set_open(heading not in headings)

    def set_unit(self, unit: Unit) -> None:
        """Show lengths in `unit`, and prices by the inch or the metre."""
        self._film.set_unit(unit)
        self._sheets.set_unit(unit)
        self._marks.set_unit(unit)

    def set_currency(self, currency: str) -> None:
        """Show prices with this `currency`."""
        self._film.set_currency(currency)

    def set_presets(self, own: tuple[FilmPreset, ...]) -> None:
        """Offer the built-in films and this user's `own`."""
        self._film.set_presets(own)

    def set_profiles(self, own: tuple[Profile, ...]) -> None:
        """Offer the built-in RIP profiles and this user's `own`."""
        self._sheets.set_profiles(own)

    def _on_fold(self) -> None:
        self.foldedChanged.emit(tuple(heading for heading, fold in self._folds.items() if not fold.is_open))

    def _pass_on(self) -> None:
        """Say what staff change, and forget what was refused before."""
        for theirs, ours in (
            (self._film.filmChanged, self.filmChanged),
            (self._layout.nestingChanged, self.nestingChanged),
            (self._output.nameChanged, self.nameChanged),
            (self._output.outChanged, self.outChanged),
            (self._output.memoryChanged, self.memoryChanged),
            (self._sheets.outputChanged, self.outputChanged),
            (self._sheets.profileChosen, self.profileChosen),
            (self._marks.outputChanged, self.outputChanged),
            (self._papers.outputChanged, self.outputChanged),
        ):
            for section in (self._film, self._output, self._sheets, self._marks):
                theirs.connect(section.forget_notes)
            theirs.connect(ours)
        self._sheets.ownProfilesChanged.connect(self.ownProfilesChanged)
        self._film.ownPresetsChanged.connect(self.ownPresetsChanged)
        self._film.unitChanged.connect(self.unitChanged)
