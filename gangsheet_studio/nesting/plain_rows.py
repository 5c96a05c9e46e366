"""Plain rows in the order given: what a shop lays out by hand, and the film every layout is measured by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.nesting.skyline import Run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.nesting.skyline import Choice, Strip


def pack_rows(boxes: Iterable[tuple[Choice, int]], width: int, longest: int) -> list[Strip]:
    """Return the parts: each choice and its copies from left to right, a new row where one is full.

    Every box fits the part; sizes include the gap.
    """
    parts: list[Strip] = []
    x = y = row_height = 0
    for (across, along, kind), copies in boxes:
        to_place = copies
        while to_place:
            if x + across > width:
                x, y, row_height = 0, y + row_height, 0
            if not parts or y + along > longest:
                parts.append([])
                x = y = row_height = 0
            count = min(to_place, (width - x) // across)
            parts[-1].append(Run(x, y, across, along, kind, count))
            x += count * across
            row_height = max(row_height, along)
            to_place -= count
    return parts
