"""What a finished job wrote: files, hashes, every placement, every order line accounted for."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.problem import Problem

FileKind = Literal["sheet", "preview", "job-sheet", "placements", "missing"]


class ManifestPlacement(Struct, frozen=True, kw_only=True, gc=False):
    """A printed copy: `index` is the 1-based order line, `copy` counts within it.

    The box is on the sheet, after clockwise `rotation`.
    """

    design: str
    index: int
    order: str
    copy: int
    x_px: int
    y_px: int
    width_px: int
    height_px: int
    rotation: int


class ManifestPart(Struct, frozen=True, kw_only=True):
    """One finished sheet file; `file` is relative to the manifest.

    `asked` is a hash of all that decides its pixels: two parts with the same one are the same sheet.
    """

    part: int
    file: str
    width_px: int
    height_px: int
    dpi: int
    bytes: int
    sha256: str
    placements: tuple[ManifestPlacement, ...]
    asked: str = ""


class ManifestUnplaced(Struct, frozen=True, kw_only=True, gc=False):
    """Copies left out, and why."""

    design: str
    order: str
    copies: int
    reason: str
    index: int
    message: str


class ManifestFile(Struct, frozen=True, kw_only=True):
    """A file that the job wrote beside its manifest, with its size and SHA-256."""

    name: str
    kind: FileKind
    bytes: int
    sha256: str


class PartMemory(Struct, frozen=True, kw_only=True):
    """RSS before the part's sheet was opened and after it was freed."""

    part: int
    before_bytes: int
    after_bytes: int


class MemoryReport(Struct, frozen=True, kw_only=True):
    """Measured, never assumed; `limit_bytes` is what the engine was allowed."""

    baseline_rss_bytes: int
    peak_rss_bytes: int
    limit_bytes: int
    parts: tuple[PartMemory, ...]


class Manifest(Struct, frozen=True, kw_only=True):
    """The `<job>.manifest.json` beside the sheets; `created` is ISO 8601 in UTC.

    Boxes of copies may overlap where designs were nested `by_shape`. `files` are all but the manifest itself,
    sheets first; those of before there was such a list have none, but for their parts.
    """

    job: str
    created: str
    film: Film
    parts: tuple[ManifestPart, ...]
    unplaced: tuple[ManifestUnplaced, ...]
    problems: tuple[Problem, ...]
    memory: MemoryReport
    seconds: float
    by_shape: bool = False
    files: tuple[ManifestFile, ...] = ()

    @property
    def written(self) -> tuple[ManifestFile, ...]:
        """All files that are known: its `files` or, of an older manifest, its sheets."""
        return self.files or tuple(map(sheet_file, self.parts))


def sheet_file(part: ManifestPart) -> ManifestFile:
    """Return the sheet of `part` as a file of the job."""
    return ManifestFile(name=part.file, kind="sheet", bytes=part.bytes, sha256=part.sha256)
