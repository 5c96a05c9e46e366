"""Order lines whose artwork is damaged: none prints unless staff have accepted what can be read of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.on_lines import problem_of, unplaced_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Unplaced
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem


def find_damaged(
    lines: Sequence[OrderLine], designs: Mapping[str, Design]
) -> tuple[list[Unplaced], list[Problem]]:
    """Return the lines that are left out, and what is wrong with each; `designs` by path."""
    unplaced: list[Unplaced] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        design = designs.get(line.path or "")
        if design is None or not design.damage:
            continue
        text = f"“{design.name}” is damaged: it {design.damage}"
        if line.accept_damage:
            text += "; what can be read of it is printed."
            problems.append(problem_of("designs.damaged", number, line, text, "warning"))
            continue
        text += "; export it again, or choose to print it all the same."
        unplaced.append(unplaced_line(number, line, "design-damaged", text))
        problems.append(problem_of("designs.damaged", number, line, text))
    return unplaced, problems
