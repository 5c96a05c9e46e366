"""Which of a design's pixels are print, found a few rows at a time."""

from __future__ import annotations

import math
import zlib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.colour import to_rgba
from gangsheet_studio.designs.decode import decode, open_design
from gangsheet_studio.designs.sniff import unreadable
from gangsheet_studio.designs.strips import fetch_strips
from gangsheet_studio.designs.vips import damaged, library
from gangsheet_studio.model.finish import Finish
from gangsheet_studio.model.outline import Mask

if TYPE_CHECKING:
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box

    Levels = NDArray[np.uint8]
    Cells = NDArray[np.bool_]

_DRAWN_SIDE: Final = 2048  # an SVG has no pixels of its own
_COSTLY_SIDE: Final = 1024  # of one with blurs and the like, which take time by the pixel
_ALPHA_BAND: Final = {"b-w": 1, "grey16": 1, "srgb": 3, "rgb16": 3, "cmyk": 4}


def print_mask(
    design: Design,
    width_px: int,
    height_px: int,
    threshold: float,
    scratch: Path,
    cancel: Event,
    trim: Box | None = None,
) -> Mask:
    """Return which pixels of `design`, or `trim` of it, are print at the size it prints at, upright.

    Print is what has `threshold` of full alpha or more. `scratch` and errors are as for designs.decode.
    """
    level = max(1, math.ceil(threshold * 255))
    packer = zlib.compressobj(1)
    bits = bytearray()
    lenient = bool(design.damage)
    finish = Finish(trim=trim)
    size = width_px, height_px
    with closing(decode(design, *size, 0, scratch, cancel, lenient=lenient, finish=finish)) as strips:
        for strip in strips:
            alpha = strip.reshape(len(strip), width_px, 4)[..., 3]
            bits += packer.compress(np.packbits(alpha >= level, axis=1).tobytes())
    return Mask(columns=width_px, rows=height_px, bits=bytes(bits + packer.flush()))


def seen_size(design: Design, trim: Box | None = None) -> tuple[int, int]:
    """Return width and height of the picture that is looked at of a design, or `trim` of it, upright."""
    width, height = trim[2:] if trim else (design.width_px, design.height_px)
    side = _COSTLY_SIDE if design.whole_bytes else _DRAWN_SIDE
    share = side / max(design.width_px, design.height_px) if design.format == "svg" else 1.0
    return max(1, round(width * share)), max(1, round(height * share))


def find_cells(design: Design, level: int, most: int, cancel: Event, trim: Box | None = None) -> Cells:
    """Return which cells of `design`, or `trim` of it, hold a pixel of alpha `level` or more, as stored.

    There are `most` cells a side at most.

    RefusedInputError when the file turns out to be damaged, or another than was probed; CancelledError.
    """
    path = Path(design.path)
    try:
        lenient = bool(design.damage)
        image = alpha_of(open_design(design, *seen_size(design, trim), lenient=lenient, trim=trim))
        cells = np.zeros((min(most, image.height), min(most, image.width)), np.bool_)
        starts, ends = _bounds(image.height, len(cells))
        across = _bounds(image.width, cells.shape[1])
        first = 0
        for top, strip in fetch_strips(image, cancel, lenient=lenient):
            while ends[first] <= top:
                first += 1
            for row in range(first, len(cells)):
                if starts[row] >= top + len(strip):
                    break
                highest = strip[max(0, starts[row] - top) : ends[row] - top].max(axis=0)
                cells[row] |= _reached(highest >= level, *across)
    except library().Error as error:
        raise damaged(path, error) from error.with_traceback(None)
    except OSError as error:
        raise unreadable(path, error) from error
    return cells


def pool(marked: Cells, count: int) -> Cells:
    """Return `count` cells of equal width along the last axis: those that reach into anything marked."""
    return _reached(marked, *_bounds(marked.shape[-1], count))


def _reached(marked: Cells, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Cells:
    found: Cells = np.logical_or.reduceat(marked, starts, axis=-1)
    return found | marked[..., ends - 1]


def _bounds(length: int, count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the first and, excluded, last pixel that each of `count` equal cells reaches into."""
    edges = np.arange(count + 1, dtype=np.intp) * length
    return edges[:-1] // count, -(-edges[1:] // count)


def alpha_of(image: Any) -> Any:  # noqa: ANN401
    """Return the alpha of any picture with 8 bit: colours need not be looked at for that."""
    band = _ALPHA_BAND.get(image.interpretation)
    if band is None or band >= image.bands or image.format not in ("uchar", "ushort"):
        return to_rgba(image)[3]
    alpha = image[band]
    return alpha if image.format == "uchar" else (alpha >> 8).cast("uchar")
