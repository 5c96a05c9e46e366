"""The pictures that hardening is judged by: as it is, where it is soft, and as it would print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from gangsheet_studio.protocol import Thumbnail, ThumbnailsDone, ThumbnailsRequest
from gangsheet_studio.studio.engines.client import EngineClient

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.protocol import AnyMessage
    from gangsheet_studio.studio.engines.client import Ask
    from gangsheet_studio.studio.engines.outcome import Outcome

Kind = Literal["plain", "heat", "hard"]
SIDE: Final = 512
_PAUSE_MS: Final = 120  # a slider that moves asks for the place where it stops


class Pictures(QObject):
    """Draws one artwork file in an engine of its own; `drawn` carries a Kind and a QPixmap, `soft` the share.

    `failed` carries a sentence for staff.
    """

    drawn = Signal(str, QPixmap)
    soft = Signal(float)
    failed = Signal(str)

    def __init__(
        self, path: str, parent: QObject | None = None, *, command: Sequence[str] | None = None
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._client = EngineClient(self, command=command)
        self._wanted: list[tuple[Kind, float | None]] = [("plain", None), ("heat", None)]
        self._ask: Ask | None = None
        self._kind: Kind = "plain"
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._next)

    def harden(self, threshold: float) -> None:
        """Draw it as it prints when it is hardened at `threshold` (0 to 1)."""
        self._wanted = [each for each in self._wanted if each[0] != "hard"] + [("hard", threshold)]
        self._soon.start()

    def close(self) -> None:
        """Let the engine end."""
        self._wanted.clear()
        self._soon.stop()
        self._client.kill()
        self._client.wait(1_000)

    def _next(self) -> None:
        if self._ask is not None or not self._wanted:
            return
        self._kind, threshold = self._wanted.pop(0)
        heat = self._kind == "heat"
        self._ask = self._client.ask(
            lambda number: ThumbnailsRequest(
                id=number, paths=(self._path,), side=SIDE, harden=threshold, heat=heat
            )
        )
        self._ask.news.connect(self._on_news)
        self._ask.answered.connect(self._on_answered)
        self._ask.failed.connect(self._on_failed)

    def _on_news(self, message: AnyMessage) -> None:
        if not isinstance(message, Thumbnail):
            return
        size = message.width, message.height
        if len(message.pixels) == 4 * size[0] * size[1]:
            image = QImage(message.pixels, *size, 4 * size[0], QImage.Format.Format_RGBA8888)
            shown = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)  # a copy
            self.drawn.emit(self._kind, QPixmap.fromImage(shown))
        if self._kind == "plain":
            self.soft.emit(message.soft)

    def _on_answered(self, message: AnyMessage) -> None:
        problems = message.problems if isinstance(message, ThumbnailsDone) else ()
        for problem in problems[:1]:
            self.failed.emit(problem.message)
        self._ask = None
        self._next()

    def _on_failed(self, outcome: Outcome) -> None:
        self.failed.emit(outcome.text)
        self._ask = None
        self._next()
