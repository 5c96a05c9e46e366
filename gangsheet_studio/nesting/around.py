"""One part, packed around what lies there already: locked copies, groups before, all that is placed.

The skyline of `skyline.py`, with obstacles ahead of it: a stretch below one has only the clearance up to
it. Where nothing fits because of that, the stretch below the obstacle is raised to the obstacle's end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gangsheet_studio.nesting.skyline import Run, Shelf, Skyline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.nesting.skyline import Choice, Lean, Left, Strip


class Box(NamedTuple):
    """Film that is taken, in pixels with the gap; `right` and `bottom` are the first free ones."""

    y: int
    x: int
    right: int
    bottom: int


def boxes(strip: Iterable[Run]) -> list[Box]:
    """Return what the runs of `strip` take."""
    return [Box(y, x, x + width * copies, y + height) for x, y, width, height, _, copies in strip]


def pack_around(
    choices: Sequence[Choice],
    left: Left,
    taken: Iterable[Box],
    width: int,
    floor: int,
    longest: int,
    lean: Lean,
) -> Strip:
    """Place what is `left` between `floor` and `longest`, earlier choices first; `left` is counted down."""
    skyline = Skyline(width, floor)
    shelf = Shelf(choices, left)
    open_choices = [choice for choice in choices if left[choice[2]]]
    to_place = sum(left[kind] for kind in {choice[2] for choice in open_choices})
    flattest = min((choice[1] for choice in open_choices), default=0)
    obstacles = _Obstacles(taken, floor, max((choice[1] for choice in open_choices), default=0))
    strip: Strip = []
    while to_place:
        at, room_across, y = skyline.lowest()
        if y + flattest > longest:
            break
        start = skyline.xs[at]
        obstacle = obstacles.next(start, start + room_across, y)
        limit = longest if obstacle is None else min(longest, obstacle.y)
        choice = shelf.first(room_across, limit - y) if limit > y else None
        if choice is not None:
            across, along, kind = choice
            copies = min(left[kind], room_across // across)
            x = skyline.put(at, copies * across, y + along, lean)
            strip.append(Run(x, y, across, along, kind, copies))
            left[kind] -= copies
            to_place -= copies
        elif obstacle is not None and shelf.first(room_across, longest - y):  # the obstacle is why
            end = min(obstacle.right, start + room_across)
            skyline.cover(at, max(obstacle.x, start), end, obstacle.bottom)
        elif not skyline.lift(at):
            break
    return strip


class _Obstacles:
    """What is taken, in the order it is met; asked about levels that never fall."""

    __slots__ = ("ahead", "passed", "reach")

    def __init__(self, taken: Iterable[Box], floor: int, reach: int) -> None:
        self.ahead = sorted(box for box in taken if box.bottom > floor)
        self.passed = 0
        self.reach = reach  # the tallest choice: what is farther away is in nobody's way

    def next(self, start: int, end: int, level: int) -> Box | None:
        """Return the first obstacle at or above `level` between `start` and `end`, None if out of reach."""
        ahead, passed = self.ahead, self.passed
        while passed < len(ahead) and ahead[passed][3] <= level:
            passed += 1
        self.passed = passed
        for i in range(passed, len(ahead)):
            box = ahead[i]
            y, x, right, bottom = box
            if y >= level + self.reach:
                return None
            if x < end and right > start and bottom > level:
                return box
        return None
