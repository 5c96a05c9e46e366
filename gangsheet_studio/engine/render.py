"""The render: a prepared job in; sheets, a manifest and steady news out."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.engine.beside import write_beside
from gangsheet_studio.engine.disk import output_folder
from gangsheet_studio.engine.imposing import impose
from gangsheet_studio.engine.journal import open_journal
from gangsheet_studio.engine.keeping import keep_finished
from gangsheet_studio.engine.press import Press
from gangsheet_studio.engine.record import (
    asked_of,
    older_files,
    sheet_names,
    unplaced_record,
    write_manifest,
)
from gangsheet_studio.engine.sweeping import sweep_output
from gangsheet_studio.errors import LEFT_OUT
from gangsheet_studio.memory.release import settle_heap
from gangsheet_studio.model.manifest import Manifest, sheet_file
from gangsheet_studio.protocol import Finding, RenderDone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.journal import Journal
    from gangsheet_studio.engine.prepare import Prepared
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.protocol import Listener


def render(job: Job, prepared: Prepared, listener: Listener, cancel: Event, decoder: Decoder) -> RenderDone:
    """Make all sheets of a prepared job and its manifest, but for those that an earlier run finished.

    NotEnoughMemoryError and NotEnoughDiskError come before anything is written where that can be
    known; whatever happens, no file is left half-written and no scratch stays.
    """
    started = time.monotonic()
    settle_heap()
    imposed = impose(prepared.layout, job)
    layout = imposed.layout
    for problem in imposed.problems:
        listener(Finding(problem=problem))
    asked, names = asked_of(layout, job), sheet_names(job, layout)
    out = Path(job.out).absolute()
    kept, changed = keep_finished(job, layout, asked, names, out, listener, cancel)
    missing = tuple(part for part in layout.parts if part.number not in kept)
    rest = msgspec.structs.replace(layout, parts=missing)
    press = Press(job, rest, prepared.by_key, asked, names, decoder, listener, cancel)
    with output_folder(job.out) as out, _journal(job, asked, out) as journal, press.sampler:
        sheets = kept | press.make(out, journal)
        in_order = [sheets[part.number] for part in layout.parts]
        manifest = Manifest(
            job=job.name,
            created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            film=job.film,
            parts=tuple(sheet.part for sheet in in_order),
            unplaced=tuple(map(unplaced_record, [*layout.unplaced, *press.left_out])),
            problems=(*prepared.problems, *imposed.problems, *changed, *press.problems),
            memory=press.report(sheet.memory for sheet in in_order),
            seconds=0.0,
            by_shape=layout.by_shape,
        )
        press.sampler.phase = "saving"
        beside = write_beside(job, layout, prepared.by_key, manifest, out, decoder, listener, cancel)
        files = (*map(sheet_file, manifest.parts), *beside)
        older = older_files(out, job, len(in_order), {file.name for file in files})
        for problem in older:
            listener(Finding(problem=problem))
        manifest = msgspec.structs.replace(
            manifest,
            files=files,
            problems=(*manifest.problems, *older),
            memory=press.report(manifest.memory.parts),
            seconds=round(time.monotonic() - started, 3),
        )
        path = write_manifest(out, manifest)
        journal.finish()
    return RenderDone(
        manifest=manifest,
        manifest_file=str(path),
        exit_code=LEFT_OUT if manifest.unplaced else 0,
        kept=tuple(kept),
    )


@contextmanager
def _journal(job: Job, asked: Mapping[int, str], out: Path) -> Iterator[Journal]:
    """Hold the job's journal; it stays where the run fails with a sheet finished."""
    journal = open_journal(out, job.name)
    try:
        sweep_output(out, job.name, job.output.names)
        journal.begin(job.name, tuple(asked.values()), fresh=job.fresh)
        yield journal
    except BaseException:
        journal.give_up()
        raise
