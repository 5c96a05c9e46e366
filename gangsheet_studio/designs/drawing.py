"""Small pictures of whole parts: each design is drawn once, and painted wherever it lies."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.decode import decode, fetch_rows, scale
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.designs.vips import library
from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.drawing import Picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.designs.orient import Strip
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.drawing import Drawing, PictureCopy
    from gangsheet_studio.model.finish import Finish

_HELD: Final = 4 << 20  # pixels of pictures at the sizes they were painted at last
_QUALITIES: Final = (80, 65, 50, 35)
_MAILABLE: Final = 1_000_000  # bytes
_ROWS: Final = 256


def draw(
    design: Design,
    width_px: int,
    height_px: int,
    file: Path,
    turning: Path,
    cancel: Event,
    trim: Callable[[], None],
    *,
    trim_rows: int,
    lenient: bool,
    finish: Finish,
) -> Picture:
    """Write `design`, upright, into `file`. Errors are those of `decode`, and OSError."""
    strips = decode(
        design,
        width_px,
        height_px,
        0,
        turning,
        cancel,
        trim,
        trim_rows=trim_rows,
        lenient=lenient,
        finish=finish,
    )
    with closing(strips), file.open("wb") as out:
        for strip in strips:
            out.write(strip.data)
    return Picture(str(file), width_px, height_px)


def compose(drawing: Drawing, cancel: Event) -> bytes:
    """Return `drawing` as a file of its format, small enough to mail. OSError, CancelledError."""
    bare = (255, 255, 255) if drawing.format == "jpeg" else None
    ground = drawing.background or bare
    canvas = np.zeros((drawing.height, drawing.width, 4), np.uint8)  # colour is weighed by alpha
    if ground is not None:
        canvas[:] = (*ground, 255)
    pictures = _Pictures(drawing)
    for copy in drawing.copies:
        stop_if(cancel)
        _paint(canvas, pictures.at(copy), copy.x, copy.y)
    for top in range(0, drawing.height, _ROWS):
        _unweigh(canvas[top : top + _ROWS])
    return _encoded(canvas, drawing)


class _Pictures:
    """Has pictures at the sizes they are painted at."""

    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._known: dict[tuple[int, ...], NDArray[np.uint8]] = {}
        self._pixels = 0

    def at(self, copy: PictureCopy) -> NDArray[np.uint8]:
        """Return the picture of `copy`, shape (height, width, 4)."""
        wanted = copy.picture, copy.width, copy.height, copy.rotation
        if wanted not in self._known:
            self._pixels += copy.width * copy.height
            if self._pixels > _HELD:
                self._known.clear()
                self._pixels = copy.width * copy.height
            self._known[wanted] = self._made(copy)
        return self._known[wanted]

    def _made(self, copy: PictureCopy) -> NDArray[np.uint8]:
        picture = self._drawing.pictures[copy.picture]
        stored = np.fromfile(picture.file, np.uint8).reshape(picture.height, picture.width, 4)
        size = (copy.height, copy.width) if copy.rotation % 180 else (copy.width, copy.height)
        image = library().Image.new_from_array(stored, interpretation="srgb")
        upright: Strip = np.concatenate(list(fetch_rows(scale(image, *size), None)))
        turned = turn_for(1, copy.rotation, mirror=self._drawing.mirror).apply(upright)
        return np.ascontiguousarray(turned).view(np.uint8).reshape(*turned.shape, 4)


def _paint(canvas: NDArray[np.uint8], picture: NDArray[np.uint8], x: int, y: int) -> None:
    """Lay straight `picture` over the canvas; what reaches beyond its edges is cut off."""
    below = canvas[y : y + len(picture), x : x + picture.shape[1]]
    above = picture[: below.shape[0], : below.shape[1]].astype(np.uint16)
    alpha = above[..., 3:].copy()
    above[..., 3] = 255
    below[:] = (above * alpha + below * (255 - alpha) + 127) // 255


def _unweigh(rows: NDArray[np.uint8]) -> None:
    alpha = rows[..., 3:].astype(np.uint16)
    if alpha.min(initial=255) < 255:
        straight = (rows[..., :3] * np.uint16(255) + alpha // 2) // np.maximum(alpha, 1)
        rows[..., :3] = np.minimum(straight, 255)


def _encoded(canvas: NDArray[np.uint8], drawing: Drawing) -> bytes:
    opaque = drawing.format == "jpeg" or drawing.background is not None
    pixels = np.ascontiguousarray(canvas[..., :3]) if opaque else canvas
    image = library().Image.new_from_array(pixels, interpretation="srgb")
    data = b""
    for quality in _QUALITIES:
        data = _saved(image, drawing, quality)
        if len(data) <= _MAILABLE:
            break
    return data


def _saved(image: Any, drawing: Drawing, quality: int) -> bytes:  # noqa: ANN401  # pyvips has no types
    if drawing.format == "webp":
        saved: bytes = image.webpsave_buffer(Q=quality, alpha_q=quality, effort=2)
    else:
        saved = image.jpegsave_buffer(Q=quality, optimize_coding=True)
    return saved
