"""From layout to manifest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.model.manifest import ManifestPart, ManifestPlacement, ManifestUnplaced
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.sheets.atomic import AtomicFile

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.layout import Part, Placement, Unplaced
    from gangsheet_studio.model.manifest import Manifest
    from gangsheet_studio.sheets.png import WrittenFile


def part_record(part: Part, file: str, dpi: int, written: WrittenFile) -> ManifestPart:
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


def sheet_name(job: str, part: int) -> str:
    """Return the file name of a part."""
    return f"{job}_Part_{part}.png"


def older_sheets(out: Path, job: str, parts: int) -> list[Problem]:
    """Warn of sheets in `out` that an earlier, longer run of `job` left."""
    name = re.compile(re.escape(job) + r"_Part_([0-9]+)\.png", re.ASCII)
    numbers = {match[0]: int(match[1]) for path in out.iterdir() if (match := name.fullmatch(path.name))}
    return [
        Problem(
            id="output.older-sheet",
            severity="warning",
            message=(
                f"{file} is from an earlier run: this job has {parts} parts. "
                "Delete it, or it may get printed."
            ),
            file=str(out / file),
        )
        for file, number in sorted(numbers.items())
        if number > parts
    ]


def write_manifest(out: Path, manifest: Manifest) -> Path:
    """Write `<job>.manifest.json` and return its path."""
    path = out / f"{manifest.job}.manifest.json"
    with AtomicFile(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        file.commit()
    return path
