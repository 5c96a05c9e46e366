"""What a render has said so far, kept for the memory graph and the run bar. Knows no Qt."""

from __future__ import annotations

import time
from bisect import bisect_left, bisect_right
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from gangsheet_studio.model.units import MB, format_bytes
from gangsheet_studio.protocol import (
    DesignFreed,
    DesignLoaded,
    Failed,
    Progress,
    RenderDone,
    SheetDiscarded,
    SheetFreed,
    SheetKept,
    SheetOpened,
    SheetSaved,
    Telemetry,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.protocol import AnyMessage, Phase

MOST_SAMPLES: Final = 2000
SAFE_SHARE: Final = 0.85
"""The engine adapts when it is above this share of its budget before a part."""

MarkKind = Literal["loaded", "freed", "opened", "saved", "part-freed", "discarded"]
Sample = tuple[float, int]
"""Seconds since the run began, and the engine's memory in bytes."""


class Mark(Struct, frozen=True, kw_only=True, gc=False):
    """Something that changed the engine's memory; `rss` is measured at it."""

    seconds: float
    kind: MarkKind
    text: str
    rss: int


class PhaseSpan(Struct, frozen=True, kw_only=True):
    """A phase of the run; `ended` is None while it goes on."""

    phase: Phase
    began: float
    ended: float | None = None


class PartSpan(Struct, frozen=True, kw_only=True):
    """A part from opened to freed; `before` and `after` are the bytes around freeing its sheet."""

    number: int
    opened: float
    ended: float | None = None
    before: int | None = None
    after: int | None = None
    discarded: bool = False


class RunRecord:
    """Follows one render by `hear`; everything else only reads what was heard.

    Messages without a time of their own get that of the last Telemetry, and what `clock` says has
    passed since.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.samples: list[Sample] = []
        self.marks: list[Mark] = []
        self.phases: list[PhaseSpan] = []
        self.parts: list[PartSpan] = []
        self.part_fractions: dict[int, float] = {}
        self.peak = self.budget = self.limit = self.designs_held = self.scratch = 0
        self.peak_seconds = 0.0
        self.progress: Progress | None = None
        self.fraction = 0.0
        self.ended = False
        self._clock = clock
        self._told: Telemetry | None = None
        self._told_at = 0.0
        self._sizes: dict[int, str] = {}

    def hear(self, message: AnyMessage) -> None:
        """Note what `message` says of the run; others than a render's are no matter."""
        match message:
            case Telemetry():
                self._sample(message)
            case Progress():
                self._advance(message)
            case DesignLoaded(design=design, size=size, rss=rss):
                self._sizes[message.index] = size
                self._mark("loaded", f"{design} {size} loaded, {small_bytes(message.bytes)}", rss)
            case DesignFreed(design=design, index=index, rss=rss):
                name = f"{design} {self._sizes.pop(index, '')}".rstrip()
                self._mark("freed", f"{name} freed", rss)
            case SheetOpened(part=part, parts=parts, rss=rss):
                self.parts.append(PartSpan(number=part, opened=self.seconds))
                self.part_fractions[part] = 0.0
                self._mark("opened", f"Sheet {part} of {parts} begun, {message.copies} copies", rss)
            case SheetSaved(part=part, rss=rss):
                self.part_fractions[part] = 1.0
                self._mark("saved", f"Sheet {part} is saved, {small_bytes(message.bytes)}", rss)
            case SheetKept(part=part):
                self.part_fractions[part] = 1.0
            case SheetFreed(part=part, before=before, after=after):
                self._end_part(part, before=before, after=after)
                text = f"Sheet {part} freed, {format_bytes(before)} before, {format_bytes(after)} after"
                self._mark("part-freed", text, after)
            case SheetDiscarded(part=part, rss=rss):
                self._end_part(part, discarded=True)
                self._mark("discarded", f"Sheet {part} given up, its unfinished file is removed", rss)
            case RenderDone():
                self.fraction = 1.0
                self.end()
            case Failed():
                self.end()

    def end(self) -> None:
        """Close what is open: the run is over, also where the engine had no time to say so."""
        if self.ended:
            return
        now = self.seconds
        self.ended = True
        if self.samples and self.marks and now > self.samples[-1][0]:
            self.samples.append((now, self.marks[-1].rss))  # the fall after the last part is measured too
        self.parts = [p if p.ended is not None else msgspec.structs.replace(p, ended=now) for p in self.parts]
        self._leave_phase(now)

    @property
    def seconds(self) -> float:
        """How long the run has lasted, by the engine's time."""
        known = max(self._told.seconds if self._told else 0.0, self.marks[-1].seconds if self.marks else 0.0)
        if self._told is None or self.ended:
            return known
        return max(known, self._told.seconds + self._clock() - self._told_at)

    @property
    def rss(self) -> int:
        """The engine's memory when it last told."""
        return self._told.rss if self._told else 0

    @property
    def phase(self) -> Phase:
        """What the engine does now."""
        if self.progress:
            return self.progress.phase
        return self._told.phase if self._told else "idle"

    @property
    def text(self) -> str:
        """What the engine does now, in words."""
        return self.progress.text if self.progress else ""

    @property
    def part(self) -> int | None:
        """The part that is made now."""
        return self.progress.part if self.progress else None

    @property
    def parts_total(self) -> int | None:
        """How many parts there are."""
        return self.progress.parts if self.progress else None

    @property
    def row(self) -> int | None:
        """The row of the part that is reached."""
        return self.progress.row if self.progress else None

    @property
    def rows(self) -> int | None:
        """How many rows the part has."""
        return self.progress.rows if self.progress else None

    @property
    def seconds_left(self) -> float | None:
        """How long it may still take, None while that is not known."""
        return self.progress.seconds_left if self.progress else None

    def rss_at(self, seconds: float) -> int | None:
        """Return the memory at `seconds`, between samples on the line through them; None without any."""
        at = bisect_left(self.samples, seconds, key=itemgetter(0))
        if not self.samples:
            return None
        if at == 0 or at == len(self.samples):
            return self.samples[min(at, len(self.samples) - 1)][1]
        (earlier, low), (later, high) = self.samples[at - 1], self.samples[at]
        share = (seconds - earlier) / (later - earlier) if later > earlier else 1.0
        return round(low + (high - low) * share)

    def marks_near(self, seconds: float, within: float) -> Sequence[Mark]:
        """Return the marks at most `within` seconds from `seconds`, nearest first."""
        when = attrgetter("seconds")
        first = bisect_left(self.marks, seconds - within, key=when)
        last = bisect_right(self.marks, seconds + within, key=when)
        return sorted(self.marks[first:last], key=lambda mark: abs(mark.seconds - seconds))

    def part_at(self, seconds: float) -> PartSpan | None:
        """Return the part that was being made at `seconds`."""
        at = bisect_right(self.parts, seconds, key=attrgetter("opened")) - 1
        if at < 0:
            return None
        part = self.parts[at]
        return part if part.ended is None or seconds <= part.ended else None

    def _sample(self, told: Telemetry) -> None:
        if told.peak > self.peak or told.rss > self.peak:
            self._rise(told)
        self.samples.append((told.seconds, told.rss))
        if len(self.samples) > MOST_SAMPLES:
            self.samples = thinned(self.samples)
        self._told, self._told_at = told, self._clock()
        self.budget, self.limit = told.budget, told.limit
        self.designs_held, self.scratch = told.designs_held, told.scratch_bytes
        if not self.phases or self.phases[-1].phase != told.phase:
            self._leave_phase(told.seconds)
            self.phases.append(PhaseSpan(phase=told.phase, began=told.seconds))

    def _rise(self, told: Telemetry) -> None:
        """Take the new peak; one that fell between two samples is a point of the line too."""
        self.peak = max(told.peak, told.rss)
        self.peak_seconds = told.seconds
        if self.samples and self.peak > told.rss:
            self.peak_seconds = (self.samples[-1][0] + told.seconds) / 2
            self.samples.append((self.peak_seconds, self.peak))

    def _advance(self, progress: Progress) -> None:
        self.progress = progress
        self.fraction = max(self.fraction, progress.fraction)
        if progress.phase == "painting" and progress.part is not None and progress.rows:
            self.part_fractions[progress.part] = (progress.row or 0) / progress.rows

    def _mark(self, kind: MarkKind, text: str, rss: int) -> None:
        self.marks.append(Mark(seconds=self.seconds, kind=kind, text=text, rss=rss))

    def _end_part(
        self, number: int, *, before: int | None = None, after: int | None = None, discarded: bool = False
    ) -> None:
        for at in reversed(range(len(self.parts))):
            if self.parts[at].number == number:
                self.parts[at] = msgspec.structs.replace(
                    self.parts[at], ended=self.seconds, before=before, after=after, discarded=discarded
                )
                return

    def _leave_phase(self, now: float) -> None:
        if self.phases and self.phases[-1].ended is None:
            self.phases[-1] = msgspec.structs.replace(self.phases[-1], ended=now)


def thinned(samples: Sequence[Sample]) -> list[Sample]:
    """Return about half of `samples`: of every four the lowest and the highest, so that no peak is lost."""
    kept: list[Sample] = []
    whole = len(samples) // 4 * 4
    for at in range(0, whole, 4):
        four = samples[at : at + 4]
        low = min(range(4), key=lambda i: four[i][1])
        high = max(range(4), key=lambda i: (four[i][1], i))
        kept += [four[i] for i in sorted((low, high))]
    return kept + list(samples[whole:])


def small_bytes(count: int) -> str:
    """Return `count` as staff read it, with a decimal where it is a few MB."""
    return f"{count / MB:.1f} MB" if MB <= count < 10 * MB else format_bytes(count)
