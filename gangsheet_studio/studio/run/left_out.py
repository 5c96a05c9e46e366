"""What will be left out of a run, in the words that Make sheets asks with, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from gangsheet_studio.model.layout import Unplaced
from gangsheet_studio.studio.job.artwork_problems import is_bad_artwork
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.manifest import Manifest, ManifestUnplaced
    from gangsheet_studio.model.problem import Problem

    AnyUnplaced: TypeAlias = Unplaced | ManifestUnplaced

MOST_NAMED: Final = 12
_FORECAST: Final = "forecast."
_STAYS_EMPTY: Final = "Its place on the film stays empty."


class LeftOut(Struct, frozen=True, kw_only=True):
    """`summary` is the sentence, `names` say each line and why, `warnings` print but may disappoint.

    With `all_copies` there is nothing left to print.
    """

    summary: str
    names: tuple[str, ...]
    warnings: int = 0
    all_copies: bool = False

    @property
    def question(self) -> str:
        """The whole question, ready for a dialog."""
        lines = [self.summary, *(f"\u2022 {name}" for name in self.names)]
        if self.warnings:
            lines.append(f"{count(self.warnings, 'warning')}: these print, but may disappoint.")
        return "\n".join(lines)


def left_out(problems: Sequence[Problem], layout: Layout) -> LeftOut | None:
    """Return what a render of `layout` would leave out, or None if every copy and row is printed."""
    unreadable = _unreadable(problems, layout)
    unplaced = (*layout.unplaced, *unreadable)
    lines = {entry.line for entry in unplaced}
    errors = dict.fromkeys(problem for problem in problems if problem.severity == "error")
    # An error on no order line is a row that never became one; what is short leaves nothing out.
    rows = [
        problem.message
        for problem in errors
        if problem.line not in lines and not problem.id.startswith(_FORECAST)
    ]
    if not lines and not rows:
        return None
    warnings = {
        problem for problem in problems if problem.severity == "warning" and problem.line not in lines
    }
    return LeftOut(
        summary=f"{_summary(unplaced, rows)} will be left out:",
        names=shortened([*names_of(unplaced), *rows]),
        warnings=len(warnings),
        all_copies=layout.copies == sum(entry.copies for entry in unreadable),
    )


def was_left_out(manifest: Manifest) -> LeftOut | None:
    """Return what is on no sheet of a finished run, or None if everything is."""
    unplaced = manifest.unplaced
    lines = {entry.index for entry in unplaced}
    told = {entry.message for entry in unplaced}
    rows = [
        problem.message
        for problem in dict.fromkeys(manifest.problems)
        if problem.severity == "error" and problem.line not in lines and problem.message not in told
    ]
    if not lines and not rows:
        return None
    return LeftOut(
        summary=f"Left out: {_summary(unplaced, rows)}", names=shortened([*names_of(unplaced), *rows])
    )


def names_of(unplaced: Iterable[AnyUnplaced]) -> tuple[str, ...]:
    """Return a line for each of `unplaced`: design, copies and why."""
    return tuple(f"{entry.design}, {count(entry.copies, 'copy')}: {entry.message}" for entry in unplaced)


def shortened(names: Sequence[str], most: int = MOST_NAMED) -> tuple[str, ...]:
    """Return `most` of `names` at most, and how many more there are."""
    if len(names) <= most:
        return tuple(names)
    return (*names[:most], f"and {len(names) - most:,} more")


def _unreadable(problems: Sequence[Problem], layout: Layout) -> list[Unplaced]:
    """Return the copies that have a place, which stays empty because their artwork turned out damaged."""
    told = {problem.line: problem for problem in problems if problem.line and is_bad_artwork(problem)}
    if not told:
        return []
    found: dict[int, Unplaced] = {}
    for placement in (each for part in layout.parts for each in part.placements):
        problem = told.get(placement.line)
        if problem is None:
            continue
        before = found.get(placement.line)
        found[placement.line] = Unplaced(
            line=placement.line,
            design=placement.design,
            order=placement.order,
            copies=1 + (before.copies if before else 0),
            reason="design-damaged",
            message=f"{problem.message} {_STAYS_EMPTY}",
        )
    return [found[line] for line in sorted(found)]


def _summary(unplaced: Sequence[AnyUnplaced], rows: Sequence[str]) -> str:
    copies = sum(entry.copies for entry in unplaced)
    lines = len({entry.line if isinstance(entry, Unplaced) else entry.index for entry in unplaced})
    parts = [f"{count(copies, 'copy')} of {count(lines, 'line')}"] if lines else []
    if rows:
        parts.append(f"{count(len(rows), 'order row or file', 'order rows or files')} with an error")
    return " and ".join(parts)
