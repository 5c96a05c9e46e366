"""What came out of a command, as staff read it and as one JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from gangsheet_studio.errors import LEFT_OUT, RefusedInputError
from gangsheet_studio.model.layout import Layout, Unplaced
from gangsheet_studio.model.problem import Problem  # noqa: TC001 - msgspec reads it at run time
from gangsheet_studio.model.units import format_bytes, format_length
from gangsheet_studio.protocol import FilmUse, Forecast  # noqa: TC001 - msgspec reads it at run time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.engine.prepare import Prepared
    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.model.manifest import ManifestUnplaced
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.protocol import CompareDone, NestDone, RenderDone

_LeftOut: TypeAlias = "Unplaced | ManifestUnplaced"


class PartUse(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a part takes: inches of film, those of plain rows for its copies, `cost` where a price is known.

    `utilisation` and `saving`, which is against plain rows, are shares of 1. What boxes cover is no figure
    where they overlap: by shape.
    """

    number: int
    copies: int
    length: float
    rows: float
    saving: float
    utilisation: float | None = None
    cost: float | None = None


class Nested(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What `nest --json` prints; lengths in inches, `utilisation` and `saving` 0 to 1.

    `rows` is what plain rows in the order given take for all copies, `cost` is there where a price is known.
    """

    parts: int
    copies: int
    film_used: float
    rows: float
    utilisation: float | None
    saving: float
    cost: float | None = None
    by_part: tuple[PartUse, ...]
    layout: Layout
    problems: tuple[Problem, ...]
    forecast: Forecast

    @property
    def exit_code(self) -> int:
        """LEFT_OUT where a copy or a row is on no part."""
        return LEFT_OUT if self.layout.unplaced or _errors(self.problems) else 0

    def text(self) -> list[str]:
        """Return the lines for staff."""
        dpi = self.layout.film.dpi
        return [
            f"{_count(self.parts, 'sheet')}, {_count(self.copies, 'copy')}",
            *(
                f"  Part {part.number}: {_size(part.width_px, part.height_px, dpi)}, "
                f"{_count(use.copies, 'copy')}, {_shares(use.utilisation, use.saving)}{_cost(use.cost)}"
                for part, use in zip(self.layout.parts, self.by_part, strict=True)
            ),
            _film_line(self.film_used, self.utilisation) + _cost(self.cost),
            f"Plain rows in the order given: {format_length(self.rows)}; saved: {100 * self.saving:.1f} %",
            f"Forecast: {format_bytes(self.forecast.peak_bytes)} of memory, "
            f"{format_bytes(self.forecast.scratch_bytes)} of scratch, about "
            f"{format_bytes(self.forecast.output_bytes)} of files, about {self.forecast.seconds:.0f} s",
            *_left_out(self.layout.unplaced, self.problems),
            *_findings(self.problems, self.layout.unplaced),
        ]

    def errors(self) -> list[str]:
        """Return the lines about what is on no part."""
        return _wrong(self.layout.unplaced, self.problems)


class Compared(Struct, frozen=True, kw_only=True):
    """What `nest --compare --json` prints: what each film takes, in the order given."""

    films: tuple[FilmUse, ...]

    @property
    def exit_code(self) -> int:
        """LEFT_OUT where every film leaves a copy out."""
        return LEFT_OUT if all(use.unplaced for use in self.films) else 0

    def text(self) -> list[str]:
        """Return a line for each film."""
        return [_use_line(use) for use in self.films]

    def errors(self) -> list[str]:
        """Return the lines of films that leave copies out."""
        return [_use_line(use) for use in self.films if use.unplaced]


class Checked(Struct, frozen=True, kw_only=True):
    """What `check --json` prints: `problems` leave copies out, `findings` are worth a look."""

    lines: int
    copies: int
    designs: int
    problems: tuple[Problem, ...]
    findings: tuple[Problem, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def exit_code(self) -> int:
        """3 where a render would refuse."""
        return RefusedInputError.exit_code if self.problems or self.unplaced else 0

    def text(self) -> list[str]:
        """Return the lines for staff."""
        lines = [
            f"{_count(self.lines, 'order line')}, {_count(self.copies, 'copy')}, "
            f"{_count(self.designs, 'design')}",
            *self.errors(),
            *_findings(self.findings, self.unplaced),
        ]
        return lines if len(lines) > 1 else [*lines, "Nothing to complain of."]

    def errors(self) -> list[str]:
        """Return the lines about what would be on no part."""
        return _wrong(self.unplaced, self.problems)


def nested(done: NestDone) -> Nested:
    """Return the document for a layout."""
    film = done.layout.film
    by_part = tuple(
        PartUse(
            number=part.number,
            copies=len(part.placements),
            length=round(part.height_px / film.dpi, 3),
            rows=round(rows, 3),
            utilisation=None if done.layout.by_shape else round(_covered(part), 4),
            saving=round(_saving(part.height_px / film.dpi, rows), 4),
            cost=round(part.height_px / film.dpi * film.price, 2) if film.price else None,
        )
        for part, rows in zip(done.layout.parts, done.rows, strict=True)
    )
    return Nested(
        rows=round(done.rows_in_all, 3),
        saving=round(_saving(done.layout.film_used, done.rows_in_all), 4),
        cost=round(done.layout.film_used * film.price, 2) if film.price else None,
        by_part=by_part,
        parts=len(done.layout.parts),
        copies=done.layout.copies,
        film_used=round(done.layout.film_used, 3),
        utilisation=None if done.layout.by_shape else round(done.layout.utilisation, 4),
        layout=done.layout,
        problems=done.problems,
        forecast=done.forecast,
    )


def compared(done: CompareDone) -> Compared:
    """Return the document for what films take."""
    return Compared(films=done.uses)


def checked(lines: Sequence[OrderLine], prepared: Prepared, looked: Sequence[Problem]) -> Checked:
    """Return the document for `lines`, what preparing them found and what a look at their artwork did."""
    problems = (*prepared.problems, *looked)
    return Checked(
        lines=len(lines),
        copies=sum(line.quantity for line in lines),
        designs=len(prepared.by_key),
        problems=_errors(problems),
        findings=tuple(p for p in problems if p.severity != "error"),
        unplaced=prepared.layout.unplaced,
    )


def rendered(done: RenderDone) -> list[str]:
    """Return the lines for staff: sheets, film, what was left out and why, memory and time."""
    made = done.manifest
    copies = sum(len(part.placements) for part in made.parts)
    used = sum(part.height_px / part.dpi for part in made.parts)
    film = sum(part.width_px * part.height_px for part in made.parts)
    boxes = sum(p.width_px * p.height_px for part in made.parts for p in part.placements)
    return [
        f"{made.job}: {_count(len(made.parts), 'sheet')}, {_count(copies, 'copy')}",
        *(
            f"  {part.file}: {_size(part.width_px, part.height_px, part.dpi)} at {part.dpi} dpi, "
            f"{_count(len(part.placements), 'copy')}, {format_bytes(part.bytes)}"
            for part in made.parts
        ),
        *_kept_line(len(done.kept), len(made.parts)),
        _film_line(used, None if made.by_shape or not film else boxes / film),
        *_left_out(made.unplaced, made.problems),
        *_findings(made.problems, made.unplaced),
        f"Peak memory: {format_bytes(made.memory.peak_rss_bytes)} of "
        f"{format_bytes(made.memory.limit_bytes)}; {made.seconds:.1f} s",
        f"Manifest: {done.manifest_file}",
    ]


def _kept_line(kept: int, parts: int) -> list[str]:
    if not kept:
        return []
    were = "was" if kept == 1 else "were"
    return [f"{kept} of {_count(parts, 'sheet')} {were} already done, and {were} kept"]


def render_errors(done: RenderDone) -> list[str]:
    """Return the lines about what is on no sheet."""
    return _wrong(done.manifest.unplaced, done.manifest.problems)


def _film_line(inches: float, utilisation: float | None) -> str:
    line = f"Film used: {format_length(inches)} ({format_length(inches, 'mm')})"
    return line if utilisation is None else f"{line}, {100 * utilisation:.1f} % of it covered"


def _use_line(use: FilmUse) -> str:
    length = f"{format_length(use.length)} ({format_length(use.length, 'mm')})"
    cost = _cost(use.cost) if use.film.price else ""
    left_out = f", {_count(use.unplaced, 'copy')} left out" if use.unplaced else ""
    return f"{format_length(use.film.width)}: {length}, {_count(use.parts, 'sheet')}{cost}{left_out}"


def _shares(utilisation: float | None, saving: float) -> str:
    covered = "" if utilisation is None else f"{100 * utilisation:.1f} % covered, "
    than = "less" if saving >= 0 else "more"
    return f"{covered}{100 * abs(saving):.1f} % {than} film than plain rows"


def _cost(cost: float | None) -> str:
    return "" if cost is None else f", cost {cost:.2f}"


def _covered(part: Part) -> float:
    return sum(p.width * p.height for p in part.placements) / (part.width_px * part.height_px)


def _saving(film: float, rows: float) -> float:
    return 1 - film / rows if rows else 0.0


def _size(width_px: int, height_px: int, dpi: int) -> str:
    inches = f"{format_length(width_px / dpi)[:-3]} x {format_length(height_px / dpi)}"
    return f"{inches} ({format_length(width_px / dpi, 'mm')[:-3]} x {format_length(height_px / dpi, 'mm')})"


def _wrong(unplaced: Sequence[_LeftOut], problems: Sequence[Problem]) -> list[str]:
    """Return the lines about what is not printed, without warnings and notes."""
    return [*_left_out(unplaced, problems), *_findings(_errors(problems), unplaced)]


def _left_out(unplaced: Iterable[_LeftOut], problems: Sequence[Problem]) -> list[str]:
    """Return what is left out and why, told as its problem tells it, which names file and row."""
    told = {problem.line: problem.message for problem in _errors(problems)}
    lines: list[str] = []
    copies = 0
    for entry in unplaced:
        order = f"order {entry.order}, " if entry.order else ""
        why = told.get(_line(entry), entry.message)
        lines.append(f"  {order}{entry.design}, {_count(entry.copies, 'copy')}: {why}")
        copies += entry.copies
    return [f"Left out: {_count(copies, 'copy')}", *lines] if lines else []


def _line(entry: _LeftOut) -> int:
    return entry.line if isinstance(entry, Unplaced) else entry.index


def _findings(problems: Sequence[Problem], unplaced: Iterable[_LeftOut]) -> list[str]:
    """Return the problems, worst first, without the errors of lines whose copies are listed as left out."""
    left_out = {_line(entry) for entry in unplaced}
    problems = [p for p in problems if p.severity != "error" or p.line not in left_out]
    lines: list[str] = []
    for severity, word in (("error", "problem"), ("warning", "warning"), ("note", "note")):
        found = [problem for problem in problems if problem.severity == severity]
        if found:
            lines.append(f"{_count(len(found), word)}:")
            lines += [f"  {problem.message}" for problem in found]
    return lines


def _errors(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.severity == "error")


def _count(number: int, word: str) -> str:
    if number == 1:
        return f"1 {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"
