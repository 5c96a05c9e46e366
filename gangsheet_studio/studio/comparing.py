"""Compare film widths: the command, its dialog and the engine's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from gangsheet_studio.studio.compare.dialog import CompareDialog
from gangsheet_studio.studio.compare.films import candidates
from gangsheet_studio.studio.settings.presets import BUILT_IN

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.protocol import FilmUse, Progress
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.settings.preferences import Preferences
    from gangsheet_studio.studio.window import Window


class Comparing(QObject):
    """At most one dialog at a time; the job can't change while it is open. `filmChosen` carries a Film."""

    filmChosen = Signal(object)  # noqa: N815 - Qt's way

    def __init__(self, window: Window, document: Document, flow: JobFlow) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._dialog: CompareDialog | None = None
        self._action = window.actions_by_name["compare"]
        question = flow.comparison
        question.compared.connect(self._on_compared)
        question.progress.connect(self._on_progress)
        question.failed.connect(self._on_failed)
        document.changed.connect(self._enable)
        for signal in (flow.laid_out, flow.run_started, flow.run_done, flow.run_failed):
            signal.connect(self._enable)
        self._enable()

    def open(self, preferences: Preferences) -> None:
        """Ask which films to compare, and compare those that are likely."""
        films = candidates(self._document.project.film, (*BUILT_IN, *preferences.presets))
        dialog = CompareDialog(films, preferences.unit, preferences.currency, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self._ask)
        dialog.filmChosen.connect(self.filmChosen)
        dialog.finished.connect(self._on_finished)
        self._dialog = dialog
        dialog.open()
        dialog.ask()

    def _ask(self, films: tuple[Film, ...]) -> None:
        self._flow.comparison.ask(self._document.project, films)
        if self._dialog is not None:
            self._dialog.set_progress("Laying the job out")

    def _on_compared(self, uses: tuple[FilmUse, ...]) -> None:
        if self._dialog is not None:
            self._dialog.set_uses(uses)

    def _on_progress(self, progress: Progress) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(progress.text)

    def _on_failed(self, outcome: Outcome) -> None:
        if self._dialog is not None:
            self._dialog.set_failed(f"{outcome.text} {outcome.next_step}".strip())

    def _on_finished(self) -> None:
        self._dialog = None
        self._flow.comparison.drop()

    def _enable(self) -> None:
        self._action.setEnabled(bool(self._document.project.lines) and not self._flow.running)
