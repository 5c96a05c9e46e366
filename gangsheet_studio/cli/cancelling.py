"""Ctrl+C and its like: the work stops where it can stop cleanly, and the program ends in any case."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gangsheet_studio.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # a closed terminal is a SIGHUP
_SECONDS_TO_END: Final = 10.0


@contextmanager
def cancelled_by_signals(cancel: threading.Event) -> Iterator[None]:
    """Let Ctrl+C and its like set `cancel`, however often: pressing twice must leave no half file either.

    Work that goes on all the same, since nobody reads what it says or a drive does not answer, ends with the
    process; the next start sweeps what it leaves.
    """
    asked, over = threading.Event(), threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        cancel.set()
        asked.set()

    def end() -> None:
        asked.wait()
        if not over.wait(_SECONDS_TO_END):
            os._exit(CancelledError.exit_code)

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.signal(number, on_signal) for number in numbers}
    threading.Thread(target=end, name="end", daemon=True).start()
    try:
        yield
    finally:
        over.set()
        asked.set()
        for number, handler in before.items():
            signal.signal(number, handler)
