"""Small pictures of artwork, from an engine of their own: a slow or a bad file holds nothing else up."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import Thumbnail, ThumbnailsDone, ThumbnailsRequest
from gangsheet_studio.studio.engines.client import EngineClient

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.client import Ask
    from gangsheet_studio.studio.engines.outcome import Outcome

_FEW: Final = 300
_LARGE_SIDE, _SMALL_SIDE = 256, 128
_BATCH: Final = 16
_FELL_OVER: Final = ("crashed", "killed", "hung")


class ThumbnailFetcher(QObject):
    """Fetches each path once, and anew when its content is another: `arrived` carries a Thumbnail.

    `problems` says by path why there is no picture. Where an engine dies over several files, each is
    tried alone, so that the bad one is known and the others have their pictures.
    """

    arrived = Signal(object)
    problemsChanged = Signal()  # noqa: N815 - Qt's way
    noise = Signal(str)

    def __init__(self, parent: QObject | None = None, *, command: Sequence[str] | None = None) -> None:
        super().__init__(parent)
        self._client = EngineClient(self, command=command)
        self._client.noise.connect(self.noise)
        self._wanted: dict[str, None] = {}
        self._drawn: dict[str, str] = {}  # the content's key that each answered path had, if known
        self._keys: Mapping[str, str] = {}
        self._batch: tuple[str, ...] = ()
        self._alone: set[str] = set()
        self._problems: dict[str, Problem] = {}
        self._ask: Ask | None = None
        self._closed = False

    @property
    def problems(self) -> Mapping[str, Problem]:
        """Why a path has no picture, for each that has none and never will."""
        return self._problems

    def key_of(self, path: str) -> str:
        """Return the key of what was drawn of `path`, an empty string where nothing was."""
        return self._drawn.get(path, "")

    def fetch(self, paths: Iterable[str]) -> None:
        """Want the pictures of `paths`, and no longer those that were wanted before."""
        self._wanted = dict.fromkeys(
            path for path in paths if path not in self._drawn and path not in self._batch
        )
        self._next()

    def keep_up(self, paths: Iterable[str], keys: Mapping[str, str]) -> None:
        """Want the pictures of `paths`: those not drawn yet, and those that have another key by now."""
        self._keys = keys
        for path, key in keys.items():
            if self._drawn.get(path, key) != key:
                del self._drawn[path]
        self.fetch(paths)

    def close(self) -> None:
        """Let the engine end."""
        self._closed = True
        self._client.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for the engine's end while the program closes."""
        return self._client.wait(milliseconds)

    def _next(self) -> None:
        if self._ask is not None or self._closed:
            return
        if not self._wanted:
            self._client.close()  # a warm engine that has nothing to draw holds memory for nothing
            return
        side = _LARGE_SIDE if len(self._drawn) + len(self._wanted) <= _FEW else _SMALL_SIDE
        batch = list(self._wanted)[:_BATCH]
        if batch[0] in self._alone:
            batch = batch[:1]
        for path in batch:
            del self._wanted[path]
        self._batch = tuple(batch)
        self._ask = self._client.ask(
            lambda number: ThumbnailsRequest(id=number, paths=tuple(batch), side=side)
        )
        self._ask.news.connect(self._on_news)
        self._ask.answered.connect(self._on_answered)
        self._ask.failed.connect(self._on_failed)

    def _on_news(self, message: AnyMessage) -> None:
        if isinstance(message, Thumbnail):
            self._drawn[message.path] = message.key
            self.arrived.emit(message)

    def _on_answered(self, message: AnyMessage) -> None:
        found = message.problems if isinstance(message, ThumbnailsDone) else ()
        self._end({problem.file: problem for problem in found if problem.file})

    def _on_failed(self, outcome: Outcome) -> None:
        self.noise.emit(f"thumbnails: {outcome.text}")
        rest = [path for path in self._batch if path not in self._drawn]
        if outcome.kind not in _FELL_OVER:
            self._end({})
        elif len(self._batch) == 1:
            self._end({path: _fell_over(path) for path in rest})
        else:
            self._alone.update(rest)
            self._wanted = dict.fromkeys(rest) | self._wanted
            self._batch = ()
            self._end({})

    def _end(self, found: dict[str, Problem]) -> None:
        """Take note of what became of the batch, and go on."""
        before = dict(self._problems)
        for path in self._batch:
            self._drawn.setdefault(path, self._keys.get(path, ""))
            self._problems.pop(path, None)
        self._problems.update(found)
        self._batch, self._ask = (), None
        if self._problems != before:
            self.problemsChanged.emit()
        self._next()


def _fell_over(path: str) -> Problem:
    return Problem(
        id="thumbnail.fell-over",
        severity="warning",
        message=(
            f"“{PurePath(path).name}” could not be drawn small: the engine stopped at it, and may stop at it "
            "when the sheets are made. Export it again."
        ),
        file=path,
    )
