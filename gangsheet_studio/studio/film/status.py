"""What the line below the film says of the copies that are selected or dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.snapping import box_of
from gangsheet_studio.model.units import format_length
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gangsheet_studio.model.arrange import Copy, Spot
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.film.closeness import Close

HINT = "Click a copy to select it, drag it to move it. Shift and drag on empty film selects several."


def selection_words(spots: Sequence[Spot], close: Close, dpi: int, unit: Unit) -> str:
    """Return what is selected, its size and place, and what is the matter with it; a hint for nothing."""
    if not spots:
        return HINT
    placements = [spot.placement for spot in spots]
    first = placements[0]
    box = box_of(placements)
    name = first.design if len(spots) == 1 else f"{count(len(spots), 'copy', 'copies')} selected"
    said = [name]
    parts = {spot.part for spot in spots}
    if len(parts) == 1:
        sides = _pair(box.right - box.left, box.bottom - box.top, dpi, unit, " x ")
        said.append(f"{sides} at {_pair(box.left, box.top, dpi, unit, ', ')}")
    else:
        said.append(f"on {count(len(parts), 'part')}")
    turns = {placement.rotation for placement in placements}
    if len(turns) == 1 and first.rotation:
        said.append(f"turned {first.rotation}°")
    if locked := sum(placement.locked for placement in placements):
        said.append("locked" if locked == len(spots) else f"{locked:,} locked")
    return ", ".join([*said, *close_words({(p.line, p.copy) for p in placements}, close)])


def close_words(copies: Collection[Copy], close: Close) -> list[str]:
    """Return in words what the colours say of `copies`."""
    over, near = len(close.over.intersection(copies)), len(close.near.intersection(copies))
    if len(copies) == 1:
        return ["overlaps another copy"] if over else ["closer than the gap to another copy"] if near else []
    said = []
    if over:
        said.append(f"{over:,} overlapping")
    if near:
        said.append(f"{near:,} closer than the gap")
    return said


def _pair(one: int, other: int, dpi: int, unit: Unit, between: str) -> str:
    first = format_length(one / dpi, unit).removesuffix(f" {unit}")
    return f"{first}{between}{format_length(other / dpi, unit)}"
