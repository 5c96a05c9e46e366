"""A layout changed by hand: frozen layouts in, frozen layouts out.

A copy is told by its order line and its number, which stay as they are wherever it goes. Copies that are
locked stay where they are, and nothing leaves the film: what would is moved as far as it can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, cast

import msgspec

from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.order import OrderLine

Copy: TypeAlias = tuple[int, int]
"""Order line and number of a copy."""
Edge = Literal["left", "right", "top", "bottom", "centre-across", "centre-along"]
Axis = Literal["across", "along"]

_TURN: Final = 90


class Spot(NamedTuple):
    """A copy on part `part` (from 1)."""

    part: int
    placement: Placement


def copy_of(placement: Placement) -> Copy:
    """Return what tells this copy."""
    return placement.line, placement.copy


def spots(layout: Layout, copies: Collection[Copy] | None = None) -> dict[Copy, Spot]:
    """Return where `copies` (or all) are."""
    return {
        copy_of(placement): Spot(part.number, placement)
        for part in layout.parts
        for placement in part.placements
        if copies is None or copy_of(placement) in copies
    }


def put(layout: Layout, changed: Mapping[Copy, Spot | None]) -> Layout:
    """Return `layout` with copies at other spots, None for nowhere; a part beyond the last is a new one."""
    by_part: defaultdict[int, list[Placement]] = defaultdict(list)
    for part in layout.parts:
        by_part[part.number] += [p for p in part.placements if copy_of(p) not in changed]
    for spot in changed.values():
        if spot is not None:
            by_part[spot.part].append(spot.placement)
    before = {part.number: part for part in layout.parts}
    touched = {spot.part for spot in spots(layout, changed.keys()).values()}
    touched |= {spot.part for spot in changed.values() if spot is not None}
    parts: list[Part] = []
    for number, placements in sorted(by_part.items()):
        if placements:
            new = number in touched
            part = _part(placements, layout.film) if new else before[number]
            parts.append(msgspec.structs.replace(part, number=len(parts) + 1))
    return msgspec.structs.replace(layout, parts=tuple(parts))


def move(layout: Layout, copies: Collection[Copy], dx: int, dy: int, part: int | None = None) -> Layout:
    """Move `copies` by pixels, all by the same; with `part`, all of them to that part."""
    found = _free(layout, copies)
    if not found:
        return layout
    boxes = [spot.placement for spot in found.values()]
    dx, dy = within(layout.film, boxes, dx, dy)
    return put(
        layout,
        {
            copy: Spot(part or at.part, _at(at.placement, at.placement.x + dx, at.placement.y + dy))
            for copy, at in found.items()
        },
    )


def rotate(layout: Layout, copies: Collection[Copy], turns: int = 1) -> Layout:
    """Turn each of `copies` clockwise about its centre by quarter turns; what would not fit stays."""
    changed: dict[Copy, Spot | None] = {}
    for copy, (part, old) in _free(layout, copies).items():
        width, height = (old.height, old.width) if turns % 2 else (old.width, old.height)
        x, y = old.x + (old.width - width) // 2, old.y + (old.height - height) // 2
        rotation = cast("Rotation", (old.rotation + turns * _TURN) % 360)
        new = msgspec.structs.replace(old, x=x, y=y, width=width, height=height, rotation=rotation)
        if _fits(layout.film, new):
            changed[copy] = Spot(part, _inside(layout.film, new))
    return put(layout, changed)


def duplicate(layout: Layout, copies: Collection[Copy]) -> tuple[Layout, tuple[Copy, ...]]:
    """Repeat `copies`: each beside itself where there is room, else in rows after all others.

    Returns the new ones too; none of them is locked, and all are ordered, also those of extra copies.
    """
    room = Room(layout)
    numbers: Counter[int] = Counter()
    for line, number in spots(layout):
        numbers[line] = max(numbers[line], number)
    added: dict[Copy, Spot | None] = {}
    for spot in spots(layout, frozenset(copies)).values():
        original = spot.placement
        numbers[original.line] += 1
        copy = msgspec.structs.replace(original, copy=numbers[original.line], locked=False, extra=False)
        added[copy_of(copy)] = Spot(*room.beside(spot.part, copy))
    return put(layout, added), tuple(added)


def delete(layout: Layout, copies: Collection[Copy]) -> Layout:
    """Take `copies` off the film."""
    return put(layout, dict.fromkeys(_free(layout, copies)))


def delete_lines(layout: Layout, kept: Collection[int]) -> Layout:
    """Take every copy of lines that are not `kept` off the film, locked and extra ones too."""
    return put(layout, {copy: None for copy in spots(layout) if copy[0] not in kept})


def lock(layout: Layout, copies: Collection[Copy], locked: bool) -> Layout:
    """Lock `copies` where they are, or free them."""
    return put(
        layout,
        {
            copy: Spot(part, msgspec.structs.replace(placement, locked=locked))
            for copy, (part, placement) in spots(layout, copies).items()
            if placement.locked != locked
        },
    )


def swap(layout: Layout, one: Copy, other: Copy) -> Layout:
    """Let two copies trade places, centre for centre."""
    found = _free(layout, (one, other))
    if len(found) != 2:
        return layout
    return put(
        layout,
        {
            mine: Spot(
                found[yours].part, _centred(layout.film, found[mine].placement, found[yours].placement)
            )
            for mine, yours in ((one, other), (other, one))
        },
    )


def align(layout: Layout, copies: Collection[Copy], edge: Edge) -> Layout:
    """Bring `copies` of each part to one line: that of the outermost, or of the middle of them all."""
    changed: dict[Copy, Spot | None] = {}
    for part, group in _by_part(_free(layout, copies)).items():
        left, top = min(p.x for p in group), min(p.y for p in group)
        right, bottom = max(p.x + p.width for p in group), max(p.y + p.height for p in group)
        to: dict[Edge, Callable[[Placement], tuple[int, int]]] = {
            "left": lambda p, left=left: (left, p.y),  # type: ignore[misc]
            "right": lambda p, right=right: (right - p.width, p.y),  # type: ignore[misc]
            "top": lambda p, top=top: (p.x, top),  # type: ignore[misc]
            "bottom": lambda p, bottom=bottom: (p.x, bottom - p.height),  # type: ignore[misc]
            "centre-across": lambda p, m=left + right: ((m - p.width) // 2, p.y),  # type: ignore[misc]
            "centre-along": lambda p, m=top + bottom: (p.x, (m - p.height) // 2),  # type: ignore[misc]
        }
        changed |= {copy_of(p): Spot(part, _at(p, *to[edge](p))) for p in group}
    return put(layout, changed)


def distribute(layout: Layout, copies: Collection[Copy], axis: Axis) -> Layout:
    """Give the `copies` of each part equal distances between the outermost two, across or along the film."""
    changed: dict[Copy, Spot | None] = {}
    for part, group in _by_part(_free(layout, copies)).items():
        if len(group) < 3:
            continue
        if axis == "across":
            group = sorted(group, key=lambda p: (p.x, p.x + p.width))
            room = group[-1].x - group[0].x - sum(p.width for p in group[:-1])
        else:
            group = sorted(group, key=lambda p: (p.y, p.y + p.height))
            room = group[-1].y - group[0].y - sum(p.height for p in group[:-1])
        at = group[0].x if axis == "across" else group[0].y
        for place, p in enumerate(group[:-1]):
            x, y = (at, p.y) if axis == "across" else (p.x, at)
            changed[copy_of(p)] = Spot(part, _inside(layout.film, _at(p, x, y)))
            share = room * (place + 1) // (len(group) - 1) - room * place // (len(group) - 1)
            at += (p.width if axis == "across" else p.height) + share
    return put(layout, changed)


def locked_only(layout: Layout | None) -> Layout | None:
    """Return what stays of `layout` when the rest is to be nested anew; None where nothing is locked."""
    if layout is None:
        return None
    parts = tuple(
        msgspec.structs.replace(part, placements=tuple(p for p in part.placements if p.locked))
        for part in layout.parts
    )
    if not any(part.placements for part in parts):
        return None
    return Layout(film=layout.film, parts=parts, by_shape=layout.by_shape)


def renumbered(layout: Layout | None, lines: Mapping[int, int]) -> Layout | None:
    """Return `layout` for lines that have other numbers now, without the copies of those that are gone."""
    if layout is None:
        return None
    parts = tuple(
        msgspec.structs.replace(
            part,
            placements=tuple(
                msgspec.structs.replace(p, line=lines[p.line]) for p in part.placements if p.line in lines
            ),
        )
        for part in layout.parts
    )
    unplaced = tuple(
        msgspec.structs.replace(entry, line=lines[entry.line])
        for entry in layout.unplaced
        if entry.line in lines
    )
    return msgspec.structs.replace(
        layout, parts=tuple(part for part in parts if part.placements), unplaced=unplaced
    )


def is_complete(layout: Layout, lines: Sequence[OrderLine], film: Film) -> bool:
    """Return whether `layout` is for `film` and accounts for every copy of `lines`, placed or not."""
    copies: Counter[int] = Counter()
    for part in layout.parts:
        copies.update(p.line for p in part.placements if not p.extra)
    for entry in layout.unplaced:
        copies[entry.line] += entry.copies
    wanted = {number: line.quantity for number, line in enumerate(lines, 1) if line.quantity > 0}
    return layout.film == film and +copies == Counter(wanted)


def _free(layout: Layout, copies: Collection[Copy]) -> dict[Copy, Spot]:
    """Return where those of `copies` are that are not locked."""
    found = spots(layout, frozenset(copies))
    return {copy: spot for copy, spot in found.items() if not spot.placement.locked}


def _by_part(found: Mapping[Copy, Spot]) -> dict[int, list[Placement]]:
    parts: defaultdict[int, list[Placement]] = defaultdict(list)
    for part, placement in found.values():
        parts[part].append(placement)
    return parts


def _part(placements: Iterable[Placement], film: Film) -> Part:
    """Return a part as it is painted; its length follows its content."""
    ordered = tuple(sorted(placements, key=lambda p: (p.y, p.x)))
    end = max(p.y + p.height for p in ordered)
    return Part(number=1, width_px=film.width_px, height_px=end + film.end_px, placements=ordered)


def _at(placement: Placement, x: int, y: int) -> Placement:
    return msgspec.structs.replace(placement, x=x, y=y)


def _fits(film: Film, p: Placement) -> bool:
    across, along = film.right_px - film.left_px, film.bottom_px - film.top_px
    return p.width <= across and p.height <= along


def within(film: Film, group: Sequence[Placement], dx: int, dy: int) -> tuple[int, int]:
    """Return as much of a move as keeps the group on the film."""
    dx = min(dx, film.right_px - max(p.x + p.width for p in group))
    dy = min(dy, film.bottom_px - max(p.y + p.height for p in group))
    return max(dx, film.left_px - min(p.x for p in group)), max(dy, film.top_px - min(p.y for p in group))


def _inside(film: Film, placement: Placement) -> Placement:
    dx, dy = within(film, [placement], 0, 0)
    return _at(placement, placement.x + dx, placement.y + dy)


def _centred(film: Film, mine: Placement, yours: Placement) -> Placement:
    """Return `mine` with its centre where that of `yours` is."""
    x = yours.x + (yours.width - mine.width) // 2
    y = yours.y + (yours.height - mine.height) // 2
    return _inside(film, _at(mine, x, y))
