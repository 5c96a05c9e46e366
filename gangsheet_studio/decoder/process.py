"""The decoder process: tasks on stdin, answers on stdout, a few side by side; it ends with its stdin."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import threading
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn

from gangsheet_studio.decoder.tasks import Answer, Ask, Failure, Ready, next_call, send
from gangsheet_studio.decoder.work import work
from gangsheet_studio.errors import CancelledError, RefusedInputError
from gangsheet_studio.memory.release import settle_heap, trim
from gangsheet_studio.memory.usage import peak_rss
from gangsheet_studio.own_pipes import claim_pipes

if TYPE_CHECKING:
    from gangsheet_studio.decoder.tasks import AnyReply, AnyTask

_THREADS: Final = 4  # more than anybody asks for at once


def main() -> NoReturn:
    """Serve until stdin closes, which it also does when the engine is killed."""
    calls, replies = claim_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the engine's to hear
    faulthandler.enable(sys.stderr)
    settle_heap()
    send(replies, Ready(peak_rss()))
    Service(replies).listen(calls)
    os._exit(0)  # whoever still decodes does so for nobody


class Service:
    """Tasks under way, each on a thread of its own."""

    def __init__(self, replies: BinaryIO) -> None:
        self._replies = replies
        self._sending = threading.Lock()
        self._cancels: dict[int, threading.Event] = {}
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="decode")

    def listen(self, calls: BinaryIO) -> None:
        """Take calls until there are no more."""
        while call := next_call(calls):
            if isinstance(call, Ask):
                cancel = self._cancels[call.number] = threading.Event()
                serving = self._pool.submit(self._serve, call.number, call.task, cancel)
                serving.add_done_callback(_end_on_fault)
            elif cancelled := self._cancels.get(call.number):
                cancelled.set()

    def _serve(self, number: int, task: AnyTask, cancel: threading.Event) -> None:
        reply = self._answer(number, task, cancel)
        del self._cancels[number]
        if not self._cancels:
            trim()  # nobody needs the heap's holes now
        with self._sending:
            try:
                send(self._replies, reply)
            except (OSError, ValueError):
                os._exit(0)  # the engine is gone

    def _answer(self, number: int, task: AnyTask, cancel: threading.Event) -> AnyReply:
        try:
            return Answer(number, work(task, cancel), peak_rss())
        except BaseException as error:  # a panic in a library is no Exception, and costs this task alone
            return _failure(number, error)


def _end_on_fault(served: Future[None]) -> None:
    """End the process where a task got no answer: whoever waits for it would wait in vain."""
    if error := served.exception():
        traceback.print_exception(error)
        sys.stderr.flush()
        os._exit(1)


def _failure(number: int, error: BaseException) -> Failure:
    failed = partial(Failure, number=number, peak=peak_rss())
    match error:
        case RefusedInputError():
            return failed(why="refused", text=str(error), problems=error.problems)
        case CancelledError():
            return failed(why="cancelled", text=str(error))
        case MemoryError():
            return failed(why="memory", text="")
        case OSError():
            file = str(error.filename) if error.filename else None
            return failed(why="system", text=error.strerror or str(error), code=error.errno, file=file)
        case _:
            return failed(why="unexpected", text="".join(traceback.format_exception(error)))
