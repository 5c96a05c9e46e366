"""What of the orders is on no sheet, each told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.manifest import Manifest
    from gangsheet_studio.model.order import OrderLine, Size


class LeftOut(Struct, frozen=True, kw_only=True):
    """Copies that are missing and why; of a row that could not be read, `copies` and `line` are None."""

    order: str
    design: str
    copies: int | None
    line: OrderLine | None
    file: str | None
    row: int | None
    why: str


def left_out(manifest: Manifest, lines: Sequence[OrderLine]) -> list[LeftOut]:
    """Return what was left out, in the order of `lines`, then the rows of order files that are no lines."""
    errors = [problem for problem in manifest.problems if problem.severity == "error"]
    told = {problem.line: problem.message for problem in errors}
    found = []
    for entry in sorted(manifest.unplaced, key=lambda entry: entry.index):
        line = lines[entry.index - 1]
        found.append(
            LeftOut(
                order=entry.order,
                design=entry.design,
                copies=entry.copies,
                line=line,
                file=line.file,
                row=line.row,
                why=told.get(entry.index, entry.message),
            )
        )
    known = {entry.index for entry in manifest.unplaced}
    return found + [
        LeftOut(
            order="",
            design=problem.value or "",
            copies=None,
            line=None,
            file=problem.file,
            row=problem.row,
            why=problem.message,
        )
        for problem in errors
        if problem.line not in known
    ]


def size_asked(size: Size) -> str:
    """Return the size that an order asks for, in words."""
    if size.width is not None and size.height is not None:
        return f"{size.width:g} x {size.height:g} in"
    if size.width is not None:
        return f"{size.width:g} in wide"
    return "as the artwork" if size.height is None else f"{size.height:g} in high"
