"""One decoder process, seen from the engine: tasks in, replies out, until it is lost."""

from __future__ import annotations

import contextlib
import itertools
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, Final

from gangsheet_studio.decoder.tasks import Answer, Ask, Failure, Leave, Ready, next_reply, send
from gangsheet_studio.errors import CancelledError, stop_if
from gangsheet_studio.memory.usage import peak_rss

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.decoder.tasks import AnyTask

_LOOK_SECONDS: Final = 0.05
_TO_LEAVE_SECONDS: Final = 0.3  # for a task that nobody waits for: what does not hear by then is ended
_ASLEEP_SECONDS: Final = 1.0  # between two looks: the machine slept, and the decoder with it
_LAST_LINES: Final = 40


def _creation_flags() -> int:
    """Return what gives it no console window on Windows, and no Ctrl+C that is the engine's to hear."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


class LostError(Exception):
    """The process ended with the task under way; the text is what it said last.

    `killed` is whether somebody ended it who gave it no say: the system does where memory runs out.
    `ready` is whether it had begun to work.
    """

    def __init__(self, said: str, *, killed: bool, ready: bool) -> None:
        super().__init__(said)
        self.killed = killed
        self.ready = ready


class SlowError(Exception):
    """The task took longer than it may, and the process was ended."""


class Child:
    """A process and the tasks it works on; any number of threads may ask."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=_creation_flags(),
        )
        self._sending = threading.Lock()
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._replies: dict[int, Answer | Failure | None] = {}
        self._ready = self._lost = False
        self._peak = 0
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._threads = [
            threading.Thread(target=target, args=(pipe,), name=name, daemon=True)
            for target, pipe, name in (
                (self._read, self._process.stdout, "decoder"),
                (self._read_noise, self._process.stderr, "decoder-noise"),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def lost(self) -> bool:
        """Whether it is of no more use."""
        return self._lost or self._process.poll() is not None

    @property
    def pid(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    @property
    def peak(self) -> int:
        """The most bytes of memory it ever held, as far as it could be seen."""
        if not self.lost:
            self._peak = max(self._peak, peak_rss(self.pid))
        return self._peak

    def ask(self, task: AnyTask, seconds: float, cancel: threading.Event | None) -> Answer | Failure:
        """Wait for the reply to `task`. LostError, SlowError, CancelledError."""
        number = next(self._numbers)
        with self._changed:
            self._replies[number] = None
        try:
            self._say(Ask(number, task))
            return self._wait(number, seconds, cancel)
        except CancelledError:
            self._leave(number)
            raise
        finally:
            with self._changed:
                self._replies.pop(number, None)

    def close(self) -> None:
        """End the process: what it works on is lost."""
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with contextlib.suppress(OSError):  # what it never read can't be flushed
                pipe.close()  # type: ignore[union-attr]

    def _wait(self, number: int, seconds: float, cancel: threading.Event | None) -> Answer | Failure:
        left, looked = seconds, time.monotonic()
        while True:
            if cancel is not None:
                stop_if(cancel)
            with self._changed:
                if reply := self._replies[number]:
                    return reply
                if self._lost:
                    raise self._lost_error()
                self._changed.wait(_LOOK_SECONDS)
            now = time.monotonic()
            left -= min(now - looked, _ASLEEP_SECONDS)
            looked = now
            if left <= 0:
                self._process.kill()
                raise SlowError

    def _leave(self, number: int) -> None:
        """Say that nobody waits for `number`, and end the process if it can't hear that."""
        with contextlib.suppress(LostError):
            self._say(Leave(number))
        with self._changed:
            if not self._changed.wait_for(lambda: self._lost or self._replies[number], _TO_LEAVE_SECONDS):
                self._process.kill()

    def _lost_error(self) -> LostError:
        killed = sys.platform != "win32" and self._process.wait() == -signal.SIGKILL
        return LostError("\n".join(self._last_lines), killed=killed, ready=self._ready)

    def _say(self, call: Ask | Leave) -> None:
        with self._sending:
            try:
                send(self._process.stdin, call)  # type: ignore[arg-type]
            except UnicodeEncodeError:  # before anything is written
                raise
            except (OSError, ValueError) as error:
                raise self._lost_error() from error
            except BaseException:  # after half a message, nothing that follows would be understood
                self._process.kill()
                raise

    def _read(self, pipe: BinaryIO) -> None:
        while (reply := next_reply(pipe)) is not None:
            with self._changed:
                self._peak = max(self._peak, reply.peak)
                if isinstance(reply, Ready):
                    self._ready = True
                elif reply.number in self._replies:
                    self._replies[reply.number] = reply
                self._changed.notify_all()
        with self._changed:
            self._lost = True
            self._changed.notify_all()

    def _read_noise(self, pipe: BinaryIO) -> None:
        for line in pipe:
            self._last_lines.append(line.decode(errors="backslashreplace").rstrip())
