"""Copies to parts: in the order they are painted, each line's copies numbered along the film."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from gangsheet_studio.model.layout import Part, Placement
from gangsheet_studio.nesting.grouping import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gangsheet_studio.model.film import Film

_Place: TypeAlias = "tuple[int, int, int, Copy | Placement]"  # part, y, x


def make_parts(
    copies: Iterable[Copy],
    film: Film,
    kept: Sequence[Sequence[Placement]] = (),
    ordered: Mapping[int, int] | None = None,
) -> tuple[Part, ...]:
    """Return the parts with `copies` and those `kept` on them; a part without any is none.

    Extra copies are numbered after what is `ordered` of their line.
    """
    places: list[_Place] = [(copy.slot.part, copy.slot.y, copy.slot.x, copy) for copy in copies]
    for part, placements in enumerate(kept):
        places += [(part, p.y - film.top_px, p.x - film.left_px, p) for p in placements]
    places.sort(key=lambda place: place[:3])
    numbers: Counter[int] = Counter()
    extras: Counter[int] = Counter(ordered or {})
    by_part: dict[int, list[Placement]] = {}
    for part, _, _, copy in places:
        extra, line = (copy.extra, copy.item.line) if isinstance(copy, Copy) else (copy.extra, copy.line)
        counted = extras if extra else numbers
        counted[line] += 1
        by_part.setdefault(part, []).append(_placement(copy, counted[line], film))
    return tuple(
        Part(
            number=number,
            width_px=film.width_px,
            height_px=max(p.y + p.height for p in placements) + film.end_px,
            placements=tuple(placements),
        )
        for number, placements in enumerate(by_part.values(), 1)
    )


def _placement(copy: Copy | Placement, number: int, film: Film) -> Placement:
    if isinstance(copy, Placement):
        return msgspec.structs.replace(copy, copy=number)
    slot, item, extra = copy
    width, height = slot.width - film.gap_px, slot.height - film.gap_along_px
    return Placement(
        line=item.line,
        design=item.design,
        key=item.key,
        order=item.order,
        copy=number,
        x=slot.x + film.left_px,
        y=slot.y + film.top_px,
        width=width,
        height=height,
        rotation=0 if width == item.width_px and height == item.height_px else 90,
        extra=extra,
        trim=item.trim,
    )
