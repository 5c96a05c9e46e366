"""What a run has said so far: memory over time, marks, parts and how far it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.protocol import (
    DesignFreed,
    DesignLoaded,
    Progress,
    SheetDiscarded,
    SheetFreed,
    SheetOpened,
    SheetSaved,
    Telemetry,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from gangsheet_studio.protocol import AnyMessage

Kind = Literal["loaded", "freed", "opened", "saved", "part-freed", "discarded"]
MOST_SAMPLES: Final = 2_000


class Sample(Struct, frozen=True):
    """RSS in bytes, `seconds` after the run began."""

    seconds: float
    rss: int


class Mark(Struct, frozen=True):
    """Something that happened to a design or a sheet; `text` says it."""

    seconds: float
    kind: Kind
    text: str
    rss: int


class PartSpan(Struct):
    """A part from its opening on: bytes `before` and `after` are RSS around it."""

    number: int
    opened: float
    ended: float | None = None
    before: int | None = None
    after: int | None = None
    fraction: float = 0.0


class RunRecord:
    """Follows one run through its messages."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: float | None = None
        self._base = 0.0
        self.samples: list[Sample] = []
        self.marks: list[Mark] = []
        self.parts: list[PartSpan] = []
        self.peak: Sample | None = None
        self.budget = 0
        self.limit = 0
        self.phase = "idle"
        self.progress: Progress | None = None

    @property
    def seconds(self) -> float:
        """How long the run has been going, by the engine's clock."""
        if self._told is None:
            return self._base
        return self._base + min(1.0, max(0.0, self._clock() - self._told))

    def hear(self, message: AnyMessage) -> None:
        """Take note of `message`."""
        match message:
            case Telemetry():
                self._sample(message)
            case Progress():
                self._progress(message)
            case DesignLoaded(design=design, size=size, bytes=kept, rss=rss):
                self._mark("loaded", f"{design} {size} loaded, {format_bytes(kept)}", rss)
            case DesignFreed(design=design, rss=rss):
                self._mark("freed", f"{design} freed", rss)
            case SheetOpened(part=part, rss=rss):
                self.parts.append(PartSpan(number=part, opened=self.seconds, before=rss))
                self._mark("opened", f"Part {part} opened", rss)
            case SheetSaved(part=part, bytes=size, rss=rss):
                self._mark("saved", f"Part {part} saved, {format_bytes(size)}", rss)
            case SheetFreed(part=part, after=after):
                self._end(part, after)
                self._mark("part-freed", f"Part {part} freed", after)
            case SheetDiscarded(part=part, rss=rss):
                self._end(part, rss)
                self._mark("discarded", f"Part {part} given up", rss)

    def _sample(self, message: Telemetry) -> None:
        self._base, self._told = message.seconds, self._clock()
        self.budget, self.limit, self.phase = message.budget, message.limit, message.phase
        sample = Sample(message.seconds, message.rss)
        self.samples.append(sample)
        if self.peak is None or sample.rss > self.peak.rss:
            self.peak = sample
        if len(self.samples) > MOST_SAMPLES:
            self.samples = _thinned(self.samples)

    def _progress(self, message: Progress) -> None:
        self.progress, self.phase = message, message.phase
        if message.part and self.parts and message.row is not None and message.rows:
            self.parts[-1].fraction = message.row / message.rows

    def _mark(self, kind: Kind, text: str, rss: int) -> None:
        self.marks.append(Mark(self.seconds, kind, text, rss))
        if self.peak is None or rss > self.peak.rss:
            self.peak = Sample(self.seconds, rss)

    def _end(self, part: int, after: int) -> None:
        for span in self.parts:
            if span.number == part and span.ended is None:
                span.ended, span.after, span.fraction = self.seconds, after, 1.0


def _thinned(samples: list[Sample]) -> list[Sample]:
    """Return half of `samples`: of each two neighbours the higher one, first and last kept."""
    inner = samples[1:-1]
    pairs = zip(inner[::2], inner[1::2], strict=False)
    return [samples[0], *(max(pair, key=lambda sample: sample.rss) for pair in pairs), samples[-1]]
