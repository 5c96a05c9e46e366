"""Small pictures of whole parts: each design is drawn once, and painted wherever it lies."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.colour import to_rgba
from gangsheet_studio.designs.decode import fetch_rows, open_design, scale, settle
from gangsheet_studio.designs.draw_mark import draw_mark
from gangsheet_studio.designs.orient import turn_for
from gangsheet_studio.designs.vips import damaged, library
from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.drawing import Picture, scaled_box

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Event

    from numpy.typing import NDArray

    from gangsheet_studio.designs.orient import Strip
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.drawing import Drawing, PictureCopy
    from gangsheet_studio.model.finish import Finish

_SAMPLES: Final = 3  # across and down: of a pixel that is made of more, some tell as much
_HELD: Final = 1 << 20  # pixels of pictures at the sizes they were painted at last
_QUALITIES: Final = (80, 65, 50, 35)
_MAILABLE: Final = 1_000_000  # bytes
_ROWS: Final = 256


def draw(
    design: Design,
    width_px: int,
    height_px: int,
    file: Path,
    cancel: Event,
    *,
    lenient: bool,
    finish: Finish,
) -> Picture:
    """Write `design`, upright, trimmed and hardened, into `file`, about as large or larger.

    Errors are those of `decode`, and OSError.
    """
    try:
        width, height = (height_px, width_px) if design.orientation >= 5 else (width_px, height_px)
        image = to_rgba(open_design(design, width, height, lenient=lenient, trim=finish.trim))
        strips = fetch_rows(image, cancel, lenient=lenient)
        rows = (settle(np.ascontiguousarray(strip), finish.harden) for strip in strips)
        small = _averaged(rows, image.width, image.height, width, height)
    except library().Error as error:
        raise damaged(Path(design.path), error) from error.with_traceback(None)
    upright = turn_for(design.orientation, 0).apply(small)
    upright.tofile(file)
    return Picture(str(file), upright.shape[1], upright.shape[0])


def _averaged(rows: Iterable[Strip], width: int, height: int, across: int, down: int) -> Strip:
    """Return a picture of `width` x `height` in square boxes, about `across` x `down` of them or more."""
    box = max(1, min(width // across, height // down))
    step = math.ceil(box / _SAMPLES)
    samples = box // step
    box = samples * step
    # all at once: pieces that stay, between strips that go, would leave the heap full of holes
    small, done = np.zeros((height // box, width // box), np.uint32), 0
    waiting, row = np.zeros((0, width // box * samples), np.uint32), 0
    for strip in rows:
        sampled = strip[-row % step :: step, : width // box * box : step]
        row += len(strip)
        waiting = np.concatenate((waiting, sampled))
        whole = len(waiting) // samples * samples
        averages = _averages(waiting[:whole], samples)[: len(small) - done]
        small[done : done + len(averages)] = averages
        done += len(averages)
        waiting = waiting[whole:]
    return small


def _averages(pixels: Strip, samples: int) -> Strip:
    """Return the average of each box of `samples` x `samples` pixels, colour weighed by alpha."""
    boxes = pixels.view(np.uint8).reshape(-1, samples, pixels.shape[1] // samples, samples, 4)
    weighed = np.zeros((len(boxes), boxes.shape[2], 3), np.uint32)
    weight = np.zeros((len(boxes), boxes.shape[2], 1), np.uint32)
    for down, across in np.ndindex(samples, samples):
        each = boxes[:, down, :, across]
        alpha = each[..., 3:].astype(np.uint16)
        weighed += each[..., :3] * alpha
        weight += alpha
    colour = (weighed + weight // 2) // np.maximum(weight, 1)
    average = (weight + samples * samples // 2) // (samples * samples)
    return np.concatenate((colour, average), axis=2).astype(np.uint8).view(np.uint32)[..., 0]


def compose(drawing: Drawing, cancel: Event) -> bytes:
    """Return `drawing` as a file of its format, small enough to mail. OSError, CancelledError."""
    canvas = np.empty((drawing.height, drawing.width, 3), np.uint8)
    canvas[:] = drawing.background
    pictures = _Pictures(drawing)
    for copy in drawing.copies:
        stop_if(cancel)
        _paint(canvas, pictures.at(copy), copy.x, copy.y)
    for mark in drawing.marks:
        stop_if(cancel)
        x, y, *size = scaled_box(mark.x, mark.y, mark.width, mark.height, drawing.scale)
        rows = (strip.view(np.uint32) for strip in draw_mark(mark, mirror=drawing.mirror))
        small = _averaged(rows, mark.width, mark.height, *size)
        _paint(canvas, _levels(_scaled(small, *size)), x, y)
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
        stored = np.fromfile(picture.file, np.uint32).reshape(picture.height, picture.width)
        size = (copy.height, copy.width) if copy.rotation % 180 else (copy.width, copy.height)
        turn = turn_for(1, copy.rotation, mirror=self._drawing.mirror)
        return _levels(turn.apply(_scaled(stored, *size)))


def _scaled(picture: Strip, width: int, height: int) -> Strip:
    image = library().Image.new_from_array(_levels(picture), interpretation="srgb")
    return np.concatenate(list(fetch_rows(scale(image, width, height), None)))


def _levels(picture: Strip) -> NDArray[np.uint8]:
    """Return the levels of a picture, shape (height, width, 4)."""
    return np.ascontiguousarray(picture).view(np.uint8).reshape(*picture.shape, 4)


def _paint(canvas: NDArray[np.uint8], picture: NDArray[np.uint8], x: int, y: int) -> None:
    """Lay straight `picture` over the canvas; what reaches beyond its edges is cut off."""
    for top in range(0, len(picture), _ROWS):
        rows = picture[top : top + _ROWS]
        below = canvas[y + top : y + top + len(rows), x : x + rows.shape[1]]
        above = rows[: below.shape[0], : below.shape[1]].astype(np.uint16)
        alpha = above[..., 3:]
        below[:] = (above[..., :3] * alpha + below * (255 - alpha) + 127) // 255


def _encoded(canvas: NDArray[np.uint8], drawing: Drawing) -> bytes:
    image = library().Image.new_from_array(canvas, interpretation="srgb")
    data = b""
    for quality in _QUALITIES:
        data = _saved(image, drawing, quality)
        if len(data) <= _MAILABLE:
            break
    return data


def _saved(image: Any, drawing: Drawing, quality: int) -> bytes:  # noqa: ANN401  # pyvips has no types
    if drawing.format == "webp":
        saved: bytes = image.webpsave_buffer(Q=quality, effort=2)
    else:
        saved = image.jpegsave_buffer(Q=quality)
    return saved
