"""Stopping within a second, also where the work at hand never looks at `cancel`."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gangsheet_studio.errors import CancelledError, stop_if

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


@contextmanager
def interruptible(cancel: threading.Event) -> Iterator[None]:
    """Within, SIGINT or `_thread.interrupt_main` raises CancelledError once `cancel` is set.

    For pure work alone: reading orders, nesting. What writes or holds a lock looks at `cancel` itself.
    Outside the main thread, where no signal is handled, it looks only before the work and after it.
    """
    stop_if(cancel)
    if threading.current_thread() is not threading.main_thread():
        yield
        stop_if(cancel)
        return
    armed = True
    outer = signal.getsignal(signal.SIGINT)

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal armed
        if callable(outer):
            outer(number, frame)
        if armed and cancel.is_set():
            armed = False  # once: should it strike while the outer handler is put back, it stays harmless
            raise CancelledError("Cancelled.")

    signal.signal(signal.SIGINT, stop)
    try:
        stop_if(cancel)  # it may have been set just before the handler was there
        yield
        stop_if(cancel)
    finally:
        signal.signal(signal.SIGINT, outer)
