"""From a layout to the sheets: with marks, as they are seen, then mirrored, as they are written."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.marking import with_marks
from gangsheet_studio.model.marks import PROBLEMS
from gangsheet_studio.model.output import output_problem
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part, Placement
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.output import Output

_NAMED: Final = 3  # copies; the others are counted


class Imposed(Struct, frozen=True):
    """A layout with its marks, and warnings of those that found no room."""

    layout: Layout
    problems: tuple[Problem, ...]

    @property
    def marks(self) -> tuple[tuple[Mark, ...], ...]:
        """The marks of each part."""
        return tuple(part.marks for part in self.layout.parts)


def impose(layout: Layout, job: Job) -> Imposed:
    """Return what goes on the sheets of `job`, each copy and mark where it lies: mirrored if they are."""
    seen = impose_as_seen(layout, job.lines, job.output, job.name)
    if not job.output.mirror:
        return seen
    parts = tuple(map(_mirrored, seen.layout.parts))
    return Imposed(msgspec.structs.replace(seen.layout, parts=parts), seen.problems)


def impose_as_seen(layout: Layout, lines: Sequence[OrderLine], output: Output, job: str) -> Imposed:
    """Return `layout` of `lines` with the marks of `output` where they are seen, before mirroring.

    An output that no sheet can be written as has none. `job` is the name that headers say.
    """
    if output_problem(output):
        return Imposed(layout, ())
    marked = with_marks(layout, lines, output, job, time.strftime("%Y-%m-%d"))
    left_out = (
        ("label", "label", marked.unlabelled),
        ("qr", "QR code (it is too long, or the copy too small)", marked.uncoded),
        ("crop-mark", "crop mark", marked.uncropped),
    )
    problems = tuple(_problem(name, what, copies) for name, what, copies in left_out if copies)
    return Imposed(marked.layout, problems)


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
        id=f"{PROBLEMS}{name}-left-out",
        severity="warning",
        message=f"There is no room for the {what} of {names}; move copies apart, or lay the job out again.",
        line=copies[0].line,
    )
