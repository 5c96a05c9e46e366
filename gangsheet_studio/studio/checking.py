"""Check artwork: the command, an engine that looks at all pixels, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.protocol import InspectDone, InspectRequest, Progress
from gangsheet_studio.studio.engines.client import EngineClient
from gangsheet_studio.studio.job.totals import ready
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.client import Ask
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.window import Window


class Checking(QObject):
    """`problems` are what the last check found, until lines or film are others, which `changed` tells."""

    changed = Signal()

    def __init__(
        self, window: Window, document: Document, flow: JobFlow, *, command: Sequence[str] | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._client = EngineClient(self, command=command)
        self._ask: Ask | None = None
        self.problems: tuple[Problem, ...] = ()
        self.checked = False
        self._action = window.actions_by_name["check-artwork"]
        self._action.triggered.connect(self.start)
        document.linesChanged.connect(self._forget)
        document.filmChanged.connect(self._forget)
        for signal in (document.changed, flow.laid_out, flow.run_started, flow.run_done, flow.run_failed):
            signal.connect(self._enable)
        self._enable()

    def start(self) -> None:
        """Look at all pixels of the job's artwork."""
        project = self._document.project
        self._ask = self._client.ask(
            lambda number: InspectRequest(id=number, lines=project.lines, film=project.film)
        )
        self._ask.news.connect(self._on_news)
        self._ask.answered.connect(self._on_answered)
        self._ask.failed.connect(self._on_failed)
        self._window.run_bar.set_reading("Looking at the artwork")
        self._enable()

    def close(self) -> None:
        """Let the engine end."""
        self._client.kill()

    def _forget(self) -> None:
        """Drop what was found, and what is on its way: it is about other lines."""
        if self._ask is not None:
            self._client.kill()
        if self.checked:
            self.checked, self.problems = False, ()
            self.changed.emit()

    def _on_news(self, message: AnyMessage) -> None:
        if isinstance(message, Progress) and self._ask is not None:
            self._window.run_bar.set_reading(message.text)

    def _on_answered(self, message: AnyMessage) -> None:
        self.problems = message.problems if isinstance(message, InspectDone) else ()
        self.checked = True
        self._end()
        found = count(len(self.problems), "finding")
        self._window.log.note("info", f"Looked at all pixels of the artwork: {found}")
        self.changed.emit()
        if self.problems:
            self._window.docks["problems"].raise_()

    def _on_failed(self, outcome: Outcome) -> None:
        self._end()
        if outcome.kind not in ("cancelled", "killed"):
            self._window.run_bar.set_notice(f"{outcome.text} {outcome.next_step}".strip())

    def _end(self) -> None:
        """Give the memory back, and show again what can be made."""
        self._ask = None
        self._client.close()
        last = self._flow.last
        if last is not None and not self._flow.running and not self._flow.busy:
            self._window.run_bar.set_ready(ready(last.layout, last.forecast))
        self._enable()

    def _enable(self) -> None:
        idle = self._ask is None and not self._flow.running
        self._action.setEnabled(idle and bool(self._document.project.lines))
