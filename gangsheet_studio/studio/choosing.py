"""What staff choose in the settings of a job: it changes the job, and new jobs begin with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.model.output import Output
    from gangsheet_studio.model.profiles import Profile
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.settings.panel import SettingsPanel


class Choosing(QObject):
    """`remembered` and `preferred` carry fields of Preferences: for new jobs, or for everything at once."""

    remembered = Signal(dict)
    preferred = Signal(dict)

    def __init__(self, settings: SettingsPanel, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document
        settings.filmChanged.connect(self.choose_film)
        settings.nestingChanged.connect(self._on_nesting)
        settings.nameChanged.connect(document.set_name)
        settings.outChanged.connect(document.set_out)
        settings.memoryChanged.connect(self._on_memory)
        settings.outputChanged.connect(self._on_output)
        settings.profileChosen.connect(self._on_profile)
        settings.ownPresetsChanged.connect(lambda presets: self.preferred.emit({"presets": presets}))
        settings.ownProfilesChanged.connect(lambda profiles: self.preferred.emit({"profiles": profiles}))
        settings.foldedChanged.connect(lambda folded: self.preferred.emit({"folded": folded}))
        settings.unitChanged.connect(lambda unit: self.preferred.emit({"unit": unit}))

    def choose_film(self, film: Film) -> None:
        """Print on `film`."""
        self._document.set_film(film)
        self.remembered.emit({"film": film})

    def _on_nesting(self, nesting: Nesting) -> None:
        self._document.set_nesting(nesting)
        self.remembered.emit({"nesting": nesting})

    def _on_memory(self, memory: int | None) -> None:
        self._document.set_memory(memory)
        self.remembered.emit({"memory": memory})

    def _on_output(self, output: Output) -> None:
        self._document.set_output(output)
        self.remembered.emit({"output": output})

    def _on_profile(self, profile: Profile) -> None:
        self._document.follow(profile)
        project = self._document.project
        self.remembered.emit({"output": project.output, "film": project.film})
