"""All artwork of a job looked at before it is printed, pixel by pixel."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.engine.checks import check_film, check_thinnest
from gangsheet_studio.engine.findings import findings, printed
from gangsheet_studio.engine.items import find_items
from gangsheet_studio.engine.on_lines import problem_of
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.protocol import Finding, InspectDone, Inspected, InspectRequest, Progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from threading import Event

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.engine.findings import Printed
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.inspection import Inspection
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import AnyMessage, Listener

_DAMAGED: Final = "designs.damaged"


def inspect(request: InspectRequest, listener: Listener, cancel: Event, artwork: Artwork) -> InspectDone:
    """Look at the artwork of all lines; what is wrong with the lines themselves is not told again."""
    check_film(request.film)
    found = find_items(request.lines, request.film, (), cancel, _silent, artwork)
    problems = inspect_items(
        request.lines, found.items, found.by_key, request.film, request.thinnest, listener, cancel, artwork
    )
    return InspectDone(problems=tuple(problems))


def inspect_items(
    lines: Sequence[OrderLine],
    items: Sequence[Item],
    designs: Mapping[str, Design],
    film: Film,
    thinnest: float,
    listener: Listener,
    cancel: Event,
    artwork: Artwork,
) -> list[Problem]:
    """Return what staff should know of `items`; `designs` are by key, `thinnest` is inches, 0 for any line.

    Each is a finding as soon as it is known, after an Inspected of its line. CancelledError.
    """
    check_thinnest(thinnest)
    prints = [printed(lines[item.line - 1], item, designs[item.key], film.dpi) for item in items]

    def look(print_: Printed) -> Inspection | RefusedInputError | None:
        try:
            return artwork.inspections.look(
                print_.design, print_.line, cancel, print_.thickness(thinnest) if print_.design.alpha else 0.0
            )
        except RefusedInputError as refusal:
            return refusal

    by_line: dict[int, list[Problem]] = {}
    with closing(as_ready(prints, look, cancel)) as ready:
        for count, (print_, seen) in enumerate(ready, 1):
            text = f"Looked at all of {print_.design.name}, {count} of {len(prints)}"
            listener(Progress(phase="probing", fraction=count / len(prints), text=text))
            if isinstance(seen, RefusedInputError):
                problems = [problem_of(_DAMAGED, print_.number, print_.line, str(seen))]
            elif seen is not None:
                listener(Inspected(line=print_.number, key=print_.design.key, inspection=seen))
                problems = list(findings(print_, seen, thinnest))
            else:
                problems = []  # so large that only printing is worth it
            by_line[print_.number] = problems
            for problem in problems:
                listener(Finding(problem=problem))
    return [problem for number in sorted(by_line) for problem in by_line[number]]


def _silent(_message: AnyMessage) -> None:
    """Say nothing: it was told when the job was laid out."""
