"""Where the set of crossing copies changes down a sheet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gangsheet_studio.model.layout import Part, Printed


class Band(Struct, frozen=True):
    """Rows `top` to `bottom` (excluded) are crossed by the same copies: `groups` of their numbers.

    Numbers index Part.printed. A group of one can be spliced; copies that share a column on these
    rows are one group, in painting order. Groups go from left to right and share no column.
    A copy also crosses the closing rows below its box.
    """

    top: int
    bottom: int
    groups: tuple[tuple[int, ...], ...]


def bands(part: Part, rows: Callable[[], int], closing_rows: int = 1) -> Iterator[Band]:
    """Cut `part` into bands, top to bottom, without holes; each has at most as many rows as `rows` says.

    Copies have `closing_rows`, 0 or 1, below their boxes.
    """
    placements = part.printed
    starts = sorted(range(len(placements)), key=lambda number: placements[number].y)
    edges = {0, part.height_px}
    for placement in placements:
        bottom = placement.y + placement.height
        edges |= {placement.y, bottom, bottom + closing_rows}
    cuts = sorted(edge for edge in edges if edge <= part.height_px)
    crossing: list[int] = []
    upcoming = 0
    for top, bottom in pairwise(cuts):
        crossing = [n for n in crossing if placements[n].y + placements[n].height + closing_rows > top]
        while upcoming < len(starts) and placements[starts[upcoming]].y <= top:
            crossing.append(starts[upcoming])
            upcoming += 1
        groups = _groups(placements, crossing)
        while top < bottom:
            end = min(top + rows(), bottom)
            yield Band(top, end, groups)
            top = end


def _groups(printed: Sequence[Printed], crossing: list[int]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = []
    reach = 0
    for number in sorted(crossing, key=lambda n: printed[n].x):
        placement = printed[number]
        if groups and placement.x < reach:
            groups[-1].append(number)
        else:
            groups.append([number])
        reach = max(reach, placement.x + placement.width)
    return tuple(tuple(sorted(group)) for group in groups)
