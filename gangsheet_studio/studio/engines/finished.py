"""Which sheets of a job are finished already, asked of the warm engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from gangsheet_studio.protocol import FinishedDone, FinishedRequest
from gangsheet_studio.studio.engines.asking import Question

if TYPE_CHECKING:
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.outcome import Outcome


class FinishedQuestion(Question):
    """Looks for a job's sheets in its folder; `known` carries a FinishedDone, None where nobody can tell."""

    known = Signal(object)

    def ask(self, job: Job) -> None:
        """Look for the sheets of `job`; the newest question alone is answered."""
        self.drop()
        self._take(self._client.ask(lambda number: FinishedRequest(id=number, job=job)))

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, FinishedDone):
            self.known.emit(message)

    def _on_failed(self, outcome: Outcome) -> None:
        super()._on_failed(outcome)
        self.known.emit(None)  # the run itself says what is wrong
