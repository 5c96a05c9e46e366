"""Items by kind: those that can take the same boxes are alike to a packer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from gangsheet_studio.nesting.instant import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.nesting.around import Box
    from gangsheet_studio.nesting.skyline import Choice


class Kinds(Struct, frozen=True):
    """Items by kind, each kind's ways to lie in pixels with the gap, and every item's plain box in order."""

    items: list[list[Item]]
    choices: tuple[Choice, ...]
    in_order: list[tuple[Choice, int]]

    @property
    def copies(self) -> tuple[int, ...]:
        """Copies to place, by kind."""
        return tuple(sum(item.quantity for item in same) for same in self.items)


def inner(film: Film) -> tuple[int, int]:
    """Return the pixels that are for copies, across and along the film."""
    return film.right_px - film.left_px, film.bottom_px - film.top_px


def turns(item: Item, film: Film) -> list[tuple[int, int]]:
    """Return the boxes an item may take, upright first; a square has no other way round."""
    box = item.width_px, item.height_px
    fixed = item.upright or film.rotate == "none" or box[0] == box[1]
    return [box] if fixed else [box, box[::-1]]


def ways(item: Item, film: Film) -> list[tuple[int, int]]:
    """Return the boxes an item may take that fit the film."""
    across, along = inner(film)
    return [(width, height) for width, height in turns(item, film) if width <= across and height <= along]


def sort_by_kind(items: Sequence[Item], film: Film) -> Kinds:
    """Return `items` by kind; each of them fits the film."""
    gap, gap_along = film.gap_px, film.gap_along_px
    by_kind: list[list[Item]] = []
    choices: list[Choice] = []
    known: dict[frozenset[tuple[int, int]], int] = {}
    in_order: list[tuple[Choice, int]] = []
    for item in items:
        boxes = ways(item, film)
        kind = known.setdefault(frozenset(boxes), len(known))
        if kind == len(by_kind):
            by_kind.append([])
            choices += [(width + gap, height + gap_along, kind) for width, height in boxes]
        by_kind[kind].append(item)
        in_order.append(((boxes[0][0] + gap, boxes[0][1] + gap_along, kind), item.quantity))
    return Kinds(by_kind, tuple(choices), in_order)


def room_for(kinds: Kinds, film: Film, taken: tuple[tuple[Box, ...], ...] = ()) -> Room:
    """Return what a packer needs to lay `kinds` out on `film`, around what is `taken` of each part."""
    across, along = inner(film)
    return Room(
        choices=kinds.choices,
        copies=kinds.copies,
        width=across + film.gap_px,
        longest=along + film.gap_along_px,
        lost=film.top_px + film.end_px - film.gap_along_px,
        taken=taken,
    )
