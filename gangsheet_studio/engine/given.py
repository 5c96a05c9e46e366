"""A layout that was made before, held against what is laid out now."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NoReturn

import msgspec

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.layout import Layout, Unplaced
from gangsheet_studio.model.overlaps import crowded
from gangsheet_studio.model.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Part, Placement


def take_layout(layout: Layout, items: Sequence[Item], film: Film) -> Layout:
    """Return `layout` with the designs as they are now, and what it leaves out of `items` as unplaced.

    RefusedInputError where a copy is none of `items`, has another size, comes twice or is off the film.
    """
    if layout.film != film:
        _refuse("film", "The layout was made for another film; lay the job out again.")
    by_line = {item.line: item for item in items}
    parts = tuple(_take_part(part, number, by_line, film) for number, part in enumerate(layout.parts, 1))
    return Layout(
        film=film,
        parts=parts,
        unplaced=tuple(_left_out(layout, parts, items)),
        by_shape=layout.by_shape,
    )


def check_overlaps(layout: Layout) -> None:
    """Raise RefusedInputError if a copy lies over another one; those nested by shape may share boxes."""
    over = [pair for pair in crowded(layout) if pair.overlap]
    if over:
        problems = tuple(
            Problem(
                id="layout.overlap",
                severity="error",
                message=(
                    f"“{pair.second.design}” (copy {pair.second.copy}) lies over “{pair.first.design}” "
                    f"(copy {pair.first.copy}) on part {pair.part}; move one of them."
                ),
                line=pair.second.line,
            )
            for pair in over
        )
        raise RefusedInputError("Copies lie over one another; move them, or say that it is wanted.", problems)


def _take_part(part: Part, number: int, by_line: dict[int, Item], film: Film) -> Part:
    inside = film.left_px, film.top_px, film.right_px, part.height_px - film.end_px
    whole = (part.number, part.width_px) == (number, film.width_px) and 0 < part.height_px <= film.longest_px
    if not whole or not part.placements:
        _refuse("parts", f"Part {part.number} of the layout is not one of this film; lay the job out again.")
    return msgspec.structs.replace(
        part,
        placements=tuple(_take_copy(placement, by_line, part, inside) for placement in part.placements),
        marks=(),
    )


def _take_copy(
    placement: Placement, by_line: dict[int, Item], part: Part, inside: tuple[int, int, int, int]
) -> Placement:
    item = by_line.get(placement.line)
    name = f"“{placement.design}” on part {part.number}"
    if item is None:
        _refuse("lines", f"{name} is of no order line that can be printed; lay the job out again.", placement)
    if placement.unrotated != (item.width_px, item.height_px):
        _refuse(
            "sizes", f"{name} has another size than its order asks for; lay the job out again.", placement
        )
    left, top, right, bottom = inside
    if not (
        left <= placement.x <= right - placement.width and top <= placement.y <= bottom - placement.height
    ):
        _refuse("off-film", f"{name} lies off the film; move it or lay the job out again.", placement)
    return msgspec.structs.replace(
        placement, design=item.design, key=item.key, order=item.order, trim=item.trim
    )


def _left_out(layout: Layout, parts: Sequence[Part], items: Sequence[Item]) -> list[Unplaced]:
    """Return what `layout` says is left out, and copies it does not know of."""
    placed: Counter[int] = Counter()
    copies: defaultdict[int, set[int]] = defaultdict(set)
    for placement in (placement for part in parts for placement in part.placements):
        if placement.copy in copies[placement.line]:
            _refuse("copies", f"“{placement.design}” lies twice as copy {placement.copy}.", placement)
        copies[placement.line].add(placement.copy)
        placed[placement.line] += not placement.extra
    told = {entry.line: entry for entry in layout.unplaced}
    left_out: list[Unplaced] = []
    for item in items:
        missing = item.quantity - placed[item.line]
        if missing < 0:
            _refuse("copies", f"“{item.design}” lies on the film more often than it is ordered.")
        if missing and item.line in told:
            left_out.append(msgspec.structs.replace(told[item.line], copies=missing))
        elif missing:
            left_out.append(_not_placed(item, missing))
    return left_out


def _not_placed(item: Item, copies: int) -> Unplaced:
    many = f"{copies:,} copies of “{item.design}” are" if copies > 1 else f"A copy of “{item.design}” is"
    return Unplaced(
        line=item.line,
        design=item.design,
        order=item.order,
        copies=copies,
        reason="not-placed",
        message=f"{many} not on the film; lay the job out again.",
    )


def _refuse(what: str, text: str, placement: Placement | None = None) -> NoReturn:
    problem = Problem(
        id=f"layout.{what}", severity="error", message=text, line=placement.line if placement else None
    )
    raise RefusedInputError(text, (problem,))
