"""Small pictures of artwork, from an engine of their own: a slow or a bad file holds nothing else up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.protocol import Thumbnail, ThumbnailsRequest
from gangsheet_studio.studio.engine_client import EngineClient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engine_client import Ask
    from gangsheet_studio.studio.outcome import Outcome

_FEW: Final = 300
_LARGE_SIDE, _SMALL_SIDE = 256, 128
_BATCH: Final = 16


class ThumbnailFetcher(QObject):
    """Fetches each path once: `arrived` carries a Thumbnail; a batch whose engine dies is given up."""

    arrived = Signal(object)
    noise = Signal(str)

    def __init__(self, parent: QObject | None = None, *, command: Sequence[str] | None = None) -> None:
        super().__init__(parent)
        self._client = EngineClient(self, command=command)
        self._client.noise.connect(self.noise)
        self._wanted: dict[str, None] = {}
        self._asked: set[str] = set()
        self._ask: Ask | None = None

    def fetch(self, paths: Iterable[str]) -> None:
        """Want the pictures of `paths`, and no longer those that were wanted before."""
        self._wanted = dict.fromkeys(path for path in paths if path not in self._asked)
        self._next()

    def again(self, paths: Iterable[str]) -> None:
        """Forget that `paths` were fetched, since their files may have changed."""
        self._asked.difference_update(paths)

    def close(self) -> None:
        """Let the engine end."""
        self._wanted = {}
        self._client.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the engine's end while the program closes."""
        return self._client.wait(milliseconds)

    def _next(self) -> None:
        if self._ask is not None:
            return
        if not self._wanted:
            self._client.close()  # a warm engine that has nothing to draw holds memory for nothing
            return
        side = _LARGE_SIDE if len(self._asked) + len(self._wanted) <= _FEW else _SMALL_SIDE
        batch = list(self._wanted)[:_BATCH]
        for path in batch:
            del self._wanted[path]
        self._asked.update(batch)
        self._ask = self._client.ask(
            lambda number: ThumbnailsRequest(id=number, paths=tuple(batch), side=side)
        )
        self._ask.news.connect(self._on_news)
        self._ask.answered.connect(self._on_ended)
        self._ask.failed.connect(self._on_failed)

    def _on_news(self, message: AnyMessage) -> None:
        if isinstance(message, Thumbnail):
            self.arrived.emit(message)

    def _on_ended(self, _message: AnyMessage) -> None:
        self._ask = None
        self._next()

    def _on_failed(self, outcome: Outcome) -> None:
        self.noise.emit(f"thumbnails: {outcome.text}")
        self._on_ended(None)  # type: ignore[arg-type]  # nothing was answered
