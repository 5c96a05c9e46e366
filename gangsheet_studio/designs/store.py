"""Designs staged ahead of need and freed at count zero."""

from __future__ import annotations

import threading
import traceback
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from gangsheet_studio.errors import CancelledError, stop_if

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType


class Kept(Protocol):
    """What staging a design leaves."""

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""

    @property
    def scratch_bytes(self) -> int:
        """What it holds on disk."""

    def close(self) -> None:
        """Give both back."""


K = TypeVar("K", bound=Kept)


class DesignStore(Generic[K]):
    """Stages designs 0 to n-1 in that order, which is the order they are first needed in.

    `counts` says how many copies each has to serve; `stage(index, keep)` makes one, with at most `keep`
    bytes in memory. `workers()` threads work side by side and are at most `ahead()` designs before the
    last one that was taken; both are asked each time, so that they may shrink in the middle of a job.
    """

    def __init__(
        self,
        counts: Sequence[int],
        stage: Callable[[int, int], K],
        *,
        threads: int,
        workers: Callable[[], int],
        ahead: Callable[[], int],
        keep: Callable[[], int],
        cancel: threading.Event,
    ) -> None:
        self._counts = list(counts)
        self._stage = stage
        self._workers, self._ahead, self._keep = workers, ahead, keep
        self._cancel = cancel
        self._changed = threading.Condition()
        self._kept: dict[int, K] = {}
        self._errors: dict[int, BaseException] = {}
        self._next = self._busy = 0
        self._wanted = -1
        self._closed = self._paused = False
        self._threads = [
            threading.Thread(target=self._work, name=f"stage-{n}", daemon=True) for n in range(threads)
        ]

    def __enter__(self) -> DesignStore[K]:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop staging and free everything, however the job ended."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if error is not None:
            self._cancel.set()
        for thread in self._threads:
            thread.join()
        with self._changed, ExitStack() as stack:  # each is closed, also when closing another fails
            for kept in self._kept.values():
                stack.callback(kept.close)
            self._kept.clear()

    def take(self, index: int) -> K:
        """Return a design, once it is staged. Raises what staging it raised, or CancelledError.

        LookupError for one that was given back for the last time.
        """
        with self._changed:
            if self._counts[index] < 1:
                raise LookupError(f"design {index} is freed")
            self._wanted = max(self._wanted, index)
            self._changed.notify_all()
            while index not in self._kept and index not in self._errors:
                stop_if(self._cancel)
                self._changed.wait(0.1)
            if index in self._errors:
                raise self._errors[index]
            return self._kept[index]

    def give_back(self, index: int) -> bool:
        """Count one copy as painted; True when it was the last and the design is freed."""
        with self._changed:
            self._counts[index] -= 1
            if self._counts[index]:
                return False
            kept = self._kept.pop(index)
            self._changed.notify_all()
        kept.close()
        return True

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Start staging nothing new meanwhile."""
        with self._changed:
            self._paused = True
        try:
            yield
        finally:
            with self._changed:
                self._paused = False
                self._changed.notify_all()

    def settle(self) -> None:
        """Wait until nothing is being staged; only of use while paused. CancelledError."""
        with self._changed:
            while self._busy:
                stop_if(self._cancel)
                self._changed.wait(0.1)  # a wait without end would not let Ctrl+C in on Windows

    @property
    def held(self) -> int:
        """Designs that are staged now."""
        return len(self._kept)

    @property
    def memory_bytes(self) -> int:
        """What they hold in memory."""
        with self._changed:
            return sum(kept.memory_bytes for kept in self._kept.values())

    @property
    def scratch_bytes(self) -> int:
        """What they hold on disk."""
        with self._changed:
            return sum(kept.scratch_bytes for kept in self._kept.values())

    def _work(self) -> None:
        while (index := self._claim()) is not None:
            try:
                kept = self._stage(index, max(0, self._keep() - self.memory_bytes))
            except BaseException as error:  # raised again in take()
                # its frames would hold on to the decoder, and to open scratch files, until the job ends
                traceback.clear_frames(error.__traceback__)
                with self._changed:
                    self._errors[index] = error
                    self._busy -= 1
                    self._changed.notify_all()
                if isinstance(error, CancelledError):
                    return
            else:
                with self._changed:
                    self._kept[index] = kept
                    self._busy -= 1
                    self._changed.notify_all()

    def _claim(self) -> int | None:
        with self._changed:
            while not self._closed and self._next < len(self._counts):
                near = self._next <= self._wanted + self._ahead()
                if self._cancel.is_set():
                    return None
                if near and not self._paused and (self._busy < self._workers() or self._next <= self._wanted):
                    self._next += 1
                    self._busy += 1
                    return self._next - 1
                self._changed.wait(0.5)
        return None
