"""Locked copies: what stays where it is while the rest is nested anew."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.nesting.around import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Layout, Part, Placement


def kept_copies(around: Layout | None, items: Sequence[Item], film: Film) -> list[list[Placement]]:
    """Return the copies that stay, by part.

    Gone are those whose line is gone, prints something else or asks for fewer copies, and those that are no
    longer where the film has room for copies.
    """
    by_line = {item.line: item for item in items}
    ordered: Counter[int] = Counter()
    kept: list[list[Placement]] = []
    for part in sorted(around.parts if around else (), key=_number):
        while len(kept) < part.number:
            kept.append([])
        for placement in part.placements:
            item = by_line.get(placement.line)
            if item is None or not placement.locked or not _is_as_it_was(placement, item, film):
                continue
            if not placement.extra:
                if ordered[item.line] == item.quantity:
                    continue
                ordered[item.line] += 1
            kept[-1].append(msgspec.structs.replace(placement, design=item.design, order=item.order))
    while kept and not kept[-1]:
        kept.pop()
    return kept


def still_to_place(items: Sequence[Item], kept: Sequence[Sequence[Placement]]) -> list[Item]:
    """Return `items` without the copies that are `kept`, where any are left."""
    done = Counter(p.line for placements in kept for p in placements if not p.extra)
    return [
        msgspec.structs.replace(item, quantity=item.quantity - done[item.line]) if item.line in done else item
        for item in items
        if item.quantity > done[item.line]
    ]


def taken_by(kept: Sequence[Sequence[Placement]], film: Film) -> tuple[tuple[Box, ...], ...]:
    """Return what `kept` copies take of each part, with the gap, from where copies begin."""
    return tuple(tuple(box_of(placement, film) for placement in placements) for placements in kept)


def box_of(placement: Placement, film: Film) -> Box:
    """Return what a copy takes, with the gap, from where copies begin."""
    x, y = placement.x - film.left_px, placement.y - film.top_px
    return Box(y, x, x + placement.width + film.gap_px, y + placement.height + film.gap_along_px)


def _number(part: Part) -> int:
    return part.number


def _is_as_it_was(placement: Placement, item: Item, film: Film) -> bool:
    return (
        placement.picture == item.picture
        and placement.unrotated == (item.width_px, item.height_px)
        and film.left_px <= placement.x <= film.right_px - placement.width
        and film.top_px <= placement.y <= film.bottom_px - placement.height
    )
