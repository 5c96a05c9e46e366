"""Copies that lie over one another, or closer than the gap: by their boxes, so not for a layout by shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Layout, Placement


class Pair(NamedTuple):
    """Two copies on part `part` that are closer than the gap; `overlap` where one lies over the other."""

    part: int
    first: Placement
    second: Placement
    overlap: bool


def close_pairs(layout: Layout) -> tuple[Pair, ...]:
    """Return every pair of copies that is closer than the gap, along the film."""
    return tuple(
        Pair(part.number, first, second, _overlap(first, second))
        for part in layout.parts
        for first, second in _closer(part.placements, layout.film)
    )


def close_to(
    placement: Placement, others: Iterable[Placement], film: Film
) -> Iterator[tuple[Placement, bool]]:
    """Yield those of `others` that are closer to `placement` than the gap, and whether they overlap."""
    for other in others:
        if _is_close(placement, other, film.gap_px, film.gap_along_px):
            yield other, _overlap(placement, other)


def _closer(placements: Sequence[Placement], film: Film) -> Iterator[tuple[Placement, Placement]]:
    """Sweep along the part: only what began before and has not ended can be too close."""
    across, along = film.gap_px, film.gap_along_px
    active: list[Placement] = []
    for placement in sorted(placements, key=lambda p: (p.y, p.x)):
        active = [other for other in active if other.y + other.height + along > placement.y]
        for other in active:
            if _is_close(other, placement, across, along):
                yield other, placement
        active.append(placement)


def _is_close(a: Placement, b: Placement, across: int, along: int) -> bool:
    return (
        a.x < b.x + b.width + across
        and b.x < a.x + a.width + across
        and a.y < b.y + b.height + along
        and b.y < a.y + a.height + along
    )


def _overlap(a: Placement, b: Placement) -> bool:
    return _is_close(a, b, 0, 0)
