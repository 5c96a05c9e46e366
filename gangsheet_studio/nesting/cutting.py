"""Easy cutting: rows with a straight cut across the film between them, in a row columns of one kind each.

A guillotine or a hand cutter takes such a part apart: across between the rows, along between the
columns, across between the copies of a column.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from gangsheet_studio.nesting.around import Box
from gangsheet_studio.nesting.instant import KEYS
from gangsheet_studio.nesting.skyline import Run, length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gangsheet_studio.nesting.instant import Room
    from gangsheet_studio.nesting.skyline import Choice, Strip

_POWERS: Final = (1, 3, 8)
_MANY: Final = 150  # choices; with more, the greatest power alone is tried
_LOOKED_AT: Final = 400  # choices for each row
_WORK: Final = 120_000  # looks at a choice, until then further orders are tried
_LEAST_TRIES: Final = 2
_MOST_TRIES: Final = 100


class Stretch(NamedTuple):
    """Film of a part (from 0) that is free for rows or, beside locked copies, for columns."""

    part: int
    x: int
    y: int
    width: int
    height: int


def pack_for_cutting(room: Room, seed: int = 1) -> list[Strip]:
    """Return parts of rows; where copies are locked, the film beside them holds columns, too."""
    beside, between = _free(room)
    left = list(room.copies)
    first = [(s, fill_row(room.choices, left, s.width, s.height)) for s in beside]
    kinds = _kinds_by_choice(room, KEYS[3])
    orders = [_kinds_by_choice(room, key) for key in KEYS]
    shuffle = random.Random(seed)  # noqa: S311  # for variety, not for secrets
    best: list[Strip] = []
    least, spent = None, 0
    for tried in range(_MOST_TRIES):
        if tried >= _LEAST_TRIES and (spent >= _WORK or len(kinds) < 2):
            break
        usual = seed == 1 and tried < len(orders)
        order = orders[tried] if usual else _shuffled(kinds, shuffle)
        rows = _rows(room, order, list(left))
        spent += len(rows) * min(len(room.choices), _LOOKED_AT) * 2 * len(_powers(room))
        parts = _lay(rows, between, room, first)
        film = room.film(parts)
        if least is None or film <= least:
            best, kinds, least = parts, order, film
    return best


def fill_row(choices: Sequence[Choice], left: list[int], width: int, height: int, power: int = 1) -> Strip:
    """Fill a row with columns of what is `left`, which is counted down; the row begins at 0, 0.

    The wider a column and the more of the row's height it covers, the earlier it comes; `power` is how much
    the height counts.
    """
    found: list[tuple[float, Choice]] = []
    for choice in choices:
        across, along, kind = choice
        if across <= width and along <= height and left[kind]:
            covered = min(left[kind], height // along) * along / height
            score = float(across)
            for _ in range(power):
                score *= covered
            found.append((score, choice))
    found.sort(reverse=True)
    strip: Strip = []
    x = 0
    for whole in (True, False):
        for _, (across, along, kind) in found:
            number = left[kind]
            if not number or across > width - x:
                continue
            stacked = min(number, height // along)
            columns = min((width - x) // across, number // stacked) if whole else 1
            strip += _stack(x, across, along, kind, columns, stacked)
            left[kind] -= columns * stacked
            x += columns * across
    return strip


def _stack(x: int, across: int, along: int, kind: int, columns: int, stacked: int) -> Strip:
    return [Run(x, level * along, across, along, kind, columns) for level in range(stacked)]


def _rows(room: Room, order: Sequence[int], left: list[int]) -> list[Strip]:
    """Return rows that hold all that is `left`; the first kind in `order` gives a row its height."""
    ways: dict[int, list[Choice]] = {}
    for choice in room.choices:
        ways.setdefault(choice[2], []).append(choice)
    powers = _powers(room)
    by_height = sorted(room.choices, key=_flatter)
    rows: list[Strip] = []
    for kind in order:
        if left[kind]:
            by_height = [choice for choice in by_height if left[choice[2]]]
        while left[kind]:
            tries = (
                _row(choice, _as_high(by_height, choice), left, room.width, power)
                for choice in ways[kind]
                for power in powers
            )
            row, left, _ = max(tries, key=_density)
            rows.append(row)
    return rows


def _as_high(by_height: Sequence[Choice], lead: Choice) -> Sequence[Choice]:
    """Return the tallest choices that are no higher than `lead`."""
    start = bisect_left(by_height, -lead[1], key=_flatter)
    return by_height[start : start + _LOOKED_AT]


def _flatter(choice: Choice) -> int:
    return -choice[1]


def _powers(room: Room) -> tuple[int, ...]:
    return _POWERS if len(room.choices) <= _MANY else _POWERS[2:]


def _row(
    lead: Choice, choices: Sequence[Choice], left: Sequence[int], width: int, power: int
) -> tuple[Strip, list[int], float]:
    """Return a row as high as `lead`, which it begins with, what is left after it, and how full it is."""
    across, along, kind = lead
    remaining = list(left)
    remaining[kind] -= 1
    rest = fill_row(choices, remaining, width - across, along, power)
    row = [Run(0, 0, across, along, kind, 1), *_moved(rest, across, 0)]
    return row, remaining, sum(run.width * run.height * run.copies for run in row) / along


def _density(row: tuple[Strip, list[int], float]) -> float:
    return row[2]


def _moved(strip: Iterable[Run], x: int, y: int) -> Strip:
    return [run._replace(x=run.x + x, y=run.y + y) for run in strip]


def _kinds_by_choice(room: Room, key: Callable[[Choice], tuple[int, ...]]) -> list[int]:
    return list(dict.fromkeys(choice[2] for choice in sorted(room.choices, key=key)))


def _shuffled(kinds: Sequence[int], shuffle: random.Random) -> list[int]:
    """Return `kinds` with one to three moved."""
    order = list(kinds)
    for _ in range(1 + int(3 * shuffle.random() ** 2)):
        kind = order.pop(int(len(order) * shuffle.random()))
        order.insert(int((len(order) + 1) * shuffle.random()), kind)
    return order


def _lay(
    rows: Sequence[Strip], between: Sequence[Stretch], room: Room, first: Sequence[tuple[Stretch, Strip]]
) -> list[Strip]:
    """Return parts with each row, tallest first, on the first stretch that has room for it."""
    parts: list[Strip] = [[] for _ in room.taken]
    for stretch, columns in first:
        parts[stretch.part] += _moved(columns, stretch.x, stretch.y)
    open_stretches = list(between)
    for row in sorted(rows, key=length, reverse=True):
        height = length(row)
        place = next((i for i, stretch in enumerate(open_stretches) if stretch.height >= height), None)
        if place is None:
            place = len(open_stretches)
            open_stretches.append(Stretch(len(parts), 0, 0, room.width, room.longest))
            parts.append([])
        part, x, y, width, free = open_stretches[place]
        parts[part] += _moved(row, x, y)
        open_stretches[place] = Stretch(part, x, y + height, width, free - height)
    return parts


def fill_blocks(choices: Sequence[Choice], taken: Iterable[Box], width: int, end: int, most: int) -> Strip:
    """Return up to `most` extra boxes of a kind beside, between and after the blocks that are `taken`."""
    left = [most] * (1 + max(kind for _, _, kind in choices))
    strip: Strip = []
    beside, between = _free_of(0, taken, width, end)
    for stretch in beside:
        strip += _moved(fill_row(choices, left, stretch.width, stretch.height), stretch.x, stretch.y)
    for stretch in between:
        y, free = stretch.y, stretch.height
        while row := _densest_row(choices, left, width, free):
            strip += _moved(row, 0, y)
            y, free = y + length(row), free - length(row)
    return strip


def _densest_row(choices: Sequence[Choice], left: list[int], width: int, highest: int) -> Strip:
    """Return the row that covers most of its film, of what is `left`; nothing where none fits."""
    best: Strip = []
    best_left, best_density = left, 0.0
    for across, along, kind in choices:
        if along <= highest and across <= width and left[kind]:
            row, remaining, density = _row((across, along, kind), choices, left, width, 1)
            if density > best_density:
                best, best_left, best_density = row, remaining, density
    left[:] = best_left
    return best


def _free(room: Room) -> tuple[list[Stretch], list[Stretch]]:
    """Return what is free beside the locked copies of each part, and between and after them."""
    beside: list[Stretch] = []
    between: list[Stretch] = []
    for part, taken in enumerate(room.taken):
        some_beside, some_between = _free_of(part, taken, room.width, room.longest)
        beside += some_beside
        between += some_between
    return beside, between


def _free_of(
    part: int, taken: Iterable[Box], width: int, longest: int
) -> tuple[list[Stretch], list[Stretch]]:
    beside: list[Stretch] = []
    between: list[Stretch] = []
    y = 0
    for block in _blocks(taken):
        high = block.bottom - block.y
        between.append(Stretch(part, 0, y, width, block.y - y))
        beside.append(Stretch(part, 0, block.y, block.x, high))
        beside.append(Stretch(part, block.right, block.y, width - block.right, high))
        y = block.bottom
    between.append(Stretch(part, 0, y, width, longest - y))
    return beside, between


def _blocks(taken: Iterable[Box]) -> list[Box]:
    """Return what holds the boxes between two straight cuts, along the film."""
    blocks: list[Box] = []
    for box in sorted(taken):
        if blocks and box.y < blocks[-1].bottom:
            y, x, right, bottom = blocks[-1]
            blocks[-1] = Box(y, min(x, box.x), max(right, box.right), max(bottom, box.bottom))
        else:
            blocks.append(box)
    return blocks
