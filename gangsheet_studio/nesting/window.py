"""Windows on a room: all of its parts, or a few of them with the copies that lie there."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from gangsheet_studio.nesting.bound import covered
from gangsheet_studio.nesting.climb import Window
from gangsheet_studio.nesting.skyline import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gangsheet_studio.nesting.climb import Put
    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice, Strip


class Pane:
    """A window on `parts` parts of `room` and some copies; it numbers choices and kinds of its own from 0."""

    def __init__(self, room: Room, copies: Mapping[int, int], parts: int, unusable: Sequence[int]) -> None:
        self.kinds = sorted(kind for kind, number in copies.items() if number)
        own = {kind: number for number, kind in enumerate(self.kinds)}
        self.choices = [number for number, choice in enumerate(room.choices) if choice[2] in own]
        self._own = {choice: number for number, choice in enumerate(self.choices)}
        self._room = room
        boxes = [room.choices[number] for number in self.choices]
        self.window = Window(
            choices=tuple((across, along, own[kind]) for across, along, kind in boxes),
            copies=tuple(copies[kind] for kind in self.kinds),
            unusable=unusable,
            width=room.width,
            longest=room.longest,
            lost=room.lost,
            parts=parts,
            area=covered(boxes, copies),
        )

    def order(self, known: Iterable[int], rest: Iterable[int]) -> tuple[int, ...]:
        """Return choices of the room as this window numbers them: those `known`, then the `rest`."""
        return tuple(dict.fromkeys(self._own[c] for c in (*known, *rest) if c in self._own))

    def quota(self, copies: Mapping[int, int]) -> tuple[int, ...]:
        """Return `copies` by kind of the room as this window numbers them."""
        return tuple(copies.get(kind, 0) for kind in self.kinds)

    def strips(self, puts: Iterable[Put]) -> list[Strip]:
        """Return what is packed in this window part by part, with the kinds of the room."""
        parts: dict[int, Strip] = {}
        for part, x, y, choice, copies in puts:
            parts.setdefault(part, []).append(Run(x, y, *self._room.choices[self.choices[choice]], copies))
        return [strip for _, strip in sorted(parts.items())]


def unusable(choices: Sequence[Choice], width: int) -> array[int]:
    """Return for each width of a rest how much of it no row of boxes fills."""
    sums, everything = 1, (1 << (width + 1)) - 1  # bit n: boxes side by side can be n wide
    for across in sorted({choice[0] for choice in choices if choice[0] <= width}):
        step = across
        while step <= width:
            sums |= (sums << step) & everything
            step *= 2
    found = array("i", bytes(4 * (width + 1)))
    last = 0
    for rest, bit in enumerate(f"{sums:0{width + 1}b}"[::-1]):
        if bit == "1":
            last = rest
        found[rest] = rest - last
    return found
