"""A design, small, and how soft its edges are: one look at each row, none of them kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gangsheet_studio.designs.colour import to_rgba
from gangsheet_studio.designs.decode import fetch_rows, open_design, scale, settle
from gangsheet_studio.designs.heat import Warmth
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.designs.sniff import unreadable
from gangsheet_studio.designs.softness import is_soft, is_visible
from gangsheet_studio.designs.vips import damaged, library
from gangsheet_studio.model.small_picture import SmallPicture

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.designs.orient import Strip
    from gangsheet_studio.model.design import Design

_DRAWN_SIDE: Final = 1024  # an SVG has no pixels of its own
_FINER: Final = 2  # pixels are averaged to twice the size or more, and that is scaled by a better filter
_FINER_UP_TO: Final = 256  # beyond, what is averaged would take much memory


def thumbnail(
    design: Design,
    side: int,
    cancel: Event | None = None,
    *,
    harden: float | None = None,
    heat: bool = False,
) -> SmallPicture:
    """Return `design`, `side` pixels at most across and down and never larger than it is.

    With `harden` it is shown as it prints when it is hardened there, with `heat` dark, and bright where it is
    half transparent; a single such pixel is seen.

    RefusedInputError when the file turns out to be damaged, or another than was probed; CancelledError
    once `cancel` is set.
    """
    path = Path(design.path)
    try:
        drawn = _DRAWN_SIDE if design.format == "svg" else max(design.width_px, design.height_px)
        share = drawn / max(design.width_px, design.height_px)
        lenient = bool(design.damage)  # to look at, what can be read of it is better than nothing
        size = _times(design.width_px, design.height_px, share)
        image = to_rgba(open_design(design, *size, lenient=lenient))
        width, height = _times(image.width, image.height, min(1.0, side / max(image.width, image.height)))
        finer = _FINER if side <= _FINER_UP_TO else 1
        sums = _Sums(image.width, image.height, width * finer, height * finer)
        rows = fetch_rows(image, cancel, lenient=lenient)
        if harden is not None:
            rows = (settle(strip, harden) for strip in rows)
        warmth = Warmth(image.width, image.height, width, height) if heat else None
        sums.add_all(warmth.watched(rows) if warmth else rows)
        small = _scaled(sums.averages(), width, height)
        if warmth:
            small = warmth.over(small)
    except library().Error as error:
        raise damaged(path, error) from error.with_traceback(None)
    except OSError as error:
        raise unreadable(path, error) from error
    upright = np.ascontiguousarray(turn_for(design.orientation, 0).apply(small))
    return SmallPicture(upright.shape[1], upright.shape[0], upright.tobytes(), sums.soft)


def _times(width: int, height: int, share: float) -> tuple[int, int]:
    return max(1, round(width * share)), max(1, round(height * share))


def _scaled(picture: NDArray[np.uint8], width: int, height: int) -> Strip:
    image = library().Image.new_from_array(picture, interpretation="srgb")
    pixels = np.concatenate(list(fetch_rows(scale(image, width, height), None)))
    pixels[pixels < 1 << 24] = 0  # no colour where nothing shows
    return pixels


class _Sums:
    """Adds up pixels in boxes: at least `columns` x `rows`, less than twice as many a side."""

    def __init__(self, width: int, height: int, columns: int, rows: int) -> None:
        self._left = _edges(width, columns)
        self._top = _edges(height, rows)
        self._pixels = np.outer(_gaps(self._top, height), _gaps(self._left, width)).astype(np.float32)
        self._sums = np.zeros((*self._pixels.shape, 4), np.float32)
        self._row = self._soft = self._visible = 0

    @property
    def soft(self) -> float:
        """Share of the pixels that show and are half transparent."""
        return self._soft / self._visible if self._visible else 0.0

    def add_all(self, strips: Iterable[Strip]) -> None:
        """Add rows from top to bottom."""
        for strip in strips:
            rows = np.arange(self._row, self._row + len(strip))
            boxes = np.searchsorted(self._top, rows, side="right") - 1
            firsts = np.flatnonzero(np.diff(boxes, prepend=-1))
            self._row += len(strip)
            levels = strip.view(np.uint8).reshape(*strip.shape, 4)
            alpha = levels[..., 3]
            if not alpha.any():
                continue
            self._visible += int(np.count_nonzero(is_visible(alpha)))
            self._soft += int(np.count_nonzero(is_soft(alpha)))
            alpha = alpha.astype(np.uint16)
            for band in range(4):
                # colour is weighed by alpha, or what hides under transparent pixels would show
                weighed = alpha if band == 3 else levels[..., band] * alpha
                # ten times as fast as reduceat, down the rows
                down = np.stack([part.sum(0, dtype=np.uint32) for part in np.split(weighed, firsts[1:])])
                self._sums[boxes[firsts], :, band] += np.add.reduceat(
                    down, self._left, axis=1, dtype=np.uint64
                )

    def averages(self) -> NDArray[np.uint8]:
        """Return the boxes as straight RGBA."""
        alpha = self._sums[..., 3:]
        colour = self._sums[..., :3] / np.maximum(alpha, 1)
        return (
            np.concatenate([colour, alpha / self._pixels[..., np.newaxis]], axis=-1).round().astype(np.uint8)
        )


def _edges(length: int, least: int) -> NDArray[np.intp]:
    """Return where boxes of equal whole width begin on `length` pixels; the last may be narrower."""
    return np.arange(0, length, max(1, length // least), dtype=np.intp)


def _gaps(edges: NDArray[np.intp], length: int) -> NDArray[np.intp]:
    return np.diff(edges, append=length)
