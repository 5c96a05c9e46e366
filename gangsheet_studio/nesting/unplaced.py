"""Why an item is on no part, in a sentence for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.layout import Unplaced
from gangsheet_studio.model.units import format_length
from gangsheet_studio.nesting.kinds import inner, turns

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item


def left_out(item: Item, film: Film) -> Unplaced:
    """Return the entry for all copies of `item`, which fits `film` no way round that it may take."""
    across, along = inner(film)
    boxes = turns(item, film)
    if all(width > across for width, _ in boxes):
        reason, kind, limit, room = "too-wide", "wide", "across", across
    else:
        reason, kind, limit, room = "too-long", "long", "along", along
    size = f"{_inches(item.width_px, film)} x {_inches(item.height_px, film)}"
    either = ", either way round," if len(boxes) > 1 else ""
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
