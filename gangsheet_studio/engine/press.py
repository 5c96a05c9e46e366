"""The press: makes those sheets of a job that are not finished yet, one after the other."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gangsheet_studio.engine.disk import Space, check_space, scratch_folder, scratch_parent
from gangsheet_studio.engine.journal import Finished
from gangsheet_studio.engine.part import PartMaker
from gangsheet_studio.engine.sheet_formats import sheet_format_of, slow_format
from gangsheet_studio.engine.staging import Staging
from gangsheet_studio.engine.sweeping import sweep_scratch
from gangsheet_studio.errors import stop_if
from gangsheet_studio.memory.checkpoints import Checkpoints
from gangsheet_studio.memory.forecast import forecast
from gangsheet_studio.memory.limits import memory_limit
from gangsheet_studio.memory.places import file_bytes, is_in_memory
from gangsheet_studio.memory.telemetry import Sampler
from gangsheet_studio.memory.usage import Usage
from gangsheet_studio.model.manifest import MemoryReport
from gangsheet_studio.protocol import Log

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.journal import Journal
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Unplaced
    from gangsheet_studio.model.manifest import ManifestPart, PartMemory
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import Listener


class Press:
    """What the parts of `layout` are made with. NotEnoughMemoryError.

    `asked` has a hash of each part of the job, `names` what its file is called.

    `left_out` and `problems` tell of designs that turned out to be damaged on the way.
    """

    def __init__(
        self,
        job: Job,
        layout: Layout,
        designs: Mapping[str, Design],
        asked: Mapping[int, str],
        names: Mapping[int, str],
        decoder: Decoder,
        listener: Listener,
        cancel: Event,
    ) -> None:
        self._job, self._layout, self._designs = job, layout, designs
        self._asked, self._names = asked, names
        self._decoder, self._listener, self._cancel = decoder, listener, cancel
        self._format = sheet_format_of(job, layout, designs, decoder)
        self.usage, self.limit = Usage(decoder), memory_limit(job.memory)
        self.sampler = Sampler(listener, self.usage, self.limit, job.memory or self.limit)
        self._scratch: Path | None = None
        self._scratch_in_memory = is_in_memory(scratch_parent(job.scratch))
        self._checkpoints = Checkpoints(
            layout,
            designs,
            self.limit,
            held=self._held,
            scratch_in_memory=self._scratch_in_memory,
            output=job.output,
            on_adapt=self._tell_short,
            stop=cancel.set,
            pause=self._wait,
        )
        self._checkpoints.check("before staging")
        if layout.parts:
            ahead = forecast(
                layout,
                designs,
                self.limit,
                scratch_in_memory=self._scratch_in_memory,
                output=job.output,
            )
            check_space(job.out, job.scratch, ahead)
        self.baseline = self.usage.now()
        self.left_out: tuple[Unplaced, ...] = ()
        self.problems: tuple[Problem, ...] = ()

    def make(self, out: Path, journal: Journal) -> dict[int, Finished]:
        """Return the sheets that were made, by part; `journal` has each as soon as it is finished."""
        if not self._layout.parts:
            sweep_scratch(scratch_parent(self._job.scratch))  # a run that died after its last sheet left some
            return {}
        if slow := slow_format(self._job.output):
            self._listener(Log(level="warning", event="slow-format", text=slow))
        made: dict[int, Finished] = {}
        with self._checkpoints.watched(), scratch_folder(self._job.scratch) as scratch:
            self._scratch, space = scratch, Space(out, scratch)
            with self._staging(scratch, space) as staging, self._sampled(staging):
                maker = PartMaker(
                    self._job,
                    self._layout,
                    out,
                    self._format,
                    staging,
                    self._checkpoints,
                    space,
                    self.sampler,
                    self._listener,
                    self._cancel,
                    self._asked,
                    self._names,
                    lambda record, memory: self._write_down(journal, record, memory),
                )
                for part in self._layout.parts:
                    record, memory = maker.make(part)
                    made[part.number] = Finished(part=record, memory=memory)
            self.left_out, self.problems = tuple(maker.left_out.values()), tuple(maker.problems)
        return made

    def report(self, parts: Iterable[PartMemory]) -> MemoryReport:
        """Return what was measured by now."""
        return MemoryReport(
            baseline_rss_bytes=self.baseline,
            peak_rss_bytes=self.usage.peak(),
            limit_bytes=self.limit,
            parts=tuple(parts),
        )

    def _staging(self, scratch: Path, space: Space) -> Staging:
        return Staging(
            self._layout,
            self._designs,
            self._format,
            scratch,
            self._checkpoints,
            space,
            self._decoder,
            self._listener,
            self._cancel,
            skip_bad=self._job.skip_bad,
        )

    @contextmanager
    def _sampled(self, staging: Staging) -> Iterator[None]:
        """Have the sampler tell of what is staged, and act on it, meanwhile."""
        sampler, store = self.sampler, staging.store
        sampler.designs_held, sampler.scratch_bytes = (lambda: store.held), (lambda: store.scratch_bytes)
        sampler.watch = self._checkpoints.watch
        try:
            yield
        finally:
            sampler.designs_held = sampler.scratch_bytes = lambda: 0
            sampler.watch = lambda: None

    def _wait(self, seconds: float) -> None:
        self._cancel.wait(seconds)
        stop_if(self._cancel)

    def _held(self) -> int:
        """Return the bytes of memory that the job holds, its scratch among them where that is in memory."""
        in_memory = file_bytes(self._scratch) if self._scratch_in_memory and self._scratch else 0
        return self.usage.now() + in_memory

    def _write_down(self, journal: Journal, record: ManifestPart, memory: PartMemory) -> None:
        if record.asked and not journal.add(record, memory):
            text = f"{record.file} is finished, but could not be written down as such"
            self._listener(Log(level="warning", event="journal", text=text))

    def _tell_short(self, text: str) -> None:
        self._listener(Log(level="warning", event="memory-short", text=text))
