"""A length that no layout of an instance is shorter than."""

from __future__ import annotations

from typing import Final

import numpy as np

from tests.bench.check_instance import fits
from tests.bench.instances.format import Instance, InstanceItem

_ROUNDING: Final = 1e-9
_STEPS: Final = range(30)
_MOST_SHARES: Final = 100


def lower_bound(instance: Instance, parts: int) -> float:
    """Return the optimum where it is known, else a length that no layout on as many parts is shorter than.

    Each copy that fits keeps half the spacing around it to itself; half of it hangs over the film's edges.
    """
    if instance.optimum is not None:
        return instance.optimum
    if instance.kind == "rect":
        length = _boxes(instance)
    else:  # a buffer's corners are cut a little, so it is no larger than it should be
        spacing = instance.spacing
        placed = [item for item in instance.items if fits(item, instance)]
        area = sum(item.shape.buffer(spacing / 2).area * item.qty for item in placed)
        length = area / (instance.roll_width + spacing)
    return max(0.0, length - parts * instance.spacing)


def _boxes(instance: Instance) -> float:
    """Return the least length of all boxes, the spacing after each included.

    Where widths count for more or less than they are, yet what fits across still takes no more than the
    film, area bounds the film as before. Two such ways to count (Fekete and Schepers, 1998) are tried one
    after the other; each box counts the way round that takes less.
    """
    if not instance.items:
        return 0.0
    boxes = np.array([_ways(item, instance) for item in instance.items])
    copies = np.array([item.qty for item in instance.items], float)
    across, along = boxes[..., 0], boxes[..., 1]
    return max(
        float((_stepped(_cleared(across, share), steps) * along).min(axis=1) @ copies)
        for share in _shares(across)
        for steps in _STEPS
    )


def _shares(across: np.ndarray) -> np.ndarray:
    """Return shares of the film's width at which boxes begin to count for nothing, 0 among them."""
    ends = np.unique(np.minimum(across, 1 - across).round(6))
    ends = ends[(ends > 0) & (ends < 0.5)]
    few = ends[:: len(ends) // _MOST_SHARES + 1]
    return np.concatenate(([0.0], few, few + 2e-6))


def _cleared(across: np.ndarray, share: float) -> np.ndarray:
    """Count boxes below a `share` of the film as nothing, and those that leave no more as all of it."""
    cleared = np.where(across > 1 - share + _ROUNDING, 1.0, across)
    return np.where(across < share - _ROUNDING, 0.0, cleared)


def _stepped(across: np.ndarray, steps: int) -> np.ndarray:
    """Count widths down to whole steps: with 2, what is between a third and two thirds counts for a half."""
    if not steps:
        return across
    whole = across * (steps + 1)
    exact = np.abs(whole - whole.round()) < _ROUNDING
    return np.where(exact, across, np.floor(whole) / steps)


def _ways(item: InstanceItem, instance: Instance) -> list[tuple[float, float]]:
    """Return width, as a share of the film's, and length of both ways round.

    Where only one is allowed and fits, it stands for both; what fits neither way counts for nothing.
    """
    spacing, film = instance.spacing, instance.roll_width + instance.spacing
    longest = np.inf if instance.max_length is None else instance.max_length
    sizes = {0: (item.w, item.h), 90: (item.h, item.w)}
    ways = [
        ((sizes[turn][0] + spacing) / film, sizes[turn][1] + spacing)
        for turn in sorted({turn % 180 for turn in item.quarter_turns})
        if sizes[turn][0] <= instance.roll_width * (1 + _ROUNDING)
        and sizes[turn][1] <= longest * (1 + _ROUNDING)
    ]
    return (ways * 2)[:2] if ways else [(0.0, 0.0)] * 2
