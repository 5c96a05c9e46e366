"""What is wrong or worth knowing about an order, a design or a layout."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "note"]


class Problem(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """One finding. An error leaves copies out, a warning prints but may disappoint, a note explains.

    `id` is stable; `message` is one sentence that names file, row, column and value where there are any.
    `row` counts as the order file's program shows it, from 1; `line` is the 1-based order line it is about.
    """

    id: str
    severity: Severity
    message: str
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    line: int | None = None
    figure: float | None = None
    choices: tuple[str, ...] = ()
