"""Order lines to items: probe each design once, size every line, and list what can't be laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gangsheet_studio.engine.borders import find_borders
from gangsheet_studio.engine.checks import check_copies, check_hardening, check_sizes
from gangsheet_studio.engine.damaged import find_damaged
from gangsheet_studio.engine.on_lines import problem_of, unplaced_line
from gangsheet_studio.engine.probing import probe_all
from gangsheet_studio.engine.stopping import interruptible
from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import Deduplicated, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from threading import Event

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.engine.probing import Probed
    from gangsheet_studio.errors import RefusedInputError
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Unplaced
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import Listener


class Items(Struct, frozen=True, kw_only=True):
    """What is there to lay out: `designs` by path, exact items, the copies of all other lines, and why."""

    designs: dict[str, Design]
    items: tuple[Item, ...]
    unplaced: tuple[Unplaced, ...]
    problems: tuple[Problem, ...]

    @property
    def by_key(self) -> dict[str, Design]:
        """The distinct designs by their content's hash."""
        return distinct(self.designs)


def distinct(designs: dict[str, Design]) -> dict[str, Design]:
    """Return `designs`, which are by path, by their content's hash: the first path of each."""
    return {design.key: design for design in reversed(designs.values())}


def find_items(
    lines: Sequence[OrderLine],
    film: Film,
    known: Sequence[Problem],
    cancel: Event,
    listener: Listener,
    artwork: Artwork,
) -> Items:
    """Probe and size `lines`; a bad line never stops a good one.

    Problems beside those `known` go to `listener` as findings. CancelledError once `cancel` is set.
    """
    from gangsheet_studio.nesting import size_items

    check_copies(lines)
    check_sizes(lines)
    check_hardening(lines)
    probed = probe_all((line.path for line in lines if line.path), artwork.probes, cancel, listener)
    designs = {path: found for path, found in probed.items() if isinstance(found, Design)}
    _say_duplicates(lines, designs, listener)
    missing, problems = _without_design(lines, probed, known)
    say_findings(problems, listener, cancel)
    damaged, damages = find_damaged(lines, designs)
    borders = find_borders(lines, designs, cancel, listener, artwork.inspections)
    damages += borders.problems
    damaged += borders.unplaced
    say_findings(damages, listener, cancel)
    blocked = {entry.line for entry in damaged}
    with interruptible(cancel):
        sized = size_items(lines, designs, film, borders.trims)
    wanted = [problem for problem in sized.problems if problem.line not in blocked]
    say_findings(wanted, listener, cancel)
    return Items(
        designs=designs,
        items=tuple(item for item in sized.items if item.line not in blocked),
        unplaced=(*missing, *damaged, *_without_item(lines, designs, sized.items)),
        problems=(*problems, *damages, *wanted),
    )


def _say_duplicates(lines: Sequence[OrderLine], designs: dict[str, Design], listener: Listener) -> None:
    used = [designs[line.path].key for line in lines if line.path in designs]
    listener(Deduplicated(files=len(used), unique=len(set(used))))


def say_findings(problems: Iterable[Problem], listener: Listener, cancel: Event) -> None:
    """Send each of `problems`; CancelledError once `cancel` is set."""
    for problem in problems:
        stop_if(cancel)
        listener(Finding(problem=problem))


def _without_design(
    lines: Sequence[OrderLine], probed: dict[str, Probed], known: Sequence[Problem]
) -> tuple[list[Unplaced], list[Problem]]:
    """Return the copies of lines whose design is missing or unreadable, and the problems not yet known."""
    told = {problem.line: problem.message for problem in known if problem.severity == "error"}
    unplaced: list[Unplaced] = []
    problems: list[Problem] = []
    refused: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.path:
            text = f"No artwork was found for “{line.design}”; put the file into the artwork folder."
            text = told.get(number, text)
            unplaced.append(unplaced_line(number, line, "design-missing", text))
            if number not in told:
                problems.append(problem_of("design.missing", number, line, text))
            continue
        refusal = probed[line.path]
        if isinstance(refusal, Design):
            continue
        unplaced.append(unplaced_line(number, line, _reason(refusal), str(refusal)))
        if line.path not in refused:
            refused.add(line.path)
            problems += [_on_line(problem, number, line) for problem in refusal.problems]
    return unplaced, problems


def _without_item(
    lines: Sequence[OrderLine], designs: dict[str, Design], items: Sequence[Item]
) -> list[Unplaced]:
    """Return the lines that have a design and yet became no item: they ask for no copy."""
    sized = {item.line for item in items}
    text = "“{}” asks for {} copies; ask for 1 or more."
    return [
        unplaced_line(number, line, "no-copies", text.format(line.design, line.quantity))
        for number, line in enumerate(lines, 1)
        if line.path in designs and number not in sized
    ]


def _reason(refusal: RefusedInputError) -> str:
    gone = any(problem.id == "designs.missing" for problem in refusal.problems)
    return "design-missing" if gone else "design-unreadable"


def _on_line(problem: Problem, number: int, line: OrderLine) -> Problem:
    """Return `problem` of a design as one of an order line, by its row where it has one."""
    if line.row is None:
        return msgspec.structs.replace(problem, line=number)
    return problem_of(problem.id, number, line, problem.message)
