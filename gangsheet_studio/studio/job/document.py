"""The open job: a frozen project, where it is saved, and every edit of it as an undoable step."""

from __future__ import annotations

import math
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from gangsheet_studio.model.arrange import delete, delete_lines, duplicate, locked_only, renumbered, spots
from gangsheet_studio.model.order import MOST_COPIES
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job.artwork_problems import is_bad_artwork
from gangsheet_studio.studio.job.commands import TOGETHER, ChangeProject
from gangsheet_studio.studio.job.line_state import is_missing
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from gangsheet_studio.model.arrange import Copy
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.model.order import OrderLine, Orders, Size
    from gangsheet_studio.model.output import Output
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.profiles import Profile

_STEPS_KEPT: Final = 200


class Document(QObject):
    """Holds a `Project`; rows count from 0, a problem's `line` from 1."""

    linesChanged = Signal()  # noqa: N815
    filmChanged = Signal()  # noqa: N815
    nestingChanged = Signal()  # noqa: N815
    layoutChanged = Signal()  # noqa: N815
    """The layout that is kept with the job, by hand or by a change of what it was made for."""
    outputChanged = Signal()  # noqa: N815
    """Name, output folder, memory budget or artwork folders."""
    problemsChanged = Signal()  # noqa: N815
    changed = Signal(object)
    """The new project, after the signals that say what of it changed."""
    cleanChanged = Signal(bool)  # noqa: N815
    pathChanged = Signal()  # noqa: N815
    begun = Signal()
    """Another job is open from now on."""

    def __init__(self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._project = Project()
        self._path: Path | None = None
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(_STEPS_KEPT)
        self._stack.cleanChanged.connect(self.cleanChanged)

    @property
    def project(self) -> Project:
        """The job as it is now."""
        return self._project

    @property
    def path(self) -> Path | None:
        """Where it was opened from or saved to; None for one that never was."""
        return self._path

    @property
    def undo_stack(self) -> QUndoStack:
        """Makes the undo and redo actions."""
        return self._stack

    @property
    def is_clean(self) -> bool:
        """Whether the job is as it was saved, or still as it was begun."""
        return self._stack.isClean()

    def new(self, project: Project, path: Path | None = None, *, clean: bool = True) -> None:
        """Begin with `project`, without a way back; `clean` is False for one that was recovered."""
        self._stack.clear()
        self._path = path
        self.begun.emit()
        self._put(project, tell_all=True)
        self.pathChanged.emit()
        if not clean:
            self._stack.resetClean()

    def mark_saved(self, path: Path) -> None:
        """Take note that the job as it is now lies in `path`."""
        self._path = path
        self._stack.setClean()
        self.pathChanged.emit()

    def add_lines(self, orders: Orders, *, name: str = "") -> None:
        """Append what was read; it names a job that has no name yet."""
        old = self._project
        shift = len(old.lines)
        added = tuple(_on_line(each, each.line and each.line + shift) for each in orders.problems)
        self._change(
            f"add {count(len(orders.lines), 'line')}",
            lines=old.lines + orders.lines,
            problems=old.problems + added,
            name=old.name or name,
        )

    def replace_lines(self, orders: Orders) -> None:
        """Put what was read in place of all lines."""
        self._change("replace the lines", lines=orders.lines, problems=orders.problems)

    def edit_size(self, row: int, size: Size) -> None:
        """Ask for another size."""
        self._change("change size", lines=_with(self._project.lines, (row,), size=size))

    def edit_quantity(self, row: int, quantity: int) -> None:
        """Ask for `quantity` copies; ValueError has a sentence where nobody prints that many."""
        if not 1 <= quantity <= MOST_COPIES:
            raise ValueError(f"{quantity:,} copies can't be ordered; give 1 to {MOST_COPIES:,}.")
        self._change("change quantity", lines=_with(self._project.lines, (row,), quantity=quantity))

    def set_upright(self, rows: Iterable[int], upright: bool) -> None:
        """Never turn the copies of these lines, or turn them as the film allows."""
        self._mark("keep upright" if upright else "allow to turn", rows, upright=upright)

    def set_fills(self, rows: Iterable[int], fills: bool) -> None:
        """Let extra copies of these lines fill the last part, or not."""
        self._mark("fill with" if fills else "don't fill with", rows, fills=fills)

    def set_trim(self, rows: Iterable[int], trim: bool) -> None:
        """Leave out the transparent borders of these lines' artwork, or print it with them."""
        self._mark("trim" if trim else "don't trim", rows, trim=trim)

    def set_harden(self, rows: Iterable[int], harden: float | None) -> None:
        """Print these lines' artwork with hard edges, opaque from alpha `harden` (0 to 1) on, or as it is."""
        self._mark("print soft edges of" if harden is None else "harden", rows, harden=harden)

    def accept_damage(self, rows: Iterable[int], accept: bool) -> None:
        """Print what can be read of these lines' damaged artwork, or leave them out."""
        self._mark("print damaged artwork of" if accept else "leave out", rows, accept_damage=accept)

    def set_path(self, row: int, path: str, *, alike: bool = True) -> int:
        """Give a line its artwork; with `alike` also all others that miss the same.

        Returns how many lines got it.
        """
        rows = (row, *self.alike(row)) if alike else (row,)
        found = {each + 1 for each in rows}
        self._change(
            f"find artwork of {count(len(rows), 'line')}",
            lines=_with(self._project.lines, rows, path=path, accept_damage=False),
            problems=tuple(p for p in self._project.problems if p.line not in found or not _is_solved(p)),
        )
        return len(rows)

    def alike(self, row: int) -> tuple[int, ...]:
        """Return the other rows that miss the same design, or the same file, as `row` does."""
        line = self._project.lines[row]
        if line.path is not None and Path(line.path).exists():
            return ()
        return tuple(
            number
            for number, other in enumerate(self._project.lines)
            if number != row and other.path == line.path and (line.path or other.design == line.design)
        )

    def duplicate(self, rows: Collection[int]) -> None:
        """Repeat each of `rows` right below itself."""
        twice = set(rows)
        kept = [row for row in range(len(self._project.lines)) for _ in range(1 + (row in twice))]
        self._rearrange(f"duplicate {count(len(twice), 'line')}", kept)

    def remove(self, rows: Collection[int]) -> None:
        """Take out `rows` and what was told about them."""
        gone = set(rows)
        kept = [row for row in range(len(self._project.lines)) if row not in gone]
        self._rearrange(f"remove {count(len(gone), 'line')}", kept)

    def set_film(self, film: Film) -> None:
        """Print on another film; changes of one setting in a row are one step."""
        only = _only_change(self._project.film, film)
        text = f"change film {only.replace('_', ' ')}" if only else "change film"
        self._change(text, merge=f"film {only}" if only else "", film=film)

    def set_nesting(self, nesting: Nesting) -> None:
        """Lay copies out in another way; changes of one setting in a row are one step."""
        only = _only_change(self._project.nesting, nesting)
        self._change("change layout", merge=f"nesting {only}" if only else "", nesting=nesting)

    def set_output(self, output: Output) -> None:
        """Write sheets in another way; changes of one setting in a row are one step."""
        only = _only_change(self._project.output, output)
        self._change("change output", merge=f"output {only}" if only else "", output=output)

    def follow(self, profile: Profile) -> None:
        """Write sheets as a RIP profile asks, on film as it asks."""
        film = profile.film(self._project.film)
        self._change(f"choose {profile.name}", output=profile.of(self._project.output), film=film)

    def set_layout(self, layout: Layout | None, text: str, *, merge: str = "") -> None:
        """Keep a layout with the job; `text` names the step, which those of one `merge` soon after join."""
        self._change(text, merge=merge, layout=layout)

    def duplicate_copies(self, layout: Layout, copies: Collection[Copy]) -> tuple[Copy, ...]:
        """Order `copies` of the layout that is shown once more, and place them; return the new ones."""
        after, added = duplicate(layout, copies)
        more = Counter(line for line, _ in added)
        text = f"duplicate {count(len(added), 'copy', 'copies')}"
        self._change(text, lines=_with_copies(self._project.lines, more), layout=after)
        return added

    def delete_copies(self, layout: Layout, copies: Collection[Copy]) -> None:
        """Order `copies` of the layout that is shown no more; a line whose last copy goes is taken out."""
        gone = {copy: spot for copy, spot in spots(layout, frozenset(copies)).items() if not spot[1].locked}
        fewer = Counter(line for (line, _), spot in gone.items() if not spot.placement.extra)
        lines = _with_copies(self._project.lines, Counter({line: -n for line, n in fewer.items()}))
        kept = [row for row, line in enumerate(lines) if line.quantity > 0 or row + 1 not in fewer]
        numbers = {row + 1: number for number, row in enumerate(kept, 1)}
        problems = tuple(
            _on_line(problem, problem.line and numbers[problem.line])
            for problem in self._project.problems
            if problem.line is None or problem.line in numbers
        )
        self._change(
            f"delete {count(len(gone), 'copy', 'copies')}",
            lines=tuple(lines[row] for row in kept),
            problems=problems,
            layout=renumbered(delete_lines(delete(layout, gone), numbers), numbers),
        )

    def improve_layout(self, layout: Layout, search: int) -> None:
        """Keep a better layout; all those of one `search` are one step."""
        self._change("improve layout", merge=f"search {search}", within=math.inf, layout=layout)

    def set_name(self, name: str) -> None:
        """Name the job, and so its sheets."""
        self._change("change name", merge="name", name=name)

    def set_out(self, out: str) -> None:
        """Save sheets in folder `out`."""
        self._change("change output folder", merge="out", out=out)

    def set_memory(self, memory: int | None) -> None:
        """Allow `memory` bytes, None for what the system allows."""
        self._change("change memory budget", merge="memory", memory=memory)

    def set_designs(self, folders: Iterable[str]) -> None:
        """Look for artwork in `folders`."""
        self._change("change artwork folders", designs=tuple(folders))

    def _mark(self, text: str, rows: Iterable[int], **mark: bool | float | None) -> None:
        lines = self._project.lines
        others = [row for row in rows if any(getattr(lines[row], name) != on for name, on in mark.items())]
        if others:
            self._change(f"{text} {count(len(others), 'line')}", lines=_with(lines, others, **mark))

    def _rearrange(self, text: str, rows: list[int]) -> None:
        """Let the lines be those that were at `rows`; problems follow their lines."""
        old = self._project
        places: dict[int, list[int]] = {}
        for number, row in enumerate(rows, 1):
            places.setdefault(row + 1, []).append(number)
        problems: list[Problem] = []
        for problem in old.problems:
            now = [None] if problem.line is None else places.get(problem.line, [])
            problems += [_on_line(problem, number) for number in now]
        layout = renumbered(locked_only(old.layout), {line: now[0] for line, now in places.items()})
        lines = tuple(old.lines[row] for row in rows)
        self._change(text, lines=lines, problems=tuple(problems), layout=layout)

    def _change(self, text: str, *, merge: str = "", within: float = TOGETHER, **fields: object) -> None:
        before = self._project
        after = msgspec.structs.replace(before, **fields)
        if "layout" not in fields and _nested(after) != _nested(before):
            # what is not locked is nested anew, for these lines on this film
            after = msgspec.structs.replace(after, layout=locked_only(before.layout))
        elif "layout" not in fields and after.layout and after.layout.film != after.roomy_film:
            layout = msgspec.structs.replace(after.layout, film=after.roomy_film)  # at another price
            after = msgspec.structs.replace(after, layout=layout)
        if after != before:
            self._stack.push(
                ChangeProject(self._put, before, after, text, merge, within=within, clock=self._clock)
            )

    def _put(self, project: Project, *, tell_all: bool = False) -> None:
        old, self._project = self._project, project
        if tell_all or project.lines is not old.lines:
            self.linesChanged.emit()
        if tell_all or project.problems is not old.problems:
            self.problemsChanged.emit()
        if tell_all or project.film != old.film:
            self.filmChanged.emit()
        if tell_all or project.nesting != old.nesting:
            self.nestingChanged.emit()
        if tell_all or project.layout is not old.layout:
            self.layoutChanged.emit()
        if tell_all or _output(project) != _output(old):
            self.outputChanged.emit()
        self.changed.emit(project)


def _is_solved(problem: Problem) -> bool:
    """Return whether another file solves `problem`."""
    return is_missing(problem) or is_bad_artwork(problem)


def _nested(project: Project) -> tuple[object, ...]:
    return project.lines, msgspec.structs.replace(project.roomy_film, price=0.0), project.roomy_nesting


def _only_change(old: Film | Nesting | Output, new: Film | Nesting | Output) -> str:
    """Return the one field that is another, or nothing where several are."""
    fields = [name for name in new.__struct_fields__ if getattr(new, name) != getattr(old, name)]
    return fields[0] if len(fields) == 1 else ""


def _output(project: Project) -> tuple[object, ...]:
    return project.name, project.out, project.memory, project.designs, project.output


def _with(lines: tuple[OrderLine, ...], rows: Iterable[int], **fields: object) -> tuple[OrderLine, ...]:
    """Return `lines` with `fields` of `rows` changed; a line that stays is the same object."""
    changed = list(lines)
    for row in rows:
        changed[row] = msgspec.structs.replace(lines[row], **fields)
    return tuple(changed)


def _with_copies(lines: tuple[OrderLine, ...], more: Counter[int]) -> tuple[OrderLine, ...]:
    """Return `lines` with `more` (or fewer) copies by their 1-based number."""
    return tuple(
        msgspec.structs.replace(line, quantity=line.quantity + more[number]) if more[number] else line
        for number, line in enumerate(lines, 1)
    )


def _on_line(problem: Problem, line: int | None) -> Problem:
    return problem if problem.line == line else msgspec.structs.replace(problem, line=line)
