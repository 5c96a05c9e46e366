"""The film that plain rows would take for what a layout holds: what its saving is counted from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.nesting.layout import rows_film

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.model.layout import Item, Layout, Placement


def rows(layout: Layout, items: Sequence[Item]) -> tuple[tuple[float, ...], float]:
    """Return the inches that plain rows in the order given take for the copies of each part, and of all."""
    by_part = tuple(rows_film(_only(items, part.placements), layout.film) for part in layout.parts)
    placed = (placement for part in layout.parts for placement in part.placements)
    return by_part, rows_film(_only(items, placed), layout.film)


def _only(items: Iterable[Item], placements: Iterable[Placement]) -> list[Item]:
    """Return `items` with as many copies as are among `placements`."""
    copies = Counter(placement.line for placement in placements)
    return [
        msgspec.structs.replace(item, quantity=copies[item.line]) for item in items if item.line in copies
    ]
