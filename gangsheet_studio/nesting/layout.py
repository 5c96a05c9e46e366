"""Items and film to a layout: every copy on a part, or unplaced with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.nesting.filling import extra_copies
from gangsheet_studio.nesting.kinds import room_for, sort_by_kind, ways
from gangsheet_studio.nesting.locked import kept_copies, still_to_place, taken_by
from gangsheet_studio.nesting.modes import place_by_mode
from gangsheet_studio.nesting.parts import make_parts
from gangsheet_studio.nesting.plain_rows import pack_rows
from gangsheet_studio.nesting.unplaced import left_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item

_PLAIN: Final = Nesting()


def nest(
    items: Sequence[Item],
    film: Film,
    nesting: Nesting = _PLAIN,
    around: Layout | None = None,
    *,
    seed: int = 1,
) -> Layout:
    """Return all copies as `nesting` asks for, on as little film as can be found at once.

    Copies that are locked in `around` stay where they are, and count as copies of their lines. The same input
    and `seed` give the same layout.
    """
    kept = kept_copies(around, items, film)
    to_place = still_to_place(items, kept)
    fitting = [item for item in to_place if ways(item, film)]
    kinds = sort_by_kind(fitting, film)
    room = room_for(kinds, film, taken_by(kept, film))
    copies = place_by_mode(kinds, room, film, nesting.mode, seed)
    if nesting.fill != "none":
        copies += extra_copies(items, copies, room, film, nesting)
    return Layout(
        film=film,
        parts=make_parts(copies, film, kept, {item.line: item.quantity for item in items}),
        unplaced=tuple(left_out(item, film) for item in to_place if not ways(item, film)),
        by_shape=bool(kept) and around is not None and around.by_shape,
    )


def rows_film(items: Sequence[Item], film: Film) -> float:
    """Return the inches of film that plain rows in the order given would take for what fits."""
    fitting = [item for item in items if item.quantity > 0 and ways(item, film)]
    kinds = sort_by_kind(fitting, film)
    room = room_for(kinds, film)
    return room.film(pack_rows(kinds.in_order, room.width, room.longest)) / film.dpi
