"""Transparent borders: what is left of trimmed lines, and lines of which nothing is left."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.engine.on_lines import problem_of, unplaced_line
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.protocol import Progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from threading import Event

    from gangsheet_studio.engine.inspecting import InspectionCache
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box, Inspection
    from gangsheet_studio.model.layout import Unplaced
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import Listener

_PIXELS_A_BYTE: Final = 100  # blank pixels deflate to less than half of that
_HEADER_BYTES: Final = 400


class Borders(Struct, frozen=True):
    """What is printed of trimmed lines, by line; those that are left out, and why."""

    trims: dict[int, Box]
    unplaced: list[Unplaced]
    problems: list[Problem]


def find_borders(
    lines: Sequence[OrderLine],
    designs: Mapping[str, Design],
    cancel: Event,
    listener: Listener,
    inspections: InspectionCache,
) -> Borders:
    """Look at the designs, which are by path, of lines that are trimmed, and of those that may be empty.

    A line of which nothing would be seen is left out: film costs money, and such a file is no artwork but
    the leftover of a failed export.
    """
    found = Borders({}, [], [])
    wanted = {
        number: (line, design)
        for number, line in enumerate(lines, 1)
        if (design := designs.get(line.path or "")) and _needs_a_look(line, design)
    }

    def look(number: int) -> Inspection | RefusedInputError | None:
        line, design = wanted[number]
        try:
            return inspections.look(design, line, cancel)
        except RefusedInputError as refusal:
            return refusal

    with closing(as_ready(list(wanted), look, cancel)) as ready:
        seen = {}
        for number, inspection in ready:
            seen[number] = inspection
            line, design = wanted[number]
            if line.trim:
                text = f"Looked for the borders of {design.name}, {len(seen)} of {len(wanted)}"
                listener(Progress(phase="probing", fraction=0.0, text=text))
    for number, (line, design) in wanted.items():
        _note(found, number, line, design, seen[number])
    return found


def _needs_a_look(line: OrderLine, design: Design) -> bool:
    if not design.alpha or (design.damage and not line.accept_damage):
        return False
    stored = (design.file_bytes - _HEADER_BYTES) * _PIXELS_A_BYTE
    return line.trim or stored < design.width_px * design.height_px


def _note(
    found: Borders, number: int, line: OrderLine, design: Design, seen: Inspection | RefusedInputError | None
) -> None:
    if isinstance(seen, RefusedInputError):
        found.unplaced.append(unplaced_line(number, line, "design-damaged", str(seen)))
        found.problems.append(problem_of("designs.damaged", number, line, str(seen)))
    elif seen is None:
        if line.trim:
            held = format_bytes(design.decoding_bytes)
            text = (
                f"“{design.name}” keeps its borders: looking at it would take {held} of memory; "
                "trim it in the program it was made with."
            )
            found.problems.append(problem_of("designs.not-trimmed", number, line, text, "warning"))
    elif seen.box is None:
        text = f"“{design.name}” is empty: nothing of it would be seen in print; export it again."
        found.unplaced.append(unplaced_line(number, line, "design-empty", text))
        found.problems.append(problem_of("designs.empty", number, line, text))
    elif line.trim and seen.box != (0, 0, design.width_px, design.height_px):
        found.trims[number] = seen.box
