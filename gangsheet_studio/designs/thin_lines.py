"""What a design prints thinner than a printer can hold, found a few rows at a time."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Cells = NDArray[np.bool_]

_BLOCK_ROWS: Final = 64  # looked at together, beside those above and below that decide about them


def thin_pixels(strips: Iterable[Cells], thickness: int) -> Iterator[tuple[int, Cells]]:
    """Yield blocks of rows with their first one: which of the marked pixels in `strips` are thinner.

    A disc of `thickness` pixels is moved about inside of what is marked. Pixels that it comes nowhere near,
    by its own size or less, are thin: lines and dots, not the corners of what is large. Blocks without any
    are left out.
    """
    beyond = 2 * thickness  # rows that decide about one
    waiting: deque[Cells] = deque()
    rows, top = 0, 0  # waiting, and the first of them: it is `beyond` above the block to look at next
    started = False
    for strip in strips:
        if not started:
            waiting.append(np.zeros((beyond, strip.shape[1]), np.bool_))
            rows, top, started = beyond, -beyond, True
        waiting.append(strip)
        rows += len(strip)
        if rows >= _BLOCK_ROWS + 2 * beyond:
            block = np.concatenate(waiting)
            yield from _thin_block(block, top + beyond, thickness)
            kept = block[-2 * beyond :]
            waiting = deque([kept])
            top += rows - len(kept)
            rows = len(kept)
    if started:
        waiting.append(np.zeros((beyond, waiting[0].shape[1]), np.bool_))
        yield from _thin_block(np.concatenate(waiting), top + beyond, thickness)


def _thin_block(block: Cells, top: int, thickness: int) -> Iterator[tuple[int, Cells]]:
    """Yield the thin pixels of `block`, without the rows at both ends that are there to decide about them."""
    beyond = 2 * thickness
    inside = block[beyond:-beyond]
    if not inside.any() or (min(inside.shape) >= thickness and inside.all()):
        return
    fits = _fits(np.pad(block, ((0, 0), (beyond, beyond))), thickness)
    # where the upper left corner of a disc lies that has a pixel in its box, or up to `thickness` beside it
    near = _any_of(_any_of(fits, 3 * thickness, 0), 3 * thickness, 1)
    thin = inside & ~near[1 : 1 + len(inside), 1 : 1 + inside.shape[1]]
    if thin.any():
        yield top, thin


def _fits(marked: Cells, thickness: int) -> Cells:
    """Return at which upper left corners a disc fits into what is `marked`, as many fewer as it is large."""
    across = (np.arange(thickness) - (thickness - 1) / 2) ** 2
    spans = [int(np.count_nonzero(across + down <= thickness**2 / 4)) for down in across]
    height, width = (side - thickness + 1 for side in marked.shape)
    fits = np.ones((height, width), np.bool_)
    runs, length = marked, 1  # where that many pixels in a row are marked
    for span in sorted(set(spans)):
        while length < span:
            longer = min(span, 2 * length)
            step = longer - length
            runs, length = runs[:, :-step] & runs[:, step:], longer
        left = (thickness - span) // 2
        for row in (row for row, own in enumerate(spans) if own == span):
            fits &= runs[row : row + height, left : left + width]
    return fits


def _any_of(marked: Cells, length: int, axis: int) -> Cells:
    """Return whether any of `length` neighbours from each on is marked; those at the end have none."""
    reached = 1
    cells = marked if axis == 0 else marked.T
    while reached < length:
        step = min(reached, length - reached)
        cells = cells[:-step] | cells[step:]
        reached += step
    return cells if axis == 0 else cells.T
