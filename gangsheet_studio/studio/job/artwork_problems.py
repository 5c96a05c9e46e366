"""What drawing artwork small brings to light: a header can be good and the picture behind it damaged."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem

_ARTWORK: Final = "designs."


def is_bad_artwork(problem: Problem) -> bool:
    """Return whether `problem` says that a file can't be read: its copies will not print."""
    return problem.severity == "error" and problem.id.startswith(_ARTWORK)


def where(number: int, line: OrderLine) -> str:
    """Return where order line `number` is found: by its file and row, as the engine says it."""
    if line.file is None or line.row is None:
        return f"Line {number}"
    return f"{PurePath(line.file).name}, row {line.row}"


def artwork_problems(
    lines: Sequence[OrderLine], problems: Mapping[str, Problem], told: Collection[int | None]
) -> Iterator[Problem]:
    """Yield a problem for each line, but for those in `told`, whose path is in `problems`."""
    if not problems:
        return
    for number, line in enumerate(lines, 1):
        found = problems.get(line.path) if line.path else None
        if found is not None and number not in told:
            yield msgspec.structs.replace(
                found, message=f"{where(number, line)}: {found.message}", value=line.design, line=number
            )
