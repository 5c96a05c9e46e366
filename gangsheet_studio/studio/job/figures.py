"""What a layout takes: film, how well it is used, money, and the film it saves against plain rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.protocol import NestDone


class Figures(Struct, frozen=True, kw_only=True):
    """What a part takes, or a whole job of so many `parts`.

    `copies` are those ordered, `extra` those that fill. `length` is inches of film, `utilisation` the share
    of it that prints, 0 to 1. `cost` is None where no price is known. `saving` is the share of the film of
    plain rows that is saved, below 0 where more is taken; None where it is not known.
    """

    parts: int
    copies: int
    extra: int
    length: float
    utilisation: float
    cost: float | None
    saving: float | None


def part_figures(done: NestDone, solid: Mapping[str, float]) -> tuple[Figures, ...]:
    """Return the figures of each part; `solid` is the share of its box that a design prints, by key.

    A design that is not among them prints all of its box.
    """
    layout = done.layout
    rows = done.rows if len(done.rows) == len(layout.parts) else (0.0,) * len(layout.parts)
    share = _shares(done, solid)
    return tuple(
        _figures((part,), layout.film, row, share) for part, row in zip(layout.parts, rows, strict=True)
    )


def job_figures(done: NestDone, solid: Mapping[str, float]) -> Figures:
    """Return the figures of all parts together; `solid` is as for `part_figures`."""
    return _figures(done.layout.parts, done.layout.film, done.rows_in_all, _shares(done, solid))


def _shares(done: NestDone, solid: Mapping[str, float]) -> Callable[[str], float]:
    """Return what share of its box a design uses: all of it where boxes keep clear of each other."""
    return (lambda key: solid.get(key, 1.0)) if done.layout.by_shape else (lambda _: 1.0)


def _figures(parts: Iterable[Part], film: Film, rows: float, share: Callable[[str], float]) -> Figures:
    parts = tuple(parts)
    placements = [placement for part in parts for placement in part.placements]
    extra = sum(placement.extra for placement in placements)
    length = sum(part.height_px for part in parts) / film.dpi
    area = sum(part.width_px * part.height_px for part in parts)
    printed = sum(p.width * p.height * share(p.picture) for p in placements)
    return Figures(
        parts=len(parts),
        copies=len(placements) - extra,
        extra=extra,
        length=length,
        utilisation=min(1.0, printed / area) if area else 0.0,
        cost=length * film.price if film.price else None,
        saving=1 - length / rows if rows else None,
    )
