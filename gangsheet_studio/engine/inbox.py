"""Requests that wait for the engine, and the one that runs: filled by one thread, emptied by another."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gangsheet_studio.protocol import AnyRequest

# Windows runs signal handlers only between waits of the main thread
_LOOK_AT_SIGNALS: Final = 0.5


class Inbox:
    """A queue whose requests can be cancelled by id, waiting or running."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[AnyRequest] = deque()
        self._running: int | None = None
        self._cancel = threading.Event()
        self._closed = False

    def put(self, request: AnyRequest) -> bool:
        """Queue `request`; False if its id is still in use or the inbox is closed."""
        with self._changed:
            used = {self._running, *(waiting.id for waiting in self._waiting)}
            if self._closed or request.id in used:
                return False
            self._waiting.append(request)
            self._changed.notify()
            return True

    def take(self) -> tuple[AnyRequest, threading.Event] | None:
        """Wait for a request and return it with its cancel; None once the inbox is closed."""
        with self._changed:
            self._running = None
            while not self._waiting and not self._closed:
                self._changed.wait(_LOOK_AT_SIGNALS)
            if self._closed:
                return None
            request = self._waiting.popleft()
            self._running, self._cancel = request.id, threading.Event()
            return request, self._cancel

    def cancel(self, request: int) -> tuple[bool, AnyRequest | None]:
        """Cancel by id; return whether it runs, and the request if it was still waiting."""
        with self._changed:
            if request == self._running:
                self._cancel.set()
                return True, None
            for waiting in self._waiting:
                if waiting.id == request:
                    self._waiting.remove(waiting)
                    return False, waiting
            return False, None

    def close(self) -> tuple[AnyRequest, ...]:
        """Cancel what runs, take nothing more in, and return the requests that never ran."""
        with self._changed:
            self._closed = True
            self._cancel.set()
            never_ran = tuple(self._waiting)
            self._waiting.clear()
            self._changed.notify()
            return never_ran
