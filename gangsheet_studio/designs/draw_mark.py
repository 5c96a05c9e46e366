"""Marks as pixels: text in the font that ships with the product, QR codes and lines, all of them crisp.

What draws text and codes takes 8 MB, so it is imported where there is some.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from gangsheet_studio.model.marks import CLEAR_OF_CORNER, QUIET, RING
from gangsheet_studio.model.wording import ASCENT, INDENT, fitted
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from PIL.ImageFont import FreeTypeFont

    from gangsheet_studio.model.marks import Mark, Wordings

    Ink = NDArray[np.bool_]

_FONT: Final = "fonts/DejaVuSansCondensed.ttf"
_LARGEST_TEXT: Final = 256  # pixels; larger letters are drawn smaller and then enlarged, in bounded memory
_STRIP_ROWS: Final = 16
_UNBROKEN: Final = 0.71  # half a pixel's diagonal: a thinner ring has holes


def draw_mark(mark: Mark, *, mirror: bool = False) -> Iterator[NDArray[np.uint8]]:
    """Yield strips of RGBA rows, shape (rows, width * 4), of a mark as it is printed.

    It is opaque or transparent and nothing between: half-tones at the edges of letters print as halos.
    """
    enlarged = math.ceil(mark.text_px / _LARGEST_TEXT) or 1
    ink = np.rot90(_upright(mark, enlarged), -mark.rotation // 90)
    if mirror:
        ink = ink[:, ::-1]
    pixel = np.array([255 if mark.light else 0] * 3 + [255], np.uint8)
    for top in range(0, mark.height, _STRIP_ROWS):
        rows = np.arange(top, min(top + _STRIP_ROWS, mark.height)) // enlarged
        strip = np.zeros((len(rows), mark.width, 4), np.uint8)
        shown = np.repeat(ink[rows[rows < len(ink)]], enlarged, axis=1)[:, : mark.width]
        left = mark.width - shown.shape[1] if mirror else 0
        strip[: len(shown), left : left + shown.shape[1]][shown] = pixel
        yield strip.reshape(len(rows), -1)


def _upright(mark: Mark, enlarged: int) -> Ink:
    """Return which pixels of a mark are ink before it is turned, `enlarged` times smaller.

    What is missing at the right has none.
    """
    width, height = (max(1, side // enlarged) for side in mark.unrotated)
    match mark.kind:
        case "crop":
            return _crop(width, mark.line_px)
        case "registration":
            return _registration(width, mark.line_px)
        case "label" | "header":
            code = _code(mark.qr, height) if mark.qr else np.zeros((height, 0), np.bool_)
            text = _text(mark.wordings, width - code.shape[1], height, max(1, mark.text_px // enlarged))
            return np.concatenate((code, text), axis=1)


def _crop(side: int, line: int) -> Ink:
    """Return the lines at an upper left corner: their inner edges go on along the edges of the copy."""
    ink = np.zeros((side, side), np.bool_)
    ends = side - side // CLEAR_OF_CORNER
    ink[-line:, :ends] = True
    ink[:ends, -line:] = True
    return ink


def _registration(side: int, line: int) -> Ink:
    """Return a cross in a ring that is two thirds as wide."""
    away = np.abs(np.arange(side) - (side - 1) / 2)
    far = np.hypot(away[:, np.newaxis], away[np.newaxis, :])
    cross = (away <= line / 2)[:, np.newaxis] | (away <= line / 2)[np.newaxis, :]
    ring = np.abs(far - side / RING) <= max(line / 2, _UNBROKEN)
    ink: Ink = cross | ring
    return ink


def _code(content: str, side: int) -> Ink:
    """Return the QR code of `content` in the middle of a square of `side` pixels, with its quiet zone."""
    import segno

    code = segno.make_qr(content, error="l", encoding="utf-8")
    modules = np.array(code.matrix, np.bool_)
    scale = max(1, side // (len(modules) + 2 * QUIET))
    drawn = modules.repeat(scale, 0).repeat(scale, 1)
    ink = np.zeros((side, side), np.bool_)
    start = max(0, side - len(drawn)) // 2
    ink[start : start + len(drawn), start : start + len(drawn)] = drawn[:side, :side]
    return ink


def _text(wordings: Wordings, width: int, height: int, size: int) -> Ink:
    """Return the wording that fits on a line, as wide as it is, at most `width`; letters are of `size`."""
    from PIL import Image, ImageDraw

    indent, font_of = size // INDENT, cache(_font)
    if width <= indent:
        return np.zeros((height, 0), np.bool_)
    text, letters = fitted(wordings, width - indent, size, lambda text, px: font_of(px).getlength(text))
    font = font_of(letters)
    image = Image.new("1", (min(width, indent + math.ceil(font.getlength(text)) + 1), height))
    line = round((height - letters) / 2 + letters * ASCENT)
    ImageDraw.Draw(image).text((indent, line), text, fill=1, font=font, anchor="ls")
    return np.asarray(image)


def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    # the plain engine draws the same on every system, whatever libraries for other scripts there are
    return ImageFont.truetype(resource(_FONT), size, layout_engine=ImageFont.Layout.BASIC)
