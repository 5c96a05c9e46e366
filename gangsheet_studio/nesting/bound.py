"""A length that no packing is shorter than."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice


def area(room: Room) -> int:
    """Return the pixels that all copies cover, with the gap."""
    return covered(room.choices, dict(enumerate(room.copies)))


def covered(choices: Iterable[Choice], copies: Mapping[int, int]) -> int:
    """Return the pixels that `copies` by kind cover, with the gap."""
    by_kind = {kind: width * height for width, height, kind in choices}
    return sum(by_kind[kind] * number for kind, number in copies.items() if number)


def film_bound(room: Room, parts: int) -> int:
    """Return pixels of film that nothing on so many parts is shorter than: all copies without a hole."""
    return -(-area(room) // room.width) + parts * room.lost
