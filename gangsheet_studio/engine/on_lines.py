"""What is told of an order line: by its file and row where it has them, by its number otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.layout import Unplaced
from gangsheet_studio.model.order import where
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Severity


def unplaced_line(number: int, line: OrderLine, reason: str, message: str) -> Unplaced:
    """Return that no copy of order line `number` is placed, and why."""
    return Unplaced(
        line=number,
        design=line.design,
        order=line.order,
        copies=max(line.quantity, 0),
        reason=reason,
        message=message,
    )


def problem_of(
    name: str,
    number: int,
    line: OrderLine,
    message: str,
    severity: Severity = "error",
    figure: float | None = None,
) -> Problem:
    """Return a problem of order line `number`, which `message` is about."""
    return Problem(
        id=name,
        severity=severity,
        message=f"{where(number, line)}: {message}",
        file=line.file,
        row=line.row,
        value=line.design,
        line=number,
        figure=figure,
    )
