"""What drawing artwork small brings to light: a header can be good and the picture behind it damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.model.order import where

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem

_ARTWORK: Final = "designs."
DAMAGED: Final = "designs.damaged"
"""Of artwork that can be read in part: it prints where staff have accepted that."""
_ACCEPTED: Final = " What can be read of it is printed."


def is_bad_artwork(problem: Problem) -> bool:
    """Return whether `problem` says that a file can't be read: its copies will not print."""
    return problem.severity == "error" and problem.id.startswith(_ARTWORK)


def artwork_problems(
    lines: Sequence[OrderLine], problems: Mapping[str, Problem], told: Collection[int | None]
) -> Iterator[Problem]:
    """Yield a problem for each line, but for those in `told`, whose path is in `problems`."""
    if not problems:
        return
    for number, line in enumerate(lines, 1):
        found = problems.get(line.path) if line.path else None
        if found is not None and number not in told:
            accepted = line.accept_damage and found.id == DAMAGED
            yield msgspec.structs.replace(
                found,
                severity="warning" if accepted else found.severity,
                message=f"{where(number, line)}: {found.message}{_ACCEPTED if accepted else ''}",
                value=line.design,
                line=number,
            )
