"""Requests and their answers over an engine that is started when needed and replaced when it dies."""

from __future__ import annotations

import itertools
import time
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.protocol import LAST, CancelRequest, Failed, Hello, Outlined
from gangsheet_studio.studio.engines.outcome import of_failure
from gangsheet_studio.studio.engines.process import SILENCE_SECONDS, EngineProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.protocol import AnyMessage, AnyRequest
    from gangsheet_studio.studio.engines.outcome import Outcome

_DEATHS, _DEATHS_WITHIN = 3, 30.0


class Ask(QObject):
    """A request under way: `news` on its way, then either `answered` or `failed`, once."""

    news = Signal(object)
    answered = Signal(object)
    failed = Signal(object)

    def __init__(
        self, request: AnyRequest, engine: EngineProcess, parent: QObject, *, gives_way: bool = False
    ) -> None:
        super().__init__(parent)
        self.request, self.engine, self.gives_way = request, engine, gives_way


class EngineClient(QObject):
    """Asks an engine; `noise` are lines for the log that are no message.

    `outlined` carries what a design prints of its box, whoever asked: it is so for all.
    """

    noise = Signal(str)
    outlined = Signal(object)

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
        self._leaving: list[EngineProcess] = []
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
        self._warm_engine()

    def ask(self, make: Callable[[int], AnyRequest], *, gives_way: bool = False) -> Ask:
        """Send the request that `make` builds around an id of ours.

        One that `gives_way` is cancelled when the next is asked: an engine answers one at a time.
        """
        request = make(next(self._ids))
        engine = self._warm_engine()
        for other in self._asks.values():
            if other.gives_way:
                self.cancel(other)
        ask = Ask(request, engine, self, gives_way=gives_way)
        self._asks[request.id] = ask
        engine.send(request)
        return ask

    def cancel(self, ask: Ask) -> None:
        """Stop a request; it fails with the outcome `cancelled` soon."""
        if ask.request.id in self._asks:
            ask.engine.send(CancelRequest(id=ask.request.id))

    def close(self) -> None:
        """Let the engine end; whoever asks from now on asks another one."""
        if self._engine is not None:
            self._leaving.append(self._engine)
            self._engine.stop()
            self._engine = None

    def kill(self) -> None:
        """End the engine at once; what is under way fails."""
        for engine in self._engines():
            engine.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the engine's end while the program closes."""
        return all(engine.wait(milliseconds) for engine in self._engines())

    def _warm_engine(self) -> EngineProcess:
        if self._engine is None:
            engine = EngineProcess(self, command=self._command, silence=self._silence)
            engine.said.connect(self._on_said)
            engine.noise.connect(self.noise)
            engine.ended.connect(self._on_ended)
            self._engine = engine
            engine.start()
        return self._engine

    def _engines(self) -> list[EngineProcess]:
        return [*self._leaving, *([self._engine] if self._engine else [])]

    def _on_said(self, message: AnyMessage) -> None:
        if isinstance(message, Hello):
            return
        if message.id is None:
            self.noise.emit(getattr(message, "text", repr(message)))
            return
        if isinstance(message, Outlined):
            self.outlined.emit(message)
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
        engine = next(engine for engine in self._engines() if engine.over)
        if engine is self._engine:
            self._engine = None
        else:
            self._leaving.remove(engine)
        engine.deleteLater()
        for ask in [ask for ask in self._asks.values() if ask.engine is engine]:
            del self._asks[ask.request.id]
            ask.failed.emit(result)
            ask.deleteLater()
        self._deaths.append(time.monotonic())
        often = len(self._deaths) == _DEATHS and self._deaths[-1] - self._deaths[0] < _DEATHS_WITHIN
        if not result.good and not often:
            self.warm_up()
