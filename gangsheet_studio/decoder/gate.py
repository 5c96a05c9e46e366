"""Who may use the decoder process at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gangsheet_studio.errors import stop_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LOOK_SECONDS: Final = 0.05


class Gate:
    """Lets tasks work side by side, or one that is under suspicion alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = self._suspects = 0

    @contextmanager
    def beside_others(self, cancel: threading.Event | None) -> Iterator[None]:
        """Work while no task is alone; CancelledError once `cancel` is set."""
        with self._inside_once(lambda: not self._suspects, cancel):
            yield

    @contextmanager
    def alone(self, cancel: threading.Event | None) -> Iterator[None]:
        """Work while no other task does; CancelledError once `cancel` is set."""
        with self._changed:
            self._suspects += 1
        try:
            with self._inside_once(lambda: not self._inside, cancel):
                yield
        finally:
            with self._changed:
                self._suspects -= 1
                self._changed.notify_all()

    @contextmanager
    def _inside_once(self, may: Callable[[], bool], cancel: threading.Event | None) -> Iterator[None]:
        with self._changed:
            while not self._changed.wait_for(may, _LOOK_SECONDS):
                if cancel is not None:
                    stop_if(cancel)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()
