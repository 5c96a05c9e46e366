"""One look at all of a design's pixels: what of it prints, and what will disappoint."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from gangsheet_studio.designs.alpha import alpha_of, seen_size
from gangsheet_studio.designs.decode import hard_level, open_design
from gangsheet_studio.designs.gamut import InkSample, inks_of
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.designs.sniff import unreadable
from gangsheet_studio.designs.softness import is_soft, is_visible
from gangsheet_studio.designs.strips import fetch_strips
from gangsheet_studio.designs.thin_lines import thin_pixels
from gangsheet_studio.designs.vips import damaged, library
from gangsheet_studio.model.inspection import Inspection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box

_MARKED: Final = 64  # a line of half a pixel has that much alpha wherever it lies
_MOST_THICKNESS: Final = 64  # pixels: of artwork so fine, no line that thin can be meant
_ROUNDING: Final = 0.01  # pixels
_SQUARE: Final = 64  # pixels a side: where most is thin is told so closely


def inspect(design: Design, thickness: float, harden: float | None, cancel: Event) -> Inspection:
    """Return what is to be said of `design` as it prints: hardened at `harden` (0 to 1), if that is given.

    Lines are thin below `thickness` of its own pixels, none with 0. RefusedInputError when the file turns
    out to be damaged, or another than was probed; CancelledError once `cancel` is set.
    """
    path = Path(design.path)
    lenient = bool(design.damage)
    try:
        image = open_design(design, *seen_size(design), lenient=lenient)
        bands, inks = [alpha_of(image)] if design.alpha else [], inks_of(image)
        if inks is not None:
            bands.append(inks)
        if not bands:
            whole = design.width_px, design.height_px
            return Inspection(box=(0, 0, *whole), visible=math.prod(whole))
        picture = bands[0].bandjoin(bands[1:]) if len(bands) > 1 else bands[0]
        look = _Look(picture.width, picture.height, harden, InkSample(inks) if inks is not None else None)
        rows = look.marks(fetch_strips(picture, cancel, lenient=lenient), alpha=design.alpha)
        fine = math.ceil(thickness * image.width / _stored_width(design) - _ROUNDING)
        look.search(rows, min(fine, _MOST_THICKNESS))
        return look.result(design)
    except library().Error as error:
        raise damaged(path, error) from error.with_traceback(None)
    except OSError as error:
        raise unreadable(path, error) from error


def _stored_width(design: Design) -> int:
    return design.height_px if design.orientation >= 5 else design.width_px


class _Look:
    """What has been seen of a picture so far, as it is stored."""

    def __init__(self, width: int, height: int, harden: float | None, sample: InkSample | None) -> None:
        self._width, self._height, self._sample = width, height, sample
        self._harden = harden
        self._columns = np.zeros(width, np.uint8)
        self._rows = np.zeros(height, np.uint8)
        self._visible = self._soft = self._thin = self._most = 0
        self._worst = 0, 0

    def marks(
        self, strips: Iterator[tuple[int, NDArray[np.uint8]]], *, alpha: bool
    ) -> Iterator[NDArray[np.bool_]]:
        """Look at each of `strips`; yield which of its pixels are there to be seen as lines."""
        for top, strip in strips:
            bands = strip.reshape(len(strip), self._width, -1)
            if alpha:
                level = np.ascontiguousarray(bands[..., 0])
                bands = bands[..., 1:]
                if self._harden is not None:
                    level = (level >= hard_level(self._harden)) * np.uint8(255)
            else:
                level = np.full(bands.shape[:2], 255, np.uint8)
            visible = is_visible(level)
            self._visible += int(np.count_nonzero(visible))
            self._soft += int(np.count_nonzero(is_soft(level)))
            np.maximum(self._columns, level.max(axis=0), out=self._columns)
            self._rows[top : top + len(level)] = level.max(axis=1)
            if self._sample is not None:
                self._sample.add(top, bands, visible)
            yield level >= _MARKED

    def search(self, rows: Iterator[NDArray[np.bool_]], thickness: int) -> None:
        """Go through all `rows` that come from `marks`, and count what is thin of them."""
        if thickness < 2:  # no pixel is smaller than one
            for _ in rows:
                pass
            return
        squares = np.arange(0, self._width, _SQUARE)
        for top, thin in thin_pixels(rows, thickness):
            counts = np.add.reduceat(thin.sum(axis=0, dtype=np.intp), squares)
            self._thin += int(counts.sum())
            if counts.max() > self._most:
                self._most = int(counts.max())
                self._worst = int(squares[counts.argmax()]), top

    def result(self, design: Design) -> Inspection:
        """Return what all rows came to, upright. pyvips.Error where its profile can't be used."""
        turn = turn_for(design.orientation, 0)
        side = (self._height, self._width) if turn.transpose else (self._width, self._height)
        square = turn.box((*self._worst, _SQUARE, _SQUARE), self._width, self._height)
        at = [(square[axis] + _SQUARE / 2) / side[axis] for axis in (0, 1)]
        box: Box | None = None
        if self._visible:
            box = _own_box(turn.box(self._box(), self._width, self._height), side, design)
        return Inspection(
            box=box,
            visible=self._visible,
            soft=self._soft,
            thin=self._thin,
            thin_at=(min(max(at[0], 0.0), 1.0), min(max(at[1], 0.0), 1.0)) if self._thin else (0.0, 0.0),
            outside=round(self._sample.outside(), 4) if self._sample is not None else 0.0,
        )

    def _box(self) -> Box:
        xs, ys = np.flatnonzero(self._columns), np.flatnonzero(self._rows)
        return int(xs[0]), int(ys[0]), int(xs[-1] - xs[0] + 1), int(ys[-1] - ys[0] + 1)


def _own_box(box: Box, side: tuple[int, int], design: Design) -> Box:
    """Return the least box in the design's own pixels that holds `box` of a picture drawn of it."""
    left, top, across, down = box
    x, y = design.width_px / side[0], design.height_px / side[1]
    first = math.floor(left * x), math.floor(top * y)
    right, bottom = math.ceil((left + across) * x), math.ceil((top + down) * y)
    return *first, min(right, design.width_px) - first[0], min(bottom, design.height_px) - first[1]
