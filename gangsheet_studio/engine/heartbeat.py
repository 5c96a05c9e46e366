"""A sign of life while a request is answered: who hears nothing for long may take the engine for dead."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from types import TracebackType

    from gangsheet_studio.engine.reporter import Reporter

QUIET_SECONDS: Final = 4.0
"""Silence after which the reporter is told to repeat itself."""

_LOOK_SECONDS: Final = 0.5


class Heartbeat:
    """While entered, has `reporter` repeat its last progress wherever nothing was said for a while."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            self._reporter.repeat_after(QUIET_SECONDS)
