"""What will be left out of a run, in the words that Make sheets asks with, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

from gangsheet_studio.studio.words import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.model.layout import Layout, Unplaced
    from gangsheet_studio.model.manifest import ManifestUnplaced
    from gangsheet_studio.model.problem import Problem

    AnyUnplaced: TypeAlias = Unplaced | ManifestUnplaced

MOST_NAMED: Final = 12


class LeftOut(Struct, frozen=True, kw_only=True):
    """`summary` is the sentence, `names` say each line and why, `warnings` print but may disappoint."""

    summary: str
    names: tuple[str, ...]
    warnings: int = 0

    @property
    def question(self) -> str:
        """The whole question, ready for a dialog."""
        lines = [self.summary, *(f"\u2022 {name}" for name in self.names)]
        if self.warnings:
            lines.append(f"{count(self.warnings, 'warning')}: these print, but may disappoint.")
        return "\n".join(lines)


def left_out(problems: Sequence[Problem], layout: Layout) -> LeftOut | None:
    """Return what a render of `layout` would leave out, or None if every copy and row is printed."""
    lines = {entry.line for entry in layout.unplaced}
    # An error on no order line is a row that never became one.
    errors = dict.fromkeys(problem for problem in problems if problem.severity == "error")
    rows = [problem.message for problem in errors if problem.line not in lines]
    if not lines and not rows:
        return None
    named = [*names_of(layout.unplaced), *rows]
    warnings = {problem for problem in problems if problem.severity == "warning"}
    return LeftOut(summary=_summary(layout, rows), names=shortened(named), warnings=len(warnings))


def names_of(unplaced: Iterable[AnyUnplaced]) -> tuple[str, ...]:
    """Return a line for each of `unplaced`: design, copies and why."""
    return tuple(f"{entry.design}, {count(entry.copies, 'copy')}: {entry.message}" for entry in unplaced)


def shortened(names: Sequence[str], most: int = MOST_NAMED) -> tuple[str, ...]:
    """Return `most` of `names` at most, and how many more there are."""
    if len(names) <= most:
        return tuple(names)
    return (*names[:most], f"and {len(names) - most:,} more")


def _summary(layout: Layout, rows: Sequence[str]) -> str:
    copies = sum(entry.copies for entry in layout.unplaced)
    lines = len({entry.line for entry in layout.unplaced})
    parts = [f"{count(copies, 'copy')} of {count(lines, 'line')}"] if lines else []
    if rows:
        parts.append(f"{count(len(rows), 'order row or file', 'order rows or files')} with an error")
    return f"{' and '.join(parts)} will be left out:"
