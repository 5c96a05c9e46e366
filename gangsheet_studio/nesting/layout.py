"""Items and film to a layout: every copy on a part, or unplaced with its reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from gangsheet_studio.model.layout import Layout, Part, Placement, Unplaced
from gangsheet_studio.model.units import format_length
from gangsheet_studio.nesting.grouping import place_copies
from gangsheet_studio.nesting.instant import Room, pack_best
from gangsheet_studio.nesting.rows import pack_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.nesting.grouping import Copy
    from gangsheet_studio.nesting.skyline import Choice


def nest(items: Sequence[Item], film: Film) -> Layout:
    """Return all copies on as little film as can be found at once; the same input, the same layout."""
    ordered = [item for item in items if item.quantity > 0]
    fitting = [item for item in ordered if _ways(item, film)]
    unplaced = tuple(_unplaced(item, film) for item in ordered if not _ways(item, film))
    kinds, room, in_order = _room(fitting, film)
    rows = pack_rows(in_order, room.width, room.longest)
    copies = place_copies(pack_best(room, rows), kinds, film.gap_px)
    return Layout(film=film, parts=_parts(copies, film), unplaced=unplaced)


def rows_film(items: Sequence[Item], film: Film) -> float:
    """Return the inches of film that plain rows in the order given would take for what fits."""
    fitting = [item for item in items if item.quantity > 0 and _ways(item, film)]
    _, room, in_order = _room(fitting, film)
    return room.film(pack_rows(in_order, room.width, room.longest)) / film.dpi


def _inner(film: Film) -> tuple[int, int]:
    """Return the pixels between the margins, across and along the film."""
    return film.width_px - 2 * film.margin_px, film.longest_px - 2 * film.margin_px


def _turns(item: Item, film: Film) -> list[tuple[int, int]]:
    """Return the boxes an item may take, upright first; a square has no other way round."""
    box = item.width_px, item.height_px
    fixed = item.upright or film.rotate == "none" or box[0] == box[1]
    return [box] if fixed else [box, box[::-1]]


def _ways(item: Item, film: Film) -> list[tuple[int, int]]:
    across, along = _inner(film)
    return [(width, height) for width, height in _turns(item, film) if width <= across and height <= along]


def _room(items: Sequence[Item], film: Film) -> tuple[list[list[Item]], Room, list[tuple[Choice, int]]]:
    """Return items by kind, what the packer needs, and the boxes of all items in the order given.

    Items are of one kind where they can take the same boxes.
    """
    gap, gap_along = film.gap_px, film.gap_along_px
    kinds: list[list[Item]] = []
    choices: list[Choice] = []
    known: dict[frozenset[tuple[int, int]], int] = {}
    in_order: list[tuple[Choice, int]] = []
    for item in items:
        ways = _ways(item, film)
        kind = known.setdefault(frozenset(ways), len(known))
        if kind == len(kinds):
            kinds.append([])
            choices += [(width + gap, height + gap_along, kind) for width, height in ways]
        kinds[kind].append(item)
        in_order.append(((ways[0][0] + gap, ways[0][1] + gap_along, kind), item.quantity))
    across, along = _inner(film)
    room = Room(
        choices=tuple(choices),
        copies=tuple(sum(item.quantity for item in same) for same in kinds),
        width=across + gap,
        longest=along + gap_along,
        lost=2 * film.margin_px - gap_along,
    )
    return kinds, room, in_order


def _parts(copies: Iterable[Copy], film: Film) -> tuple[Part, ...]:
    """Return the parts as they are painted, with the copies of each line numbered along the film."""
    by_part: defaultdict[int, list[Copy]] = defaultdict(list)
    for copy in copies:
        by_part[copy.slot.part].append(copy)
    numbers: Counter[int] = Counter()
    parts = []
    for number, found in sorted(by_part.items()):
        found.sort(key=lambda copy: copy.slot)
        placements = tuple(_placement(copy, numbers, film) for copy in found)
        parts.append(
            Part(
                number=number + 1,
                width_px=film.width_px,
                height_px=max(p.y + p.height for p in placements) + film.margin_px,
                placements=placements,
            )
        )
    return tuple(parts)


def _placement(copy: Copy, numbers: Counter[int], film: Film) -> Placement:
    slot, item = copy
    numbers[item.line] += 1
    width, height = slot.width - film.gap_px, slot.height - film.gap_along_px
    return Placement(
        line=item.line,
        design=item.design,
        key=item.key,
        order=item.order,
        copy=numbers[item.line],
        x=slot.x + film.margin_px,
        y=slot.y + film.margin_px,
        width=width,
        height=height,
        rotation=0 if width == item.width_px and height == item.height_px else 90,
    )


def _unplaced(item: Item, film: Film) -> Unplaced:
    across, along = _inner(film)
    turns = _turns(item, film)
    if all(width > across for width, _ in turns):
        reason, kind, limit, room = "too-wide", "wide", "across", across
    else:
        reason, kind, limit, room = "too-long", "long", "along", along
    size = f"{_inches(item.width_px, film)} x {_inches(item.height_px, film)}"
    either = ", either way round," if len(turns) > 1 else ""
    turn = (film.rotate == "none" or item.upright) and item.height_px <= across and item.width_px <= along
    limit = f"{_inches(max(0, room), film)} that the film takes {limit}"
    return Unplaced(
        line=item.line,
        design=item.design,
        order=item.order,
        copies=item.quantity,
        reason=reason,
        message=(
            f"“{item.design}” at {size} is{either} too {kind} for the {limit}: "
            f"{'allow it to be turned, ' if turn else ''}print it smaller or change the film."
        ),
    )


def _inches(pixels: int, film: Film) -> str:
    return format_length(pixels / film.dpi)
