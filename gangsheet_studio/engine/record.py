"""From layout to manifest."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio import __version__
from gangsheet_studio.engine.finishes import Finishes
from gangsheet_studio.errors import UsageError
from gangsheet_studio.model.manifest import ManifestPart, ManifestPlacement, ManifestUnplaced
from gangsheet_studio.model.output import NAMES, sheet_settings
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.sheet_names import manifest_name, paper_names, sheet_name, sheet_number
from gangsheet_studio.sheets.atomic import AtomicFile

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part, Placement, Unplaced
    from gangsheet_studio.model.manifest import Manifest
    from gangsheet_studio.sheets.written import WrittenFile


def asked_of(layout: Layout, job: Job) -> dict[int, str]:
    """Return for each part a hash of all that decides its pixels, and of what makes them."""
    finishes = Finishes(job.lines, job.output, layout)
    settings = msgspec.json.encode(sheet_settings(job.output))
    return {part.number: _asked_of_part(part, layout.film.dpi, settings, finishes) for part in layout.parts}


def _asked_of_part(part: Part, dpi: int, settings: bytes, finishes: Finishes) -> str:
    pictures = [
        (p.key, p.x, p.y, p.width, p.height, p.rotation, finishes.lenient(p.line), finishes.of(p.line))
        for p in part.placements
    ]
    marks = [(mark.look, mark.x, mark.y) for mark in part.marks]
    asked = (__version__, dpi, settings, part.width_px, part.height_px, pictures, marks)
    return hashlib.sha256(msgspec.json.encode(asked)).hexdigest()


def part_record(part: Part, file: str, dpi: int, written: WrittenFile, asked: str) -> ManifestPart:
    """Return the manifest's entry for a finished part."""
    return ManifestPart(
        part=part.number,
        file=file,
        width_px=part.width_px,
        height_px=part.height_px,
        dpi=dpi,
        bytes=written.bytes,
        sha256=written.sha256,
        placements=tuple(map(_placement_record, part.placements)),
        asked=asked,
    )


def renamed(record: ManifestPart, part: Part) -> ManifestPart:
    """Return `record` of a sheet that is kept, with the orders and names that its copies have by now."""
    return msgspec.structs.replace(
        record, part=part.number, placements=tuple(map(_placement_record, part.placements))
    )


def _placement_record(placement: Placement) -> ManifestPlacement:
    return ManifestPlacement(
        design=placement.design,
        index=placement.line,
        order=placement.order,
        copy=placement.copy,
        x_px=placement.x,
        y_px=placement.y,
        width_px=placement.width,
        height_px=placement.height,
        rotation=placement.rotation,
    )


def unplaced_record(unplaced: Unplaced) -> ManifestUnplaced:
    """Return the manifest's entry for copies that were left out."""
    return ManifestUnplaced(
        design=unplaced.design,
        order=unplaced.order,
        copies=unplaced.copies,
        reason=unplaced.reason,
        index=unplaced.line,
        message=unplaced.message,
    )


def sheet_names(job: Job, layout: Layout) -> dict[int, str]:
    """Return what the sheet of each part is called. UsageError for names that no file can have."""
    today = time.strftime("%Y-%m-%d")
    output = job.output
    try:
        return {
            part.number: sheet_name(output.names, output.suffix, job.name, part, layout.film, today)
            for part in layout.parts
        }
    except ValueError as error:
        raise UsageError(str(error)) from error


def older_files(out: Path, job: Job, parts: int, names: Collection[str]) -> list[Problem]:
    """Warn of what an earlier run of `job` left in `out`: all but `names`. It has `parts` sheets now."""
    try:
        there = sorted(path.name for path in out.iterdir() if path.name not in names)
    except OSError:
        return []  # it was taken away: writing the manifest says so
    warnings: list[Problem] = []
    for name in there:
        number = max(sheet_number(name, job.name, pattern) or 0 for pattern in (job.output.names, NAMES))
        if not number and name not in paper_names(job.name):
            continue
        message = f"{name} is from an earlier run of this job. Delete it, or somebody may go by it."
        if number:
            has = (
                f": this job has {parts} {'part' if parts == 1 else 'parts'}"
                if number > parts
                else " of this job"
            )
            message = f"{name} is from an earlier run{has}. Delete it, or it may get printed."
        warnings.append(
            Problem(id="output.older-sheet", severity="warning", message=message, file=str(out / name))
        )
    return warnings


def write_manifest(out: Path, manifest: Manifest) -> Path:
    """Write `<job>.manifest.json` and return its path."""
    path = out / manifest_name(manifest.job)
    with AtomicFile(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        file.commit()
    return path
