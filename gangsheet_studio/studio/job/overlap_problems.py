"""Copies that lie over one another, as problems: only hands put them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.overlaps import crowded
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.overlaps import Judge, Pair


class OverlapProblems:
    """Remembers what it found in the last layout: many ask, and few layouts are new."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._found: tuple[Problem, ...] = ()
        self._copies = 0
        self._meet: Judge | None = None

    def judge_by(self, meet: Judge) -> None:
        """Let `meet` tell whether two copies of a layout by shape print one over the other, from now on.

        To be given again when more is known of what designs print.
        """
        self._meet, self._layout = meet, None

    def of(self, layout: Layout | None) -> tuple[Problem, ...]:
        """Return a warning for each copy that is too close to another one."""
        self._look(layout)
        return self._found

    def overlapping(self, layout: Layout | None) -> int:
        """Return how many copies lie over another one."""
        self._look(layout)
        return self._copies

    def _look(self, layout: Layout | None) -> None:
        if layout is self._layout:
            return
        pairs = () if layout is None else crowded(layout, self._meet)
        self._layout, self._found = layout, tuple(map(_problem, pairs))
        over = [pair for pair in pairs if pair.overlap]
        self._copies = len({(p.line, p.copy) for pair in over for p in (pair.first, pair.second)})


def overlap_question(copies: int) -> str:
    """Return what to ask before sheets are made on which `copies` overlap."""
    return (
        f"{count(copies, 'copy', 'copies')} lie over another one. Their designs will print one on the other."
    )


def _problem(pair: Pair) -> Problem:
    first, second = pair.first, pair.second
    where = f"“{second.design}” (copy {second.copy}) on part {pair.part}"
    other = f"“{first.design}” (copy {first.copy})"
    return Problem(
        id="layout.overlap" if pair.overlap else "layout.too-close",
        severity="warning",
        message=f"{where} lies over {other}: move one of them."
        if pair.overlap
        else f"{where} is closer to {other} than the gap: move one of them, or cut with care.",
        line=second.line,
        value=second.design,
    )
