"""Requests and their answers over an engine that is started when needed and replaced when it dies."""

from __future__ import annotations

import itertools
import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.protocol import LAST, CancelRequest, Failed, Hello
from gangsheet_studio.studio.engine_process import SILENCE_SECONDS, EngineProcess
from gangsheet_studio.studio.outcome import of_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.protocol import AnyMessage, AnyRequest
    from gangsheet_studio.studio.outcome import Outcome

_DEATHS, _DEATHS_WITHIN = 3, 30.0


class Ask(QObject):
    """A request under way: `news` on its way, then either `answered` or `failed`, once."""

    news = Signal(object)
    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, request: AnyRequest, parent: QObject) -> None:
        super().__init__(parent)
        self.request = request


class EngineClient(QObject):
    """Asks an engine; `noise` are lines for the log that are no message."""

    noise = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._command, self._silence = command, silence
        self._engine: EngineProcess | None = None
        self._ids = itertools.count(1)
        self._asks: dict[int, Ask] = {}
        self._deaths: deque[float] = deque(maxlen=_DEATHS)

    @property
    def busy(self) -> bool:
        """Whether an answer is outstanding."""
        return bool(self._asks)

    @property
    def pid(self) -> int:
        """The engine's process number, 0 without one."""
        return self._engine.pid if self._engine else 0

    def warm_up(self) -> None:
        """Start the engine before it is needed."""
        if self._engine is None:
            engine = EngineProcess(self, command=self._command, silence=self._silence)
            engine.said.connect(self._on_said)
            engine.noise.connect(self.noise)
            engine.ended.connect(self._on_ended)
            self._engine = engine
            engine.start()

    def ask(self, make: Callable[[int], AnyRequest]) -> Ask:
        """Send the request that `make` builds around an id of ours."""
        request = make(next(self._ids))
        ask = Ask(request, self)
        self._asks[request.id] = ask
        self.warm_up()
        if self._engine is not None:
            self._engine.send(request)
        return ask

    def cancel(self, ask: Ask) -> None:
        """Stop a request; it fails with the outcome `cancelled` soon."""
        if self._engine is not None and ask.request.id in self._asks:
            self._engine.send(CancelRequest(id=ask.request.id))

    def close(self) -> None:
        """Let the engine end."""
        if self._engine is not None:
            self._engine.stop()

    def kill(self) -> None:
        """End the engine at once; what is under way fails."""
        if self._engine is not None:
            self._engine.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the engine's end while the program closes."""
        return self._engine is None or self._engine.wait(milliseconds)

    def _on_said(self, message: AnyMessage) -> None:
        if isinstance(message, Hello):
            return
        if message.id is None:
            self.noise.emit(getattr(message, "text", repr(message)))
            return
        ask = self._asks.get(message.id)
        if ask is None:
            return
        if not isinstance(message, LAST):
            ask.news.emit(message)
            return
        del self._asks[message.id]
        if isinstance(message, Failed):
            ask.failed.emit(of_failure(message))
        else:
            ask.answered.emit(message)
        ask.deleteLater()

    def _on_ended(self, result: Outcome) -> None:
        engine, self._engine = self._engine, None
        if engine is not None:
            engine.deleteLater()
        asks, self._asks = list(self._asks.values()), {}
        for ask in asks:
            ask.failed.emit(result)
            ask.deleteLater()
        self._deaths.append(time.monotonic())
        often = len(self._deaths) == _DEATHS and self._deaths[-1] - self._deaths[0] < _DEATHS_WITHIN
        if not result.good and not often:
            self.warm_up()
