"""A part's blocks: stretches of film with a straight cut between them, which may trade places."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from gangsheet_studio.nesting.skyline import length

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gangsheet_studio.nesting.skyline import Run, Strip

_Block: TypeAlias = "Strip"  # its runs begin at y = 0


def regroup(strip: Strip) -> Strip:
    """Return `strip` with its blocks in an order that brings boxes of one kind together."""
    blocks = _cut(strip)
    if len(blocks) < 3:  # two are as close either way
        return strip
    ranks: dict[int, int] = {}
    for run in (run for block in blocks for run in block):
        ranks.setdefault(run.kind, len(ranks))
    by_main_kind = sorted(blocks, key=lambda block: ranks[_main_kind(block)])
    by_centre = _near_their_like(by_main_kind)
    return min(strip, _stack(by_main_kind), _stack(by_centre), key=_held)


def _held(strip: Strip) -> int:
    """Return what is held for how long: a box's pixels by the film from its kind's first row to its last."""
    first: dict[int, Run] = {}
    last: dict[int, Run] = {}
    for run in sorted(strip, key=lambda run: run.y):
        first.setdefault(run.kind, run)
        last[run.kind] = run
    return sum(run.width * run.height * (run.y - first[kind].y) for kind, run in last.items())


def _cut(strip: Strip) -> list[_Block]:
    blocks: list[_Block] = []
    start = end = 0
    for run in sorted(strip, key=lambda run: run.y):
        if run.y >= end:
            blocks.append([])
            start = run.y
        end = max(end, run.y + run.height)
        blocks[-1].append(run._replace(y=run.y - start))
    return blocks


def _stack(blocks: Iterable[_Block]) -> Strip:
    strip: Strip = []
    y = 0
    for block in blocks:
        strip += [run._replace(y=y + run.y) for run in block]
        y += length(block)
    return strip


def _area(run: Run) -> int:
    return run.width * run.height * run.copies


def _main_kind(block: _Block) -> int:
    """Return the kind that covers most of `block`."""
    areas: defaultdict[int, int] = defaultdict(int)
    for run in block:
        areas[run.kind] += _area(run)
    return max(areas, key=lambda kind: (areas[kind], -kind))


def _near_their_like(blocks: Sequence[_Block]) -> list[_Block]:
    """Return `blocks` by where, on average, the kinds they hold lie; a few rounds settle."""
    order = list(blocks)
    for _ in range(4):
        at = {id(block): place for place, block in enumerate(order)}
        kinds = _centres((run.kind, at[id(block)], _area(run)) for block in order for run in block)
        own = _centres((id(block), kinds[run.kind], _area(run)) for block in order for run in block)
        order.sort(key=lambda block: own[id(block)])
    return order


def _centres(weighed: Iterable[tuple[int, float, int]]) -> dict[int, float]:
    """Return the weighed mean by name of (name, value, weight)."""
    sums: defaultdict[int, float] = defaultdict(float)
    weights: defaultdict[int, int] = defaultdict(int)
    for name, value, weight in weighed:
        sums[name] += value * weight
        weights[name] += weight
    return {name: total / weights[name] for name, total in sums.items()}
