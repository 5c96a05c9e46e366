"""Copies shared out over parts, so that each is searched on its own."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def split(counts: Sequence[int], areas: Sequence[float], parts: int) -> list[list[int]]:
    """Return `counts` copies by kind for each of `parts`, alike in area: the largest are dealt out first."""
    shares = [[0] * len(counts) for _ in range(parts)]
    lightest = [(0.0, part) for part in range(parts)]
    for kind in sorted(range(len(counts)), key=lambda kind: -areas[kind]):
        for _ in range(counts[kind]):
            area, part = lightest[0]
            shares[part][kind] += 1
            heapq.heapreplace(lightest, (area + areas[kind], part))
    return [share for share in shares if any(share)]
