"""What the window asks the warm engine: to read orders, one after the other, and to lay them out."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.model.arrange import is_complete
from gangsheet_studio.protocol import NestDone, NestRequest, OrdersDone, OrdersRequest, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.model.project import Project
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.client import Ask, EngineClient
    from gangsheet_studio.studio.engines.outcome import Outcome


class Question(QObject):
    """At most one request under way; one that is dropped is never heard of again.

    `progress` carries a Progress, `failed` an Outcome.
    """

    progress = Signal(object)
    failed = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._ask: Ask | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is outstanding."""
        return self._ask is not None

    def drop(self) -> None:
        """Cancel what is under way; nothing is heard of it any more."""
        if self._ask is not None:
            ask, self._ask = self._ask, None
            ask.disconnect(self)
            self._client.cancel(ask)

    def _take(self, ask: Ask) -> None:
        self._ask = ask
        ask.news.connect(self._on_news)
        ask.answered.connect(self._on_answered)
        ask.failed.connect(self._on_failed)

    def _on_news(self, message: AnyMessage) -> None:
        if isinstance(message, Progress):
            self.progress.emit(message)

    def _on_answered(self, message: AnyMessage) -> None:
        self._ask = None
        self._hear(message)

    def _on_failed(self, outcome: Outcome) -> None:
        self._ask = None
        self.failed.emit(outcome)

    def _hear(self, message: AnyMessage) -> None:
        raise NotImplementedError


class OrdersQuestion(Question):
    """Reads files, folders and artwork, each drop after the one before; `read` carries the Orders."""

    read = Signal(object)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(client, parent)
        self._waiting: deque[tuple[Sequence[str], Callable[[int], OrdersRequest]]] = deque()
        self.paths: Sequence[str] = ()
        """What is being read, or was read last."""

    def ask(self, paths: Sequence[str], designs: Sequence[str], unit: Unit) -> None:
        """Read `paths`; artwork is looked for beside them and in `designs`."""

        def make(number: int) -> OrdersRequest:
            return OrdersRequest(id=number, paths=tuple(paths), designs=tuple(designs), unit=unit)

        self._waiting.append((paths, make))
        self._next()

    def drop(self) -> None:
        """Cancel what is under way and what waits for it."""
        self._waiting.clear()
        super().drop()

    def _next(self) -> None:
        if self._waiting and not self.busy:
            self.paths, make = self._waiting.popleft()
            self._take(self._client.ask(make))

    def _on_failed(self, outcome: Outcome) -> None:
        super()._on_failed(outcome)
        self._next()

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, OrdersDone):
            self.read.emit(message.orders)
        self._next()


class LayoutQuestion(Question):
    """Lays order lines out, the newest question alone; `laid_out` carries the NestDone."""

    laid_out = Signal(object)

    def ask(self, project: Project, scratch: str) -> None:
        """Lay `project` out around what is locked, or look at the whole layout that is kept with it.

        `scratch` is the folder for scratch files, empty for the user's own.
        """
        self.drop()
        kept = project.layout
        whole = kept is not None and is_complete(kept, project.lines, project.roomy_film)
        self._take(
            self._client.ask(
                lambda number: NestRequest(
                    id=number,
                    lines=project.lines,
                    film=project.roomy_film,
                    nesting=project.roomy_nesting,
                    around=None if whole else kept,
                    layout=kept if whole else None,
                    memory=project.memory,
                    output=project.output,
                    name=project.name,
                    out=project.out or None,
                    scratch=scratch or None,
                )
            )
        )

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, NestDone):
            self.laid_out.emit(message)
