"""One run of the presses: a render in an engine process of its own, so that all its memory goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from gangsheet_studio.protocol import CancelRequest, Failed, RenderDone, RenderRequest, SheetKept, SheetSaved
from gangsheet_studio.studio.engines.outcome import of_failure, outcome
from gangsheet_studio.studio.engines.process import SILENCE_SECONDS, EngineProcess

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.outcome import Outcome

_REQUEST: Final = 1


class RenderRun(QObject):
    """Makes the sheets of `job`: `said` carries the engine's messages, `noise` its other lines.

    Then either `done` with the RenderDone or `failed` with an Outcome, once; an Outcome's `saved` are
    the sheets that are finished all the same, even after a crash.
    """

    said = Signal(object)
    noise = Signal(str)
    done = Signal(object)
    failed = Signal(object)
    gone = Signal()

    def __init__(
        self,
        job: Job,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self.job, self._silence = job, silence
        self._saved: list[str] = []
        self._answered = self._cancelled = False
        self._engine = EngineProcess(self, command=command, silence=silence)
        self._engine.said.connect(self._on_said)
        self._engine.noise.connect(self.noise)
        self._engine.ended.connect(self._on_ended)

    @property
    def running(self) -> bool:
        """Whether its answer is outstanding."""
        return not self._answered

    @property
    def pid(self) -> int:
        """The engine's process number, 0 without one."""
        return self._engine.pid

    def start(self) -> None:
        """Start the engine and hand it the job."""
        self._engine.start()
        self._engine.send(RenderRequest(id=_REQUEST, job=self.job))

    def cancel(self) -> None:
        """Ask the engine to stop: within a second it has, and nothing half-written is left."""
        self._cancelled = True
        self._engine.send(CancelRequest(id=_REQUEST))
        QTimer.singleShot(
            round(self._silence * 1000), self, self.kill
        )  # one that speaks on and does not hear

    def kill(self) -> None:
        """End the engine at once."""
        self._engine.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the engine's end while the program closes."""
        return self._engine.wait(milliseconds)

    def leave(self) -> None:
        """Be forgotten, once the engine has ended."""
        if self._engine.over:
            self.deleteLater()
        else:
            self.gone.connect(self.deleteLater)

    def _on_said(self, message: AnyMessage) -> None:
        if isinstance(message, SheetSaved | SheetKept):
            self._saved.append(message.file)
        if isinstance(message, RenderDone | Failed) and message.id == _REQUEST:
            self._answer(message)
        else:
            self.said.emit(message)

    def _answer(self, message: RenderDone | Failed) -> None:
        self._answered = True
        self._engine.stop()
        if isinstance(message, RenderDone):
            self.done.emit(message)
        else:
            self.failed.emit(of_failure(message))

    def _on_ended(self, result: Outcome) -> None:
        if not self._answered:
            self._answered = True
            if result.good or self._cancelled:
                result = outcome("cancelled", "The run was cancelled.")
            self.failed.emit(msgspec.structs.replace(result, saved=tuple(self._saved)))
        self.gone.emit()
