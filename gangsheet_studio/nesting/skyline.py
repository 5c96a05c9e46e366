"""One part, packed along its skyline: best fit by kind of box (Burke, Kendall and Whitwell, 2004).

A kind is a box size, however many designs share it. All sizes include the gap, so that boxes may
touch. The lowest stretch of the skyline takes the first choice that fits; as it would take the same
choice again and again until the stretch or the copies run out, a whole run goes down at once.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Lean = Literal["left", "taller", "level"]
LEANS: Final[tuple[Lean, ...]] = ("taller", "left", "level")
_WALL: Final = sys.maxsize
_NOTHING: Final = (_WALL, _WALL, 0)
_BUNDLE: Final = 32  # choices; from 24 to 48 make no difference

# a kind one way round: width, height, kind; a plain tuple, since the packer reads little else
Choice: TypeAlias = tuple[int, int, int]
# how many copies of each kind are to be placed
Left: TypeAlias = "list[int] | dict[int, int]"


class Run(NamedTuple):
    """`copies` boxes of a kind side by side, the first at x, y."""

    x: int
    y: int
    width: int
    height: int
    kind: int
    copies: int


Strip: TypeAlias = list[Run]


def length(strip: Strip) -> int:
    """Return the pixels of film under `strip`, the last gap included."""
    return max((run.y + run.height for run in strip), default=0)


def pack_strip(choices: Sequence[Choice], left: list[int], width: int, longest: int, lean: Lean) -> Strip:
    """Fill one part with what is `left` of each kind, earlier choices first; `left` is counted down."""
    skyline = Skyline(width)
    shelf = Shelf(choices, left)
    strip: Strip = []
    while True:
        at, room_across, y = skyline.lowest()
        choice = shelf.first(room_across, longest - y)
        if choice is None:
            if not skyline.lift(at):
                return strip
            continue
        across, along, kind = choice
        copies = min(left[kind], room_across // across)
        x = skyline.put(at, copies * across, y + along, lean)
        strip.append(Run(x, y, across, along, kind, copies))
        left[kind] -= copies


class Shelf:
    """Choices in order, in bundles: one look at a bundle's narrowest spares a look at each of its choices."""

    __slots__ = ("bundles", "left", "narrowest")

    def __init__(self, choices: Sequence[Choice], left: Left) -> None:
        self.left = left
        open_choices = [choice for choice in choices if left[choice[2]]]
        self.bundles = [open_choices[i : i + _BUNDLE] for i in range(0, len(open_choices), _BUNDLE)]
        self.narrowest = [min(bundle)[0] for bundle in self.bundles]

    def first(self, width: int, height: int) -> Choice | None:
        """Return the first choice that fits and is left."""
        left = self.left
        for i, narrowest in enumerate(self.narrowest):
            if narrowest > width:
                continue
            used_up = False
            for choice in self.bundles[i]:
                if choice[0] <= width and choice[1] <= height:
                    if left[choice[2]]:
                        return choice
                    used_up = True
            if used_up:
                self._tidy(i)
        return None

    def _tidy(self, i: int) -> None:
        self.bundles[i] = [choice for choice in self.bundles[i] if self.left[choice[2]]]
        self.narrowest[i] = min(self.bundles[i], default=_NOTHING)[0]


class Skyline:
    """Stretch i lies at `tops[i]` from `xs[i]` to `xs[i + 1]`; the first and last are the film's walls."""

    __slots__ = ("tops", "xs")

    def __init__(self, width: int, floor: int = 0) -> None:
        self.tops = [_WALL, floor, _WALL]
        self.xs = [0, 0, width]

    def lowest(self) -> tuple[int, int, int]:
        """Return index, width and level of the lowest stretch, the leftmost where several are."""
        level = min(self.tops)
        at = self.tops.index(level)
        return at, self.xs[at + 1] - self.xs[at], level

    def below(self, level: int) -> int:
        """Return the pixels between the skyline and `level`, which is nowhere below it."""
        return sum(
            (level - top) * (end - start)
            for top, start, end in zip(self.tops[1:-1], self.xs[1:], self.xs[2:], strict=False)
        )

    def lift(self, at: int) -> bool:
        """Give stretch `at` up to its lower neighbour; False where it has none."""
        lower = min(self.tops[at - 1], self.tops[at + 1])
        if lower == _WALL:
            return False
        self._level(at, lower)
        return True

    def cover(self, at: int, start: int, end: int, top: int) -> None:
        """Raise stretch `at` to `top` from `start` to `end`, which lie in it; the rest stays."""
        tops, xs = self.tops, self.xs
        level = tops[at]
        if xs[at] < start:
            tops.insert(at, level)
            at += 1
            xs.insert(at, start)
        if end < xs[at + 1]:
            tops.insert(at + 1, level)
            xs.insert(at + 1, end)
        self._level(at, top)

    def put(self, at: int, width: int, top: int, lean: Lean) -> int:
        """Cover `width` of stretch `at` up to `top`, at its left or right end; return the x it begins at."""
        tops, xs = self.tops, self.xs
        start, end = xs[at], xs[at + 1]
        if width == end - start:
            self._level(at, top)
            return start
        if _leans_left(lean, tops[at - 1], tops[at + 1], top):
            if tops[at - 1] == top:
                xs[at] += width
            else:
                tops.insert(at, top)
                xs.insert(at + 1, start + width)
            return start
        if tops[at + 1] == top:
            xs[at + 1] -= width
        else:
            tops.insert(at + 1, top)
            xs.insert(at + 1, end - width)
        return end - width

    def _level(self, at: int, top: int) -> None:
        """Move stretch `at` to `top` and join it with neighbours at that level."""
        tops, xs = self.tops, self.xs
        tops[at] = top
        if tops[at + 1] == top:
            del tops[at + 1], xs[at + 1]
        if tops[at - 1] == top:
            del tops[at], xs[at]


def _leans_left(lean: Lean, left: int, right: int, top: int) -> bool:
    if lean == "taller":
        return left >= right
    return lean == "left" or abs(left - top) <= abs(right - top)
