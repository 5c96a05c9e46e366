"""One engine process: lines in, messages out, and exactly one word on how it ended."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QProcess, Qt, QTimer, Signal

from gangsheet_studio.own_command import own_command
from gangsheet_studio.protocol import (
    LAST,
    PROTOCOL,
    CancelRequest,
    Hello,
    ProtocolError,
    decode_message,
    encode,
)
from gangsheet_studio.studio.engines.outcome import outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.protocol import AnyMessage, AnyRequest
    from gangsheet_studio.studio.engines.outcome import Outcome

SILENCE_SECONDS: Final = 20.0
_SLICE_SECONDS: Final = 0.008  # of the event loop, before windows get their turn
_TICK_MS: Final = 500
_ASLEEP_SECONDS: Final = 5.0  # a tick this late: the machine slept, and the engine with it
_SIGKILL: Final = 9
_LONGEST_NOISE: Final = 300
_LONGEST_LINE: Final = 128 * 1024 * 1024  # some 500,000 copies; beyond it is no message


class EngineProcess(QObject):
    """Starts an engine and speaks with it; `ended` comes once, after everything that was said.

    `said` carries each message, `noise` each line that is none, stderr's included. An engine that owes
    an answer and says nothing for `silence` seconds is taken for hung and killed, and so is one that was
    stopped and has not ended by then.
    """

    said = Signal(object)
    noise = Signal(str)
    ended = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._command = list(command or own_command("engine"))
        self._silence = silence
        self._buffer = bytearray()
        self._searched = 0
        self._greeted = False
        self._owing: set[int] = set()
        self._verdict: Outcome | None = None
        self._exit: tuple[int, QProcess.ExitStatus] | None = None
        self._over = False
        self._heard = self._ticked = time.monotonic()
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self._collect)
        self._process.readyReadStandardError.connect(self._collect_errors)
        # never within `start`, as Windows would: nobody listens yet
        self._process.errorOccurred.connect(self._on_error, Qt.ConnectionType.QueuedConnection)
        self._process.finished.connect(self._on_finished)
        self._watch = QTimer(self)
        self._watch.setInterval(_TICK_MS)
        self._watch.timeout.connect(self._look)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._deliver)

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return not self._over and self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def over(self) -> bool:
        """Whether it has ended, and `ended` has said how."""
        return self._over

    @property
    def pid(self) -> int:
        """The system's number of the process, 0 while there is none."""
        return int(self._process.processId())

    def start(self) -> None:
        """Start it; `ended` says if that is impossible."""
        self._heard = self._ticked = time.monotonic()
        self._watch.start()
        self._process.start(self._command[0], self._command[1:])

    def send(self, request: AnyRequest) -> None:
        """Write a request; it owes an answer from now on, unless it is a cancel."""
        if not isinstance(request, CancelRequest):
            if not self._owing:
                self._heard = time.monotonic()
            self._owing.add(request.id)
        self._process.write(encode(request))

    def stop(self) -> None:
        """Let it end: what runs is cancelled."""
        if self._verdict is None:
            self._verdict = outcome("stopped")
        self._process.closeWriteChannel()
        QTimer.singleShot(round(self._silence * 1000), self, self._process.kill)

    def kill(self) -> None:
        """End it at once."""
        if self._verdict is None:
            self._verdict = outcome("stopped")
        self._process.kill()

    def wait(self, milliseconds: int) -> bool:
        """Wait for its end while the program closes; True if it has ended."""
        ended = self._process.state() == QProcess.ProcessState.NotRunning
        return ended or self._process.waitForFinished(milliseconds)

    def _collect(self) -> None:
        self._buffer += self._process.readAllStandardOutput().data()
        if not self._rest.isActive():
            self._deliver()

    def _deliver(self) -> None:
        """Pass on whole lines for a slice of time; the rest follows when windows had their turn."""
        until = time.monotonic() + _SLICE_SECONDS
        while not self._over and (end := self._buffer.find(b"\n", self._searched)) >= 0:
            line = bytes(self._buffer[:end])
            del self._buffer[: end + 1]
            self._searched = 0
            self._hear(line)
            if time.monotonic() > until:
                self._rest.start(0)
                return
        self._searched = len(self._buffer)
        if self._searched > _LONGEST_LINE:
            self._buffer.clear()
            self._searched = 0
            self._give_up(outcome("unexpected", "The engine sent a line without an end and was ended."))
        if self._exit is not None:
            self._conclude(*self._exit)

    def _hear(self, line: bytes) -> None:
        try:
            message = decode_message(line)
        except ProtocolError as error:
            self.noise.emit(f"{error}: {_readable(line)}")
            if not self._greeted:
                self._give_up(outcome("wrong-version", "The engine answers, but not in our language."))
            return
        self._heard = time.monotonic()
        if not self._greeted:
            self._greet(message)
        else:
            if isinstance(message, LAST) and message.id is not None:
                self._owing.discard(message.id)
            self.said.emit(message)

    def _greet(self, message: AnyMessage) -> None:
        if isinstance(message, Hello) and message.protocol == PROTOCOL:
            self._greeted = True
            self.said.emit(message)
            return
        spoken = f"version {message.protocol}" if isinstance(message, Hello) else "no version"
        text = f"The engine speaks {spoken} of the protocol, this window version {PROTOCOL}."
        self._give_up(outcome("wrong-version", text))

    def _collect_errors(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        for line in filter(None, map(str.rstrip, text.splitlines())):
            self.noise.emit(line[:_LONGEST_NOISE])

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._ticked > _ASLEEP_SECONDS:
            self._heard = now
        self._ticked = now
        waiting = bool(self._owing) or not self._greeted
        if waiting and not self._rest.isActive() and now - self._heard > self._silence:
            text = f"The engine has not said anything for {self._silence:.0f} seconds and was ended."
            self._give_up(outcome("hung", text))

    def _give_up(self, verdict: Outcome) -> None:
        if self._verdict is None:
            self._verdict = verdict
        self._process.kill()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            text = f"The engine could not be started: {self._process.errorString()}."
            self._end(outcome("could-not-start", text))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._collect_errors()
        self._exit = code, status
        self._collect()

    def _conclude(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._buffer:
            self.noise.emit(f"the engine's last line was cut off: {_readable(bytes(self._buffer))}")
        if self._verdict is not None:
            self._end(self._verdict)
        elif status == QProcess.ExitStatus.CrashExit:
            killed = code == _SIGKILL and sys.platform != "win32"
            how = "was ended by the system or by somebody" if killed else f"crashed (code {code})"
            self._end(outcome("killed" if killed else "crashed", f"The engine {how}."))
        else:
            self._end(outcome("left", f"The engine ended by itself, with exit code {code}."))

    def _end(self, result: Outcome) -> None:
        if not self._over:
            self._over = True
            self._watch.stop()
            self.ended.emit(result)


def _readable(line: bytes) -> str:
    return line[:_LONGEST_NOISE].decode(errors="backslashreplace")
