"""What a layout is made for: which copies go together, which apart, and who takes which box."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final

from gangsheet_studio.nesting.bound import area
from gangsheet_studio.nesting.cutting import pack_for_cutting
from gangsheet_studio.nesting.grouping import Copy, place_copies, regroup_parts, slots_by_kind, sort_by_design
from gangsheet_studio.nesting.instant import pack_best
from gangsheet_studio.nesting.kinds import room_for, sort_by_kind
from gangsheet_studio.nesting.plain_rows import pack_rows
from gangsheet_studio.nesting.sequence import pack_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.model.nesting import Mode
    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.kinds import Kinds
    from gangsheet_studio.nesting.skyline import Strip

_GOLDEN: Final = 0.618033988749895  # its multiples are apart, however many
_MOST_BATCHES: Final = 40
_ROWS_IN_BATCH: Final = 2.0


def place_by_mode(kinds: Kinds, room: Room, film: Film, mode: Mode, seed: int = 1) -> list[Copy]:
    """Return all copies of `kinds` where they lie on the parts; another `seed`, other tries."""
    if mode == "orders-together" and len({item.order for items in kinds.items for item in items}) > 1:
        return _orders_together(kinds, room, film, seed)
    if mode == "spread":
        return _spread(kinds, room, seed)
    if mode == "easy-cutting":
        parts = pack_for_cutting(room, seed)
    elif any(room.taken):
        parts = pack_best(room, seed=seed)
    else:
        parts = pack_best(room, pack_rows(kinds.in_order, room.width, room.longest), seed)
    return place_copies(
        enumerate(regroup_parts(parts, room.taken)), dict(enumerate(kinds.items)), film.gap_px
    )


def _orders_together(kinds: Kinds, room: Room, film: Film, seed: int) -> list[Copy]:
    """Return each order's copies on one stretch of film."""
    orders: defaultdict[str, dict[int, list[Item]]] = defaultdict(dict)
    for kind, items in enumerate(kinds.items):
        for item in items:
            orders[item.order].setdefault(kind, []).append(item)
    names = sorted(orders, key=lambda name: min(items[0].line for items in orders[name].values()))
    groups = [
        {kind: sum(item.quantity for item in items) for kind, items in orders[name].items()} for name in names
    ]

    @cache
    def alone(group: int) -> Strip | None:
        return _alone([item for items in orders[names[group]].values() for item in items], kinds, film)

    by_group: defaultdict[int, list[tuple[int, Strip]]] = defaultdict(list)
    for group, part, strip in pack_groups(room, groups, alone, seed=seed):
        by_group[group].append((part, strip))
    copies: list[Copy] = []
    for group, parts in by_group.items():
        copies += place_copies(parts, orders[names[group]], film.gap_px)
    return copies


def _alone(items: Sequence[Item], kinds: Kinds, film: Film) -> Strip | None:
    """Return an order on a part of its own, None where it takes more than one."""
    own = sort_by_kind(sorted(items, key=lambda item: item.line), film)
    room = room_for(own, film)
    if area(room) > room.width * room.longest:
        return None
    parts = pack_best(room, pack_rows(own.in_order, room.width, room.longest))
    there = {item.line: kind for kind, same in enumerate(kinds.items) for item in same}
    runs = (run._replace(kind=there[own.items[run.kind][0].line]) for run in parts[0])
    return list(runs) if len(parts) == 1 else None


def _spread(kinds: Kinds, room: Room, seed: int) -> list[Copy]:
    """Return each design's copies evenly over the length of the job."""
    pieces = pack_groups(room, _batches(kinds, room), seed=seed)
    copies: list[Copy] = []
    for kind, by_width in slots_by_kind((piece.part, piece.strip) for piece in pieces).items():
        slots = sorted(slot for found in by_width.values() for slot in found)
        copies += map(Copy, slots, _apart(kinds.items[kind]))
    return copies


def _apart(items: Sequence[Item]) -> list[Item]:
    """Return `items` as often as they are to be printed, each design evenly over the whole."""
    places: list[tuple[float, int, Item]] = []
    for number, lot in enumerate(sort_by_design(items)):
        phase = (0.5 + number * _GOLDEN) % 1
        places += [((n + phase) / lot.copies, number, item) for n, item in enumerate(lot.each())]
    places.sort(key=lambda place: place[:2])
    return [item for _, _, item in places]


def _batches(kinds: Kinds, room: Room) -> list[dict[int, int]]:
    """Return shares of all copies that hold about as many of each kind, by kind."""
    copies = kinds.copies
    area = heights = 0
    for kind, number in enumerate(copies):
        width, height, _ = next(choice for choice in room.choices if choice[2] == kind)
        area += width * height * number
        heights += min(width, height) * number
    rows = area * sum(copies) / (room.width * heights) if heights else 0
    most = max((lot.copies for items in kinds.items for lot in sort_by_design(items)), default=1)
    number = max(1, min(most, int(rows / _ROWS_IN_BATCH), _MOST_BATCHES))
    batches: list[Counter[int]] = [Counter() for _ in range(number)]
    for kind, count in enumerate(copies):
        phase = (0.5 + kind * _GOLDEN) % 1
        for n in range(count):
            batches[int((n + phase) / count * number)][kind] += 1
    return [dict(batch) for batch in batches if batch]
