"""A design's pixels at the size and rotation they print at, a strip of rows at a time."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gangsheet_studio.designs.colour import to_rgba
from gangsheet_studio.designs.orient import turn_for, turn_strips
from gangsheet_studio.designs.probe import content_key
from gangsheet_studio.designs.sniff import identify, refused
from gangsheet_studio.designs.strips import STRIP_ROWS, fetch_strips
from gangsheet_studio.designs.vips import damaged, library, open_image
from gangsheet_studio.model.finish import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.designs.orient import Strip, Turn
    from gangsheet_studio.errors import RefusedInputError
    from gangsheet_studio.model.design import Design, Rotation
    from gangsheet_studio.model.finish import Finish
    from gangsheet_studio.model.inspection import Box

_TURN_IN_MEMORY = 4 << 20
_BUFFERED_SHARE = 16  # a row that is scaled down by less is made of fewer than 200 rows
_OPAQUE = np.uint32(0xFF000000)
_ROOM_ABOVE = 0.8  # full alpha, of 255, while scaling: Lanczos overshoots at edges by a fifth


def decode(
    design: Design,
    width_px: int,
    height_px: int,
    rotation: Rotation,
    scratch: Path,
    cancel: Event | None = None,
    trim: Callable[[], None] | None = None,
    *,
    trim_rows: int = 64,
    lenient: bool = False,
    finish: Finish = PLAIN,
) -> Generator[NDArray[np.uint8], None, None]:
    """Yield strips of RGBA rows, shape (rows, box width * 4), of a design at `width_px` x `height_px`.

    The size is that of what is printed, before `rotation`. Straight alpha, sRGB, 8 bit, colour zero where
    alpha is zero.

    RefusedInputError when the file turns out to be damaged, or another than was probed; CancelledError
    once `cancel` is set. `scratch` is a file that it may make and write over, for one picture at a time:
    it stays for the next one. `trim` is called every `trim_rows` to take back what the heap has free, of a
    design that is scaled or held whole: its buffers have so many sizes that the holes between them add up. Of
    a damaged file, what can be read of it comes where it is read `lenient`, and nothing below. Of `finish`,
    it is hardened, trimmed and mirrored.
    """
    path = Path(design.path)
    try:
        width, height = (height_px, width_px) if design.orientation >= 5 else (width_px, height_px)
        stored = open_design(design, width, height, lenient=lenient, trim=finish.trim)
        by_rows = design.streams and (stored.width, stored.height) == (width, height)
        scaled = scale(stored, width, height)
        rows = fetch_rows(scaled, cancel, None if by_rows else trim, trim_rows, lenient=lenient)
        turn = turn_for(design.orientation, rotation, mirror=finish.mirror)
        yield from _turned(rows, width, height, turn, scratch, finish.harden)
    except library().Error as error:
        # without its frames, which would hold on to libvips' buffers for as long as somebody keeps the error
        raise damaged(path, error) from error.with_traceback(None)


def _turned(
    rows: Iterator[Strip], width: int, height: int, turn: Turn, scratch: Path, harden: float | None
) -> Generator[NDArray[np.uint8], None, None]:
    with closing(turn_strips(rows, width, height, turn, scratch, _TURN_IN_MEMORY)) as strips:
        for strip in strips:
            yield settle(np.ascontiguousarray(strip), harden).view(np.uint8)


def settle(pixels: Strip, harden: float | None) -> Strip:
    """Return `pixels`, changed: without colour where nothing shows, and hardened if that is asked for."""
    # the highest byte is alpha on little-endian machines, the only ones we run on
    pixels[pixels < hard_level(harden) << 24] = 0
    if harden is not None:
        pixels[pixels > 0] |= _OPAQUE
    return pixels


def hard_level(harden: float | None) -> int:
    """Return the alpha, of 255, below which nothing is printed of what is hardened at `harden`."""
    return 1 if harden is None else max(1, math.ceil(harden * 255))


def open_design(
    design: Design, width: int, height: int, *, lenient: bool = False, trim: Box | None = None
) -> Any:  # noqa: ANN401
    """Open what was probed, as it is stored, or `trim` of it; an SVG is drawn to cover `width` x `height`."""
    path = Path(design.path)
    if identify(path) != design.format:
        raise _changed(path)
    status = path.stat()
    if status.st_size < design.file_bytes:
        raise refused(path, "damaged", "is shorter than when it was looked at; export it again")
    as_probed = (status.st_size, status.st_mtime_ns) == (design.file_bytes, design.modified_ns)
    if not as_probed and content_key(path) != design.key:
        raise _changed(path)
    if design.format == "svg":
        across, down = trim[2:] if trim else (design.width_px, design.height_px)
        drawn = open_image(path, "svg", scale=max(width / across, height / down))
        return _drawn_part(drawn, design, trim, width, height) if trim else drawn
    image = open_image(path, design.format, lenient=lenient)
    stored = (image.height, image.width) if design.orientation >= 5 else (image.width, image.height)
    if stored != (design.width_px, design.height_px):
        raise _changed(path)
    if trim is None:
        return image
    return image.crop(*turn_for(design.orientation, 0).back().box(trim, design.width_px, design.height_px))


def _drawn_part(drawn: Any, design: Design, trim: Box, width: int, height: int) -> Any:  # noqa: ANN401
    """Return `trim` of a drawing, at `width` x `height` unless it has another shape."""
    x, y = drawn.width / design.width_px, drawn.height / design.height_px
    left, top, across, down = (round(side * (x, y)[axis % 2]) for axis, side in enumerate(trim))
    if abs(across - width) <= 1 and abs(down - height) <= 1:
        across, down = width, height  # not worth resampling
    return drawn.crop(left, top, min(across, drawn.width - left), min(down, drawn.height - top))


def _changed(path: Path) -> RefusedInputError:
    return refused(path, "changed", "has changed since it was looked at; start again")


def scale(image: Any, width: int, height: int) -> Any:  # noqa: ANN401
    """Return any picture as RGBA of `width` x `height`."""
    alpha = image.hasalpha()
    image = to_rgba(image)
    if (image.width, image.height) == (width, height):
        return image
    if height * _BUFFERED_SHARE > image.height:
        # the loader's buffer of 500 rows is enough; one more, before scaling, doubles what a worker takes
        image = image.copy()
        image.remove("vips-sequential")
    # colour is weighed by alpha, or what hides under transparent pixels would leak into edges
    weighed = _levels(image.premultiply(), [_ROOM_ABOVE] * 4) if alpha else image
    scaled = weighed.resize(width / image.width, vscale=height / image.height, kernel="lanczos3")
    exact = scaled.gravity("north-west", width, height, extend="copy")
    return _levels(exact.unpremultiply(), [1, 1, 1, 1 / _ROOM_ABOVE]) if alpha else exact


def _levels(image: Any, factors: list[float]) -> Any:  # noqa: ANN401
    """Return a float image times `factors` as 8-bit levels: a fourth of the memory, and faster to scale."""
    return image.linear(factors, [0.5], uchar=True)  # cut off, hence the half


def fetch_rows(
    image: Any,  # noqa: ANN401
    cancel: Event | None,
    trim: Callable[[], None] | None = None,
    trim_rows: int = STRIP_ROWS,
    *,
    lenient: bool = False,
) -> Iterator[Strip]:
    """Yield the RGBA rows of a one-pass image, as `fetch_strips` does."""
    for top, strip in fetch_strips(image, cancel, lenient=lenient):
        yield strip.view(np.uint32)
        if trim is not None and (top + STRIP_ROWS) % trim_rows == 0:
            trim()
