"""Progress at a pace that a reader can follow: at most 10 a second, never backwards, no phase's end lost."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

    from gangsheet_studio.protocol import Progress

PER_SECOND: Final = 10
_APART: Final = 0.125  # 8 a second while a phase goes on: leaves room for the ends of phases


class Pace:
    """Holds back what comes too soon; the newest of it passes later. Not thread-safe: its owner locks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: deque[float] = deque(maxlen=PER_SECOND)
        self._held: Progress | None = None
        self._fraction = 0.0

    def offer(self, progress: Progress) -> list[Progress]:
        """Take `progress` in and return what is to be sent now."""
        self._fraction = max(self._fraction, min(progress.fraction, 1.0))
        progress = msgspec.structs.replace(progress, fraction=self._fraction)
        passing = []
        if self._held is not None and self._held.phase != progress.phase and self._has_room():
            passing = self._send(self._held)
        self._held = progress
        return passing + self.due()

    def due(self) -> list[Progress]:
        """Return what was held back and may pass by now."""
        if self._held is None or not self._has_room():
            return []
        if self._sent and self._clock() - self._sent[-1] < _APART:
            return []
        return self._send(self._held)

    def last(self) -> list[Progress]:
        """Return what is still held back: the request ends."""
        return [] if self._held is None else self._send(self._held)

    def _has_room(self) -> bool:
        """Whether a second holds one more, and after it the last one of the request."""
        if len(self._sent) < PER_SECOND - 1:
            return True
        return self._clock() - self._sent[1 - PER_SECOND] >= 1.0

    def _send(self, progress: Progress) -> list[Progress]:
        self._sent.append(self._clock())
        self._held = None
        return [progress]
