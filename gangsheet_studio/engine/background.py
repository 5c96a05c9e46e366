"""Work on many files, two at a time, by threads that nobody waits for once it is cancelled."""

from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from msgspec import Struct

from gangsheet_studio.errors import stop_if

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

_K = TypeVar("_K")
_T = TypeVar("_T")
_WORKERS: Final = 2
_LOOK_AT_CANCEL: Final = 0.05


class _Broken(Struct, frozen=True):
    """What a worker raised, to be raised again where the results are gathered."""

    error: BaseException


class _Done(Struct, Generic[_T], frozen=True):
    result: _T


def as_ready(
    files: Sequence[_K], work: Callable[[_K], _T], cancel: threading.Event
) -> Generator[tuple[_K, _T], None, None]:
    """Yield each of `files`, however they are told, with what `work` makes of it, the first done first.

    CancelledError within a moment once `cancel` is set. Close it: what is under way is then left to itself.
    """
    todo: queue.SimpleQueue[_K] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[_K, _Done[_T] | _Broken]] = queue.SimpleQueue()
    for file in files:
        todo.put(file)
    given_up = threading.Event()

    def run() -> None:
        while not given_up.is_set():
            try:
                file = todo.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put((file, _Done(work(file))))
            except BaseException as error:  # raised again by the one who gathers
                finished.put((file, _Broken(error)))

    for _ in range(min(_WORKERS, len(files))):
        # a daemon: a file that is being read when the request is cancelled holds nobody up
        threading.Thread(target=run, name="files", daemon=True).start()
    try:
        for _ in files:
            file, outcome = _next(finished, cancel)
            if isinstance(outcome, _Broken):
                raise outcome.error
            yield file, outcome.result
    finally:
        given_up.set()


def _next(
    finished: queue.SimpleQueue[tuple[_K, _Done[_T] | _Broken]], cancel: threading.Event
) -> tuple[_K, _Done[_T] | _Broken]:
    while True:
        stop_if(cancel)
        try:
            return finished.get(timeout=_LOOK_AT_CANCEL)
        except queue.Empty:
            continue
