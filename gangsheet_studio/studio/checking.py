"""Check artwork: the command, an engine that looks at all pixels, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.studio.engines.client import EngineClient
from gangsheet_studio.studio.engines.inspecting import InspectQuestion
from gangsheet_studio.studio.job.totals import ready
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import InspectDone, Progress
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.window import Window

_STOP: Final = "Stop checking artwork"


class Checking(QObject):
    """`problems` are what the last check found, until lines or film are others, which `changed` tells.

    Its engine lives as long as a check.
    """

    changed = Signal()

    def __init__(
        self, window: Window, document: Document, flow: JobFlow, *, command: Sequence[str] | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._client = EngineClient(self, command=command)
        self._question = InspectQuestion(self._client, self)
        self._question.progress.connect(self._on_progress)
        self._question.inspected.connect(self._on_inspected)
        self._question.failed.connect(self._on_failed)
        self.problems: tuple[Problem, ...] = ()
        self.checked = False
        self._action = window.actions_by_name["check-artwork"]
        self._start_words = self._action.text()
        self._action.triggered.connect(self._on_triggered)
        document.linesChanged.connect(self._forget)
        document.filmChanged.connect(self._forget)
        for signal in (document.changed, flow.laid_out, flow.run_started, flow.run_done, flow.run_failed):
            signal.connect(self._enable)
        self._enable()

    def start(self) -> None:
        """Look at all pixels of the job's artwork."""
        self._question.ask(self._document.project)
        self._window.run_bar.set_reading("Looking at the artwork")
        self._enable()

    def stop(self) -> None:
        """End a check that is under way: it finds nothing."""
        if self._question.busy:
            self._question.drop()
            self._end()

    def close(self) -> None:
        """End a check that is under way, and its engine."""
        self._question.drop()
        self._client.kill()
        self._client.wait(1_000)

    def _on_triggered(self) -> None:
        if self._question.busy:
            self.stop()
        else:
            self.start()

    def _forget(self) -> None:
        """Drop what was found, and what is on its way: it is about other lines."""
        self.stop()
        if self.checked:
            self.checked, self.problems = False, ()
            self.changed.emit()

    def _on_progress(self, progress: Progress) -> None:
        self._window.run_bar.set_reading(progress.text)

    def _on_inspected(self, done: InspectDone) -> None:
        self.problems, self.checked = done.problems, True
        self._end()
        found = count(len(self.problems), "finding")
        self._window.log.note("info", f"Looked at all pixels of the artwork: {found}")
        self.changed.emit()
        if self.problems:
            self._window.docks["problems"].raise_()

    def _on_failed(self, outcome: Outcome) -> None:
        self._end()
        self._window.run_bar.set_notice(f"{outcome.text} {outcome.next_step}".strip())

    def _end(self) -> None:
        """Give the memory back, and show again what can be made."""
        self._client.close()
        last = self._flow.last
        if last is not None and not self._flow.running and not self._flow.busy:
            self._window.run_bar.set_ready(ready(last.layout, last.forecast))
        self._enable()

    def _enable(self) -> None:
        busy = self._question.busy
        self._action.setText(_STOP if busy else self._start_words)
        self._action.setEnabled(busy or (not self._flow.running and bool(self._document.project.lines)))
