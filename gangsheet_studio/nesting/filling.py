"""Extra copies for film that would be empty: on the last part alone, around all that lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.nesting.around import Box, boxes, pack_around
from gangsheet_studio.nesting.cutting import fill_blocks
from gangsheet_studio.nesting.grouping import Copy, slots_by_kind
from gangsheet_studio.nesting.instant import KEYS
from gangsheet_studio.nesting.kinds import sort_by_kind, ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice, Strip

_MOST: Final = 2000  # extra copies


def extra_copies(
    items: Sequence[Item], copies: Sequence[Copy], room: Room, film: Film, nesting: Nesting
) -> list[Copy]:
    """Return extra copies of the items that fill, for the last part with `copies` or what `room` has taken.

    With `holes` they end where the part ends anyway, with `part` at the longest.
    """
    filling = [item for item in items if item.fills and ways(item, film)]
    part = max([copy.slot.part for copy in copies] + [len(room.taken) - 1], default=-1)
    if part < 0 or not filling:
        return []
    kinds = sort_by_kind(filling, film)
    taken = list(room.taken_on(part)) + [
        Box(slot.y, slot.x, slot.x + slot.width, slot.y + slot.height)
        for slot, _, _ in copies
        if slot.part == part
    ]
    end = max(box.bottom for box in taken) if nesting.fill == "holes" else room.longest
    choices = sorted(kinds.choices, key=KEYS[2])
    if nesting.mode == "easy-cutting":
        strip = fill_blocks(choices, taken, room.width, end, _MOST)
    else:
        strip = _fill_evenly(choices, taken, room.width, end)
    extra: list[Copy] = []
    for kind, by_width in slots_by_kind([(part, strip)]).items():
        same = kinds.items[kind]
        slots = sorted(slot for found in by_width.values() for slot in found)
        extra += [Copy(slot, same[n % len(same)], extra=True) for n, slot in enumerate(slots)]
    return extra[:_MOST]


def _fill_evenly(choices: Sequence[Choice], taken: list[Box], width: int, end: int) -> Strip:
    """Return extra boxes between `taken`: of each kind as much as of any other, then what still fits."""
    free = width * end - sum((box.right - box.x) * (box.bottom - box.y) for box in taken)
    areas = {kind: across * along for across, along, kind in choices}
    left = {kind: min(_MOST, max(0, free) // len(areas) // area) for kind, area in areas.items()}
    strip = pack_around(choices, left, taken, width, 0, end, "taller")
    left = dict.fromkeys(areas, _MOST)
    return strip + pack_around(choices, left, taken + boxes(strip), width, 0, end, "taller")
