"""Which places of a part are taken."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_STRETCH: Final = 256  # pixels along the film that are looked at together


class Place(NamedTuple):
    """A box in pixels of the sheet."""

    x: int
    y: int
    width: int
    height: int

    def holds(self, other: Place) -> bool:
        """Return whether all of `other` is within."""
        return (
            self.x <= other.x <= self.x + self.width - other.width
            and self.y <= other.y <= self.y + self.height - other.height
        )

    def meets(self, other: Place) -> bool:
        """Return whether `other` shares a pixel."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


class Taken:
    """Knows what lies where, by stretches of film: a part may have thousands of copies."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._stretches: defaultdict[int, list[Place]] = defaultdict(list)
        for place in places:
            self.take(place)

    def take(self, place: Place) -> None:
        """Let nothing else lie there."""
        for stretch in _stretches(place):
            self._stretches[stretch].append(place)

    def is_free(self, place: Place) -> bool:
        """Return whether nothing lies there."""
        return not any(
            place.meets(other) for stretch in _stretches(place) for other in self._stretches.get(stretch, ())
        )


def _stretches(place: Place) -> range:
    return range(place.y // _STRETCH, (place.y + place.height - 1) // _STRETCH + 1)
