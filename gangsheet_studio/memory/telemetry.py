"""Memory figures at a steady pace, from a thread of their own."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from gangsheet_studio.protocol import Telemetry

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from gangsheet_studio.memory.usage import Usage
    from gangsheet_studio.protocol import Listener, Phase

INTERVAL_SECONDS = 0.2


class Sampler:
    """Sends a Telemetry message every 200 ms while entered, and one at either end; `watch` acts on each."""

    def __init__(self, listener: Listener, usage: Usage, limit: int, budget: int) -> None:
        self.phase: Phase = "idle"
        self.designs_held: Callable[[], int] = lambda: 0
        self.scratch_bytes: Callable[[], int] = lambda: 0
        self.watch: Callable[[], None] = lambda: None
        self._listener, self.usage = listener, usage
        self._limit, self._budget = limit, budget
        self._started = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="telemetry", daemon=True)

    def __enter__(self) -> Sampler:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        self.sample()

    def sample(self) -> None:
        """Send one message now."""
        self._listener(
            Telemetry(
                seconds=round(time.monotonic() - self._started, 3),
                rss=self.usage.now(),
                peak=self.usage.peak(),
                limit=self._limit,
                budget=self._budget,
                designs_held=self.designs_held(),
                scratch_bytes=self.scratch_bytes(),
                phase=self.phase,
            )
        )

    def _run(self) -> None:
        while True:
            self.sample()
            self.watch()
            if self._stop.wait(INTERVAL_SECONDS):
                return
