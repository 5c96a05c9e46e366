"""Damaged artwork that is printed all the same, because the call names it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.order import Orders


def accept_damaged(orders: Orders, files: Sequence[str]) -> Orders:
    """Return `orders` in which lines with artwork called as one of `files`, or at that path, accept damage.

    UsageError for a file that no line prints.
    """
    names = {name: str(Path(name).absolute()) for name in files}
    used = {path for line in orders.lines if line.path for path in (line.path, Path(line.path).name)}
    for name, path in names.items():
        if not {name, path} & used:
            raise UsageError(f"No order line prints “{name}”; name damaged artwork that is ordered.")
    wanted = {*names, *names.values()}
    lines = [
        msgspec.structs.replace(line, accept_damage=True)
        if line.path and {line.path, Path(line.path).name} & wanted
        else line
        for line in orders.lines
    ]
    return msgspec.structs.replace(orders, lines=tuple(lines))
