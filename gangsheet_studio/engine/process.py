"""The engine process: requests on stdin, messages on stdout, one request at a time.

The main thread works, since a nesting search can be interrupted nowhere else; a second one reads
stdin, so that `cancel` is taken at any moment and the end of stdin ends the engine.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

from gangsheet_studio import __version__
from gangsheet_studio.crash_report import write_report
from gangsheet_studio.engine.artwork import Artwork
from gangsheet_studio.engine.failure import failure, is_expected
from gangsheet_studio.engine.heartbeat import Heartbeat
from gangsheet_studio.engine.inbox import Inbox
from gangsheet_studio.engine.reporter import Reporter
from gangsheet_studio.engine.tracing_ahead import TracingAhead
from gangsheet_studio.engine.verbs import run
from gangsheet_studio.errors import CancelledError
from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.own_pipes import claim_pipes
from gangsheet_studio.protocol import (
    PROTOCOL,
    CancelRequest,
    Failed,
    Hello,
    ProtocolError,
    decode_request,
    encode,
)

if TYPE_CHECKING:
    import logging
    from types import FrameType

    from gangsheet_studio.protocol import AnyMessage, AnyRequest

LONGEST_LINE: Final = 64 << 20  # a job of 100,000 order lines takes 20 MB
_SECONDS_TO_END: Final = 10.0


def main() -> NoReturn:
    """Run until stdin closes, and exit 0: each request says itself how it ended."""
    requests, answers = claim_pipes()
    log = open_log()
    session = Session(answers, log)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if number := getattr(signal, name, None):
            signal.signal(number, session.on_signal)
    session.send(Hello(protocol=PROTOCOL, version=__version__, pid=os.getpid()))
    threading.Thread(target=session.listen, args=(requests,), name="stdin", daemon=True).start()
    threading.excepthook = lambda failed: _report(failed.exc_value, log)
    threading.Thread(target=_sweep, name="sweep", daemon=True).start()
    try:
        session.work()
    except BaseException as error:  # nothing is left that could answer
        _report(error, log)
        os._exit(1)
    close_log(log)
    sys.stderr.flush()
    os._exit(0)  # a file that is still being hashed for a cancelled request holds nobody up


def _sweep() -> None:
    """Free the disk of what dead runs left; the next run in a folder that was chosen sweeps that one."""
    from gangsheet_studio.engine.disk import scratch_parent
    from gangsheet_studio.engine.sweeping import sweep_scratch

    sweep_scratch(scratch_parent(None))


def _report(error: BaseException | None, log: logging.Logger) -> None:
    """Write down what nobody caught, where no request can be told."""
    if error is not None:
        log.error("ended unexpectedly", exc_info=error)
        write_report(error, "engine")


class Session:
    """One engine's requests, and what it remembers from one to the next."""

    def __init__(self, answers: BinaryIO, log: logging.Logger) -> None:
        self._answers = answers
        self._log = log
        self._artwork = Artwork(log)
        self._ahead = TracingAhead(self._artwork)
        self._inbox = Inbox()
        self._sending = threading.Lock()
        self._stopping = threading.Lock()
        self._ended = threading.Event()
        self._wakes: deque[None] = deque()  # interrupts of our own that the main thread has not seen yet

    def send(self, message: AnyMessage) -> None:
        """Write one line; a studio that is gone counts as the end of stdin. UnicodeEncodeError."""
        line = encode(message)
        with self._sending:
            try:
                self._answers.write(line)
                self._answers.flush()
            except (OSError, ValueError):
                self._inbox.close()

    def listen(self, requests: BinaryIO) -> None:
        """Read requests until stdin ends, then see to it that the engine does too."""
        while line := requests.readline(LONGEST_LINE):
            if line.endswith(b"\n"):
                self._receive(line)
            elif len(line) == LONGEST_LINE:
                self._refuse(f"not a request: the line is longer than {LONGEST_LINE} bytes")
                while line and not line.endswith(b"\n"):
                    line = requests.readline(LONGEST_LINE)
        self._end()

    def work(self) -> None:
        """Run requests until the inbox closes."""
        with self._artwork:
            while taken := self._inbox.take():
                self._answer(*taken)
        with self._stopping:  # what never ran is answered before the engine ends
            self._ended.set()

    def on_signal(self, number: int, _frame: FrameType | None) -> None:
        """End at a real signal; one of our own only wakes the main thread."""
        if number == signal.SIGINT and self._wakes:
            self._wakes.popleft()
        else:  # on a thread, since the main one may hold a lock right now
            threading.Thread(target=self._end, name="stop", daemon=True).start()

    def _receive(self, line: bytes) -> None:
        try:
            request = decode_request(line)
        except ProtocolError as error:
            self._refuse(str(error))
            return
        if isinstance(request, CancelRequest):
            running, waiting = self._inbox.cancel(request.id)
            if running:
                self._interrupt()
            elif waiting:
                self._never_ran(waiting)
        elif not self._inbox.put(request):
            self._refuse(f"not a request: id {request.id} is still in use")

    def _answer(self, request: AnyRequest, cancel: threading.Event) -> None:
        reporter = Reporter(self.send, self._log, request.id)
        self._ahead.stop()
        try:
            with Heartbeat(reporter):
                answer = run(request, reporter, cancel, self._artwork)
            reporter(answer)
            self._ahead.begin(request)
        except BaseException as error:  # a panic in a library is no Exception, and ends its request alone
            if not is_expected(error):
                self._log.exception("request %d ended unexpectedly", request.id)
            reporter(failure(error, reporter.saved))

    def _never_ran(self, request: AnyRequest) -> None:
        Reporter(self.send, self._log, request.id)(failure(CancelledError("Cancelled before it began.")))

    def _refuse(self, why: str) -> None:
        self._log.warning("%s", why)
        self.send(Failed(error="protocol", text=why, exit_code=2))

    def _end(self) -> None:
        """See to it that the engine ends, on a thread that nothing else waits for."""
        closing = threading.Thread(target=self._close, name="close", daemon=True)
        closing.start()  # it answers what never ran: where nobody reads answers, that takes for ever
        if not self._ended.wait(_SECONDS_TO_END):
            os._exit(1)  # the work does not stop, or nobody reads: better gone than hanging on

    def _close(self) -> None:
        with self._stopping:
            for request in self._inbox.close():
                self._never_ran(request)
        self._interrupt()

    def _interrupt(self) -> None:
        """Wake the main thread out of work that never looks at its cancel."""
        self._wakes.append(None)
        _thread.interrupt_main()
