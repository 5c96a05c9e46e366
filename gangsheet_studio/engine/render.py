"""The render: a prepared job in; sheets, a manifest and steady news out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gangsheet_studio.engine.disk import check_space, output_folder, scratch_folder
from gangsheet_studio.engine.part import PartMaker
from gangsheet_studio.engine.record import older_sheets, unplaced_record, write_manifest
from gangsheet_studio.engine.staging import Staging
from gangsheet_studio.errors import LEFT_OUT
from gangsheet_studio.memory.checkpoints import Checkpoints
from gangsheet_studio.memory.forecast import forecast
from gangsheet_studio.memory.limits import memory_limit
from gangsheet_studio.memory.release import settle_heap
from gangsheet_studio.memory.telemetry import Sampler
from gangsheet_studio.memory.usage import Usage
from gangsheet_studio.model.manifest import Manifest, MemoryReport
from gangsheet_studio.protocol import Finding, Log, RenderDone

if TYPE_CHECKING:
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.prepare import Prepared
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.protocol import Listener


def render(job: Job, prepared: Prepared, listener: Listener, cancel: Event, decoder: Decoder) -> RenderDone:
    """Make all sheets of a prepared job and its manifest.

    NotEnoughMemoryError and NotEnoughDiskError come before anything is written where that can be
    known; whatever happens, no file is left half-written and no scratch stays.
    """
    started = time.monotonic()
    settle_heap()
    layout, designs, limit = prepared.layout, prepared.by_key, memory_limit(job.memory)
    usage = Usage(decoder)
    checkpoints = Checkpoints(
        layout, designs, limit, held=usage.now, on_adapt=lambda text: _warn(listener, text)
    )
    checkpoints.check("before staging")
    with output_folder(job.out) as out, scratch_folder(job.scratch) as scratch:
        check_space(out, scratch, forecast(layout, designs, limit))
        staging = Staging(
            layout, designs, scratch, checkpoints, decoder, listener, cancel, skip_bad=job.skip_bad
        )
        baseline = usage.now()
        with Sampler(listener, usage, limit, job.memory or limit) as sampler:
            with staging:
                sampler.designs_held = lambda: staging.store.held
                sampler.scratch_bytes = lambda: staging.store.scratch_bytes
                maker = PartMaker(job, layout, out, staging, checkpoints, sampler, listener, cancel)
                done = [maker.make(part) for part in layout.parts]
            older = older_sheets(out, job.name, len(layout.parts))
            for problem in older:
                listener(Finding(problem=problem))
            manifest = Manifest(
                job=job.name,
                created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                film=job.film,
                parts=tuple(part for part, _ in done),
                unplaced=tuple(map(unplaced_record, [*layout.unplaced, *maker.left_out.values()])),
                problems=(*prepared.problems, *maker.problems, *older),
                memory=MemoryReport(
                    baseline_rss_bytes=baseline,
                    peak_rss_bytes=usage.peak(),
                    limit_bytes=limit,
                    parts=tuple(memory for _, memory in done),
                ),
                seconds=round(time.monotonic() - started, 3),
                by_shape=layout.by_shape,
            )
            path = write_manifest(out, manifest)
    return RenderDone(
        manifest=manifest, manifest_file=str(path), exit_code=LEFT_OUT if manifest.unplaced else 0
    )


def _warn(listener: Listener, text: str) -> None:
    listener(Log(level="warning", event="memory-short", text=text))
