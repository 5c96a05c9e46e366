"""A length that no packing is shorter than."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gangsheet_studio.nesting.instant import Room


def area(room: Room) -> int:
    """Return the pixels that all copies cover, with the gap."""
    by_kind = {kind: width * height for width, height, kind in room.choices}
    return sum(by_kind[kind] * copies for kind, copies in enumerate(room.copies) if copies)


def film_bound(room: Room, parts: int) -> int:
    """Return pixels of film that nothing on so many parts is shorter than: all copies without a hole."""
    return -(-area(room) // room.width) + parts * room.lost
