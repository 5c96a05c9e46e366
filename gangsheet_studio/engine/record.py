"""From layout to manifest."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio import __version__
from gangsheet_studio.model.manifest import ManifestPart, ManifestPlacement, ManifestUnplaced
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.sheets.atomic import AtomicFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gangsheet_studio.model.layout import Layout, Part, Placement, Unplaced
    from gangsheet_studio.model.manifest import Manifest
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.sheets.written import WrittenFile

SHEET_OR_MANIFEST: Final = re.compile(
    r"(?P<job>.+?)(?:_Part_(?P<part>[0-9]+)\.png|\.manifest\.json)", re.ASCII
)
"""What the files of a job are called."""


def accepted_lines(lines: Sequence[OrderLine]) -> frozenset[int]:
    """Return the 1-based order lines of which damaged artwork is printed as far as it can be read."""
    return frozenset(number for number, line in enumerate(lines, 1) if line.accept_damage)


def asked_of(layout: Layout, lines: Sequence[OrderLine]) -> dict[int, str]:
    """Return for each part a hash of all that decides its pixels, and of what makes them."""
    accepted = accepted_lines(lines)
    return {part.number: _asked_of_part(part, layout.film.dpi, accepted) for part in layout.parts}


def _asked_of_part(part: Part, dpi: int, accepted: frozenset[int]) -> str:
    pictures = [(p.key, p.x, p.y, p.width, p.height, p.rotation, p.line in accepted) for p in part.placements]
    asked = (__version__, dpi, part.width_px, part.height_px, pictures)
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


def sheet_name(job: str, part: int) -> str:
    """Return the file name of a part."""
    return f"{job}_Part_{part}.png"


def manifest_name(job: str) -> str:
    """Return the file name of the manifest."""
    return f"{job}.manifest.json"


def older_sheets(out: Path, job: str, parts: int) -> list[Problem]:
    """Warn of sheets in `out` that an earlier, longer run of `job` left."""
    try:
        names = [path.name for path in out.iterdir()]
    except OSError:
        return []  # it was taken away: writing the manifest says so
    ours = [found for name in names if (found := SHEET_OR_MANIFEST.fullmatch(name)) and found["job"] == job]
    numbers = {found[0]: int(found["part"]) for found in ours if found["part"]}
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
    path = out / manifest_name(manifest.job)
    with AtomicFile(path) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        file.commit()
    return path
