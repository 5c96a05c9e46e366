"""What is done to rows of a design once they have their size: a background below, white as a sample more."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Rows = NDArray[np.uint8]

_BLOCK_ROWS: Final = 64  # choking needs rows above and below: the more at once, the fewer twice
_JOINED_ROWS: Final = 8  # to go on with at once
_ALPHA, _OPAQUE = (
    np.uint32(1 << 24),
    np.uint32(255 << 24),
)  # of a pixel, from which on it shows, and is opaque


def flattened(strips: Iterable[Rows], background: tuple[int, int, int]) -> Iterator[Rows]:
    """Yield RGBA rows, shape (rows, width * 4), as they look on an opaque `background`.

    Porter and Duff 1984, "over", rounded to the nearest level.
    """
    below = np.array(background, np.uint16)
    bare = np.frombuffer(bytes((*background, 255)), np.uint32)
    for strip in strips:
        whole = strip.reshape(-1).view(np.uint32)  # alpha is the highest byte
        laid = np.where(whole < _ALPHA, bare, whole)
        soft = np.flatnonzero((whole >= _ALPHA) & (whole < _OPAQUE))
        above = strip.reshape(-1, 4)[soft]
        alpha = above[:, 3:].astype(np.uint16)
        above[:, :3] = (above[:, :3] * alpha + below * (255 - alpha) + 127) // 255
        above[:, 3] = 255
        laid[soft] = above.view(np.uint32)[:, 0]
        yield laid.view(np.uint8).reshape(strip.shape)


def with_white(strips: Iterable[Rows], width: int, choke: int) -> Iterator[Rows]:
    """Yield RGBA rows with a fifth sample, shape (rows, width * 5): white that is `choke` pixels smaller.

    White is as strong as the weakest alpha within `choke` pixels; beyond the picture's edge there is none.
    """
    above = np.zeros((choke, width), np.uint8)
    waiting = np.zeros((0, width, 4), np.uint8)
    for block in _blocks(strips, width, max(_BLOCK_ROWS, 2 * choke)):
        rows = np.concatenate((waiting, block))
        ready = len(rows) - choke
        if ready <= 0:
            waiting = rows
            continue
        white = choked(np.concatenate((above, rows[..., 3])), choke)
        yield from _joined(rows[:ready], white)
        above = np.concatenate((above, rows[:ready, :, 3]))[-choke:] if choke else above
        waiting = rows[ready:]
    if len(waiting):
        beyond = np.zeros((choke, width), np.uint8)
        yield from _joined(waiting, choked(np.concatenate((above, waiting[..., 3], beyond)), choke))


def without_white(strips: Iterable[Rows], width: int) -> Iterator[Rows]:
    """Yield RGBA rows with a fifth sample, shape (rows, width * 5), in which there is no white."""
    for strip in strips:
        pixels = strip.reshape(len(strip), width, 4)
        yield from _joined(pixels, np.zeros(pixels.shape[:2], np.uint8))


def choked(alpha: Rows, radius: int) -> Rows:
    """Return the least of `alpha`, shape (rows, width), in a disc around each pixel.

    Rows that have not `radius` others above and below are not among those returned.
    """
    rows = len(alpha) - 2 * radius
    widths = [math.isqrt(radius * radius - away * away) for away in range(radius + 1)]
    least = np.full((rows, alpha.shape[1]), 255, np.uint8)
    narrow, reach = alpha, 0
    for away in range(radius, -1, -1):  # the disc's rows from the narrowest to the widest
        while reach < widths[away]:
            reach += 1
            narrow = _narrowed(narrow, alpha, reach)
        for top in {radius - away, radius + away}:
            np.minimum(least, narrow[top : top + rows], out=least)
    return least


def _narrowed(narrow: Rows, alpha: Rows, reach: int) -> Rows:
    """Return the least within `reach` pixels to both sides, given that of one pixel less."""
    width = alpha.shape[1]
    if reach >= width:
        return np.zeros_like(alpha)
    less = narrow.copy()
    np.minimum(less[:, reach:], alpha[:, : width - reach], out=less[:, reach:])
    np.minimum(less[:, : width - reach], alpha[:, reach:], out=less[:, : width - reach])
    less[:, :reach] = 0
    less[:, width - reach :] = 0
    return less


def _joined(pixels: Rows, white: Rows) -> Iterator[Rows]:
    for top in range(0, len(pixels), _JOINED_ROWS):
        some, more = pixels[top : top + _JOINED_ROWS], white[top : top + _JOINED_ROWS, :, np.newaxis]
        yield np.concatenate((some, more), axis=2).reshape(len(some), -1)


def _blocks(strips: Iterable[Rows], width: int, least: int) -> Iterator[Rows]:
    """Yield as many rows at once, shape (rows, width, 4), and fewer at the end."""
    waiting: list[Rows] = []
    count = 0
    for strip in strips:
        waiting.append(strip.reshape(len(strip), width, 4))
        count += len(strip)
        if count >= least:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting)
