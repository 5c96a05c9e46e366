"""What an engine says about one request: stamped with its id, paced, told in log lines, written down."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.engine.log_lines import log_lines
from gangsheet_studio.engine.pace import Pace
from gangsheet_studio.protocol import LAST, Failed, Finding, Log, Progress, SheetKept, SheetSaved

if TYPE_CHECKING:
    from collections.abc import Callable

    from gangsheet_studio.protocol import AnyMessage, Listener

_LEVELS = {
    "debug": logging.DEBUG,
    "note": logging.INFO,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


class Reporter:
    """A listener for any thread: each message goes to `send` whole and in order, and into the log.

    Nothing passes after the request's last message. `saved` are the sheets that are finished by now.
    """

    def __init__(
        self,
        send: Listener,
        log: logging.Logger,
        request: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._log = log
        self._request = request
        self._clock = clock
        self._spoke = clock()
        self._progress = Progress(phase="idle", fraction=0.0, text="Working")
        self._pace = Pace(clock)
        self._lock = threading.Lock()
        self._ended = False
        self._saved: list[str] = []

    @property
    def saved(self) -> tuple[str, ...]:
        """Sheets that have their final name."""
        return tuple(self._saved)

    def __call__(self, message: AnyMessage) -> None:
        """Report `message`."""
        with self._lock:
            if self._ended:
                return
            if isinstance(message, Progress):
                self._progress = message
                for progress in self._pace.offer(message):
                    self._pass(progress)
                return
            last = isinstance(message, LAST)
            for progress in self._pace.last() if last else self._pace.due():
                self._pass(progress)
            if isinstance(message, SheetSaved | SheetKept):
                self._saved.append(message.file)
            self._write_down(message)
            self._pass(message)
            self._ended = last  # not before it passed: what can't be encoded is answered by `failed`
            for line in log_lines(message):
                self._write_down(line)
                self._pass(line)

    def repeat_after(self, seconds: float) -> None:
        """Say the last progress once more, if nothing was said for so long and the request goes on."""
        with self._lock:
            if not self._ended and self._clock() - self._spoke >= seconds:
                for progress in self._pace.offer(self._progress):
                    self._pass(progress)

    def _pass(self, message: AnyMessage) -> None:
        self._spoke = self._clock()
        self._send(msgspec.structs.replace(message, id=self._request))

    def _write_down(self, message: AnyMessage) -> None:
        match message:
            case Log(level=level, text=text):
                self._log.log(_LEVELS[level], "%s", text)
            case Finding(problem=problem):
                self._log.log(_LEVELS[problem.severity], "%s: %s", problem.id, problem.message)
            case Failed(error=error, text=text):
                self._log.error("%s: %s", error, text)
