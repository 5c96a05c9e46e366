"""Two copies' pixels at the resolution they print at: the last word on their distance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from gangsheet_studio.model.outline import Mask
from gangsheet_studio.nesting.shapes.figure import marks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gangsheet_studio.nesting.shapes.kinds import Kind, Spot

PrintMask: TypeAlias = Callable[[str, int, int], Mask]
"""Returns which pixels of a picture are print: by its name, width and height before rotation, in pixels."""

_NOWHERE: Final = 1 << 20  # pixels: further than any gap


class Pixels:
    """Looks at print masks, of which it remembers the last few."""

    def __init__(self, kinds: tuple[Kind, ...], print_mask: PrintMask, gap: int) -> None:
        self._kinds, self._print_mask, self._gap = kinds, print_mask, gap
        self._masks: dict[int, Mask] = {}

    def too_close(self, one: Spot, other: Spot) -> bool:
        """Tell whether two pixels, one of each, lie closer than the gap."""
        a, b = self._marks(one), self._marks(other)
        left, top = other.x - one.x, other.y - one.y
        # only what lies in both boxes, widened by the gap, can be too close
        x0, x1 = max(0, left) - self._gap, min(a.shape[1], left + b.shape[1]) + self._gap
        y0, y1 = max(0, top) - self._gap, min(a.shape[0], top + b.shape[0]) + self._gap
        if x0 >= x1 or y0 >= y1:
            return False
        return closer(
            _window(a, x0, y0, x1, y1), _window(b, x0 - left, y0 - top, x1 - left, y1 - top), self._gap
        )

    def _marks(self, spot: Spot) -> NDArray[np.bool_]:
        mask = self._masks.get(spot.kind)
        if mask is None:
            kind = self._kinds[spot.kind]
            mask = self._masks[spot.kind] = self._print_mask(kind.picture, kind.width, kind.height)
        return np.rot90(marks(mask), -spot.rotation // 90)


def closer(a: NDArray[np.bool_], b: NDArray[np.bool_], gap: int) -> bool:
    """Tell whether a marked pixel of `a` and one of `b` are closer than `gap`; the arrays lie on one another.

    Pixels are squares: neighbours have no distance at all. With no gap, only the same pixel is too close.
    """
    across = _nearest(b)
    ys, xs = np.nonzero(a)
    for down in range(-gap, gap + 1):
        rows = ys + down
        inside = (rows >= 0) & (rows < len(b))
        apart = np.maximum(across[rows[inside], xs[inside]] - 1, 0).astype(np.int64)
        between = max(abs(down) - 1, 0)
        if gap and (apart * apart + between * between < gap * gap).any():
            return True
        if not gap and not across[rows[inside], xs[inside]].all():
            return True
    return False


def _nearest(marked: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return for each pixel how many columns the nearest marked one in its row is away."""
    columns = np.arange(marked.shape[1], dtype=np.int32)
    before = np.maximum.accumulate(np.where(marked, columns, -_NOWHERE), axis=1)
    after = np.minimum.accumulate(np.where(marked, columns, _NOWHERE)[:, ::-1], axis=1)[:, ::-1]
    nearest: NDArray[np.int32] = np.minimum(columns - before, after - columns)
    return nearest


def _window(marked: NDArray[np.bool_], x0: int, y0: int, x1: int, y1: int) -> NDArray[np.bool_]:
    """Return columns `x0` to `x1` and rows `y0` to `y1`, unmarked beyond the edges."""
    window = np.zeros((y1 - y0, x1 - x0), np.bool_)
    rows, columns = marked.shape
    top, bottom = max(0, y0), min(rows, y1)
    left, right = max(0, x0), min(columns, x1)
    if top < bottom and left < right:
        window[top - y0 : bottom - y0, left - x0 : right - x0] = marked[top:bottom, left:right]
    return window
