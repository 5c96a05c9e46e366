"""From a layout as it is seen to the sheets as they are written: with marks, and mirrored."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.marking import with_marks
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part, Placement

_NAMED: Final = 3  # copies; the others are counted


class Imposed(Struct, frozen=True):
    """A layout as its sheets are written, and warnings of marks that found no room."""

    layout: Layout
    problems: tuple[Problem, ...]


def impose(layout: Layout, job: Job) -> Imposed:
    """Return what goes on the sheets of `job`, each copy and mark where it lies: mirrored if they are."""
    marked = with_marks(layout, job.lines, job.output, job.name, time.strftime("%Y-%m-%d"))
    parts = marked.layout.parts
    if job.output.mirror:
        parts = tuple(map(_mirrored, parts))
    left_out = (
        ("label", "label", marked.unlabelled),
        ("qr", "QR code (it is too long, or the copy too small)", marked.uncoded),
        ("crop-mark", "crop mark", marked.uncropped),
    )
    problems = tuple(_problem(name, what, copies) for name, what, copies in left_out if copies)
    return Imposed(msgspec.structs.replace(marked.layout, parts=parts), problems)


def _mirrored(part: Part) -> Part:
    width = part.width_px
    return msgspec.structs.replace(
        part,
        placements=tuple(msgspec.structs.replace(p, x=width - p.x - p.width) for p in part.placements),
        marks=tuple(msgspec.structs.replace(m, x=width - m.x - m.width) for m in part.marks),
    )


def _problem(name: str, what: str, copies: Sequence[Placement]) -> Problem:
    """Return the warning that `copies` lack a mark."""
    names = ", ".join(f"“{copy.design}” copy {copy.copy}" for copy in copies[:_NAMED])
    names += f" and {len(copies) - _NAMED:,} more" if len(copies) > _NAMED else ""
    return Problem(
        id=f"marks.{name}-left-out",
        severity="warning",
        message=f"There is no room for the {what} of {names}; move copies apart, or lay the job out again.",
        line=copies[0].line,
    )
