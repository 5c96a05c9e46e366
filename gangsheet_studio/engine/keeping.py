"""Which sheets of a job are finished already, and still what was asked for."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from gangsheet_studio.engine.journal import Finished, finished_sheets
from gangsheet_studio.engine.record import asked_of, renamed, sheet_names
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.sheet_names import sheet_number
from gangsheet_studio.protocol import Finding, Progress, SheetKept
from gangsheet_studio.sheets.written import read_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part
    from gangsheet_studio.model.manifest import ManifestPart
    from gangsheet_studio.protocol import Listener


def find_finished(job: Job, layout: Layout, out: Path) -> tuple[int, ...]:
    """Return the parts whose sheets are there, by their names and sizes alone: none is read."""
    return tuple(
        part.number
        for part, sheet in _candidates(job, layout, asked_of(layout, job), sheet_names(job, layout), out)
        if _size(out / sheet.part.file) == sheet.part.bytes
    )


def _candidates(
    job: Job, layout: Layout, asked: Mapping[int, str], names: Mapping[int, str], out: Path
) -> Iterator[tuple[Part, Finished]]:
    """Yield the parts of `layout` for which a finished sheet is written down and there is a file."""
    if job.fresh:
        return
    known = finished_sheets(out, job.name)
    for part in layout.parts:
        for sheet in (known.get(names[part.number]), *_of_other_days(known, part, job)):
            if sheet and sheet.part.asked == asked[part.number] and _size(out / sheet.part.file) is not None:
                yield part, sheet
                break


def _of_other_days(known: Mapping[str, Finished], part: Part, job: Job) -> Iterator[Finished]:
    """Yield sheets that have the name of `part` but for the date in it."""
    if "{date}" in job.output.names:
        for name, sheet in known.items():
            if sheet_number(name, job.name, job.output.names) == part.number:
                yield sheet


def keep_finished(
    job: Job,
    layout: Layout,
    asked: Mapping[int, str],
    names: Mapping[int, str],
    out: Path,
    listener: Listener,
    cancel: Event,
) -> tuple[dict[int, Finished], list[Problem]]:
    """Return the sheets that need not be made again, by part, and a warning for each that was changed.

    `asked` are the hashes of what the parts are made from, `names` those of their files.
    All of a sheet is read and held against its hash. CancelledError once `cancel` is set.
    """
    kept: dict[int, Finished] = {}
    problems: list[Problem] = []
    for part, sheet in _candidates(job, layout, asked, names, out):
        name = sheet.part.file
        text = f"Checking {name}, which is already finished"
        listener(Progress(phase="verifying", fraction=0.0, text=text, part=part.number))
        if not _is_as_written(out / name, sheet.part, cancel):
            problems.append(_changed(out / name))
            listener(Finding(problem=problems[-1]))
            continue
        kept[part.number] = Finished(part=renamed(sheet.part, part), memory=sheet.memory)
        listener(
            SheetKept(
                part=part.number,
                parts=len(layout.parts),
                file=name,
                bytes=sheet.part.bytes,
                copies=len(part.placements),
            )
        )
    return kept, problems


def _size(path: Path) -> int | None:
    """Return the bytes of a regular file, None where there is none of this name."""
    try:
        status = path.lstat()
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _is_as_written(path: Path, record: ManifestPart, cancel: Event) -> bool:
    try:
        return _size(path) == record.bytes and read_written(path, cancel).sha256 == record.sha256
    except OSError:
        return False


def _changed(path: Path) -> Problem:
    return Problem(
        id="output.sheet-changed",
        severity="warning",
        message=f"{path.name} has been changed since an earlier run finished it, so it is made again.",
        file=str(path),
    )
