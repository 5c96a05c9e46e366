"""Which copy lies where: boxes of one kind are alike, so a design's copies can lie close together.

A design that is first and last met within a short stretch of film is held in memory for that
stretch alone. Two freedoms cost no film: which copy takes which box of its kind, and the order of a
part's blocks (see `blocks.py`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, NamedTuple

from gangsheet_studio.nesting.blocks import regroup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.nesting.skyline import Strip


class Slot(NamedTuple):
    """A box on part `part` (from 0), in pixels with the gap; slots sort along the film."""

    part: int
    y: int
    x: int
    width: int
    height: int


class Copy(NamedTuple):
    """One copy of `item` and the box it takes; an `extra` one was not ordered."""

    slot: Slot
    item: Item
    extra: bool = False


class Lot(NamedTuple):
    """A design at a size: decoded once, whichever order lines it is for."""

    items: list[Item]
    copies: int

    def each(self) -> Iterator[Item]:
        """Yield each item as often as it is to be printed."""
        return chain.from_iterable(repeat(item, item.quantity) for item in self.items)


def regroup_parts(parts: Sequence[Strip], taken: Sequence[Sequence[object]] = ()) -> list[Strip]:
    """Return `parts` with their blocks in a better order, but for those where something is `taken`."""
    return [
        strip if part < len(taken) and taken[part] else regroup(strip) for part, strip in enumerate(parts)
    ]


def place_copies(
    parts: Iterable[tuple[int, Strip]], kinds: Mapping[int, Sequence[Item]], gap: int
) -> list[Copy]:
    """Give every box of numbered `parts` to a copy of one of its kind's items; `kinds` are items by kind."""
    copies: list[Copy] = []
    for kind, by_width in slots_by_kind(parts).items():
        lots = sort_by_design(kinds[kind])
        turns = sorted(by_width.items())
        slots = [sorted(found) for _, found in turns]
        if len(turns) == 1:
            across = _across(slots[0])
            whole_rows_first = sorted(lots, key=lambda lot: lot.copies % across > 0)
            shares: Sequence[Iterable[Item]] = [chain.from_iterable(lot.each() for lot in whole_rows_first)]
        else:
            shares = _share(lots, len(slots[0]), turns[0][0] - gap)
        for found, share in zip(slots, shares, strict=True):
            copies += map(Copy, found, share)
    return copies


def slots_by_kind(parts: Iterable[tuple[int, Strip]]) -> dict[int, defaultdict[int, list[Slot]]]:
    """Return the boxes of numbered `parts` by kind and width."""
    ways: defaultdict[int, defaultdict[int, list[Slot]]] = defaultdict(lambda: defaultdict(list))
    for part, strip in parts:
        for x, y, width, height, kind, number in strip:
            ways[kind][width] += [Slot(part, y, x + i * width, width, height) for i in range(number)]
    return ways


def _across(slots: Sequence[Slot]) -> int:
    """Return how many boxes mostly lie side by side.

    Copies of a design on the same rows are one in the file: rows should not begin with a stranger.
    """
    rows = Counter((slot.part, slot.y) for slot in slots)
    return Counter(rows.values()).most_common(1)[0][0]


def _share(lots: Sequence[Lot], room: int, width: int) -> tuple[Iterable[Item], Iterable[Item]]:
    """Part `lots` between `room` boxes of `width` and the boxes the other way round.

    At most one lot lies both ways; where there is a choice, designs stay upright.
    """
    reachable = [1]  # bit n of the i-th: some of the first i lots make up n copies
    for lot in lots:
        reachable.append((reachable[-1] | reachable[-1] << lot.copies) & ((2 << room) - 1))
    wanted = reachable[-1].bit_length() - 1
    spare = room - wanted
    first: list[Lot] = []
    others: list[Lot] = []
    for lot, without in zip(reversed(lots), reversed(reachable[:-1]), strict=True):
        can_leave = without >> wanted & 1
        can_take = wanted >= lot.copies and without >> (wanted - lot.copies) & 1
        if can_take and (lot.items[0].width_px == width or not can_leave):
            first.append(lot)
            wanted -= lot.copies
        else:
            others.append(lot)
    rest = list(chain.from_iterable(lot.each() for lot in reversed(others)))
    whole = chain.from_iterable(lot.each() for lot in reversed(first))
    return chain(whole, islice(rest, spare)), islice(rest, spare, None)


def sort_by_design(items: Sequence[Item]) -> list[Lot]:
    """Return `items` by the design they print, at its size."""
    by_design: defaultdict[tuple[str, int, int], list[Item]] = defaultdict(list)
    for item in items:
        by_design[item.picture, item.width_px, item.height_px].append(item)
    return [Lot(same, sum(item.quantity for item in same)) for same in by_design.values()]
