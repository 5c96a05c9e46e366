"""One part from its first row to its place in the manifest."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.engine.record import part_record
from gangsheet_studio.errors import stop_if
from gangsheet_studio.memory.release import collect, trim
from gangsheet_studio.model.layout import Unplaced
from gangsheet_studio.model.manifest import ManifestPart, PartMemory
from gangsheet_studio.protocol import Finding, Progress, SheetDiscarded, SheetFreed, SheetOpened, SheetSaved
from gangsheet_studio.sheets.atomic import AtomicFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.engine.disk import Space
    from gangsheet_studio.engine.sheet_format import SheetFormat
    from gangsheet_studio.engine.staging import Staging
    from gangsheet_studio.memory.checkpoints import Checkpoints
    from gangsheet_studio.memory.telemetry import Sampler
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part, Placement
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import Listener, Phase
    from gangsheet_studio.sheets.written import Painted, WrittenFile

_STAGING_SHARE = 0.8  # of a render's time, on the reference job


class PartMaker:
    """Makes the parts of one job, one after the other.

    `layout` holds those that are made; `asked` has a hash of each part of the job, `names` what it is called.
    `finished` hears of each as soon as it has its name. `left_out`, by order line, and `problems` gather what
    was found damaged.
    """

    def __init__(
        self,
        job: Job,
        layout: Layout,
        out: Path,
        sheet_format: SheetFormat,
        staging: Staging,
        checkpoints: Checkpoints,
        space: Space,
        sampler: Sampler,
        listener: Listener,
        cancel: Event,
        asked: Mapping[int, str],
        names: Mapping[int, str],
        finished: Callable[[ManifestPart, PartMemory], None],
    ) -> None:
        self._job, self._layout, self._out = job, layout, out
        self._format = sheet_format
        self._asked, self._names, self._parts = asked, names, len(asked)
        self._staging, self._checkpoints, self._space = staging, checkpoints, space
        self._sampler = sampler
        self._listener, self._cancel = listener, cancel
        self._rss, self._finished = sampler.usage.now, finished
        self.left_out: dict[int, Unplaced] = {}
        self.problems: dict[Problem, None] = {}
        self._row = 0
        self._started = time.monotonic()
        self._rows_done = 0
        self._rows_total = sum(part.height_px for part in layout.parts)
        self._part = layout.parts[0]
        staging.on_staged = self._on_staged

    def make(self, part: Part) -> tuple[ManifestPart, PartMemory]:
        """Paint, save, verify and free `part`."""
        self._part = part
        self._checkpoints.check("before part")
        before = self._rss()
        path = self._out / self._names[part.number]
        self._listener(
            SheetOpened(
                part=part.number,
                parts=self._parts,
                file=path.name,
                width_px=part.width_px,
                height_px=part.height_px,
                copies=len(part.placements),
                rss=before,
            )
        )
        file = AtomicFile(path)
        try:
            with file:
                painted = self._paint(part, file)
                written = painted.written
                with self._staging.store.paused():
                    self._save(part, file, painted)
                    record = self._record(part, path.name, written)
                    for problem in painted.problems:
                        self.problems[problem] = None
                        self._listener(Finding(problem=problem))
                    self._finished(
                        record, PartMemory(part=part.number, before_bytes=before, after_bytes=self._rss())
                    )
                    self._staging.store.settle()  # or RSS would be that of other designs
                    return record, self._free(part, path.name, written, before)
        except BaseException:
            if not file.committed:
                self._listener(SheetDiscarded(part=part.number, rss=self._rss()))
            raise

    def _paint(self, part: Part, file: AtomicFile) -> Painted:
        self._enter("painting", part, f"Painting part {part.number} of {self._parts}")
        return self._format.paint(
            part,
            self._staging,
            file,
            band_rows=self._band_rows,
            on_row=lambda row: self._on_row(part, row),
            cancel=self._cancel,
        )

    def _band_rows(self) -> int:
        """Return the rows of the next band, by what memory and disks look like now."""
        self._space.check()
        self._checkpoints.check("painting")
        return self._checkpoints.plan.band_rows

    def _save(self, part: Part, file: AtomicFile, painted: Painted) -> None:
        """Give a sheet its final name once what is on the disk has been held against its layout."""
        name = file.final.name
        self._enter("saving", part, f"Saving {name}")
        file.flush_to_disk()
        if self._job.verify:
            self._enter("verifying", part, f"Checking {name}")
            painted.verify(file.temporary, name, self._cancel)
        stop_if(self._cancel)
        file.commit()

    def _free(self, part: Part, name: str, written: WrittenFile, before: int) -> PartMemory:
        saved = self._rss()
        copies = len(part.placements)
        self._listener(SheetSaved(part=part.number, file=name, bytes=written.bytes, copies=copies, rss=saved))
        collected = collect()
        trim()
        after = self._rss()
        self._listener(SheetFreed(part=part.number, before=saved, after=after, collected=collected))
        self._rows_done += part.height_px
        self._row = 0
        self._checkpoints.check("after part")
        return PartMemory(part=part.number, before_bytes=before, after_bytes=after)

    def _record(self, part: Part, name: str, written: WrittenFile) -> ManifestPart:
        printed = self._without_damaged(part)
        # one with blank places is made again: the design may be in order then
        asked = self._asked[part.number] if printed == part else ""
        return part_record(printed, name, self._layout.film.dpi, written, asked)

    def _without_damaged(self, part: Part) -> Part:
        """Return `part` with the copies that are on it, and note the others."""
        printed: list[Placement] = []
        for placement in part.placements:
            error = self._staging.left_out(placement)
            if error is None:
                printed.append(placement)
                continue
            before = self.left_out.get(placement.line)
            self.left_out[placement.line] = Unplaced(
                line=placement.line,
                design=placement.design,
                order=placement.order,
                copies=1 + (before.copies if before else 0),
                reason="design-damaged",
                message=str(error),
            )
            self.problems.update(dict.fromkeys(error.problems))
        return msgspec.structs.replace(part, placements=tuple(printed))

    def _on_staged(self) -> None:
        text = f"Read {self._staging.staged} of {self._staging.designs} designs"
        self._progress("staging", self._part, text, self._row)

    def _on_row(self, part: Part, row: int) -> None:
        self._row = row
        text = f"Painting part {part.number} of {self._parts}, row {row:,} of {part.height_px:,}"
        self._progress("painting", part, text, row)

    def _enter(self, phase: Phase, part: Part, text: str) -> None:
        self._sampler.phase = phase
        self._progress(phase, part, text, 0 if phase == "painting" else part.height_px)

    def _progress(self, phase: Phase, part: Part, text: str, row: int) -> None:
        rows = (self._rows_done + row) / self._rows_total
        staged = self._staging.staged_pixels / self._staging.total_pixels
        fraction = min(1.0, _STAGING_SHARE * staged + (1 - _STAGING_SHARE) * rows)
        elapsed = time.monotonic() - self._started
        self._listener(
            Progress(
                phase=phase,
                fraction=fraction,
                text=text,
                part=part.number,
                parts=self._parts,
                row=row,
                rows=part.height_px,
                seconds_left=round(elapsed * (1 - fraction) / fraction, 1) if fraction > 0.02 else None,
            )
        )
