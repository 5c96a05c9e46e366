"""Brushes for the sample job: shapes, fills, lettering and glow on a transparent sheet.

Lengths are in the canvas's own units from its top left corner; `scale` is pixels a unit.
A mask is a float array, 0 to 1, the size of its canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageColor, ImageDraw, ImageFont

if TYPE_CHECKING:
    from pathlib import Path

Array: TypeAlias = NDArray[np.floating[Any]]
Points: TypeAlias = NDArray[np.float64]
Stops: TypeAlias = Sequence[tuple[float, str]]
Place: TypeAlias = Callable[[Points, Points], tuple[Points, Points]]

FINE = 3  # edges are drawn this many times finer than they are printed
LETTER_FINE = 2


@dataclass(frozen=True)
class Canvas:
    """A design while it is drawn: premultiplied RGBA in `pixels`, painted in place."""

    pixels: Array
    scale: int

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])


def blank(width: float, height: float, scale: int) -> Canvas:
    """Return an empty canvas."""
    return Canvas(np.zeros((round(height * scale), round(width * scale), 4), np.float32), scale)


def save(canvas: Canvas, path: Path, dpi: int) -> None:
    """Write the canvas as a PNG to be printed at `dpi`, trimmed; fully transparent pixels are all zero."""
    alpha = canvas.pixels[..., 3:]
    colour = np.divide(
        canvas.pixels[..., :3], alpha, out=np.zeros_like(canvas.pixels[..., :3]), where=alpha > 0
    )
    out = np.rint(np.concatenate([colour, alpha], axis=2) * 255).clip(0, 255).astype(np.uint8)
    out[out[..., 3] == 0] = 0
    image = Image.fromarray(out)
    image.crop(image.getbbox()).save(path, dpi=(dpi, dpi), optimize=True)


def rgb(colour: str) -> Array:
    """Return a CSS colour as three floats."""
    return np.array(ImageColor.getrgb(colour)[:3], np.float32) / 255


def ramp(position: Array, stops: Stops) -> Array:
    """Return the colours at `position` between the stops."""
    where = [stop for stop, _ in stops]
    colours = np.stack([rgb(colour) for _, colour in stops])
    return np.stack([np.interp(position, where, colours[:, c]) for c in range(3)], axis=-1).astype(np.float32)


def down(canvas: Canvas, top: float, bottom: float, stops: Stops) -> Array:
    """Return a fill that runs from `top` to `bottom`."""
    rows = (np.arange(canvas.height, dtype=np.float32) / canvas.scale - top) / (bottom - top)
    return ramp(rows, stops)[:, None, :]


def outward(canvas: Canvas, centre: tuple[float, float], radius: float, stops: Stops) -> Array:
    """Return a fill that runs from `centre` out to `radius`."""
    y, x = np.ogrid[: canvas.height, : canvas.width]
    away = np.hypot(x / canvas.scale - centre[0], y / canvas.scale - centre[1]) / radius
    return ramp(away.astype(np.float32), stops)


def paint(canvas: Canvas, mask: Array, fill: Array | str) -> None:
    """Lay a fill over the canvas where the mask is."""
    if not mask.any():
        return
    (top, bottom), (left, right) = (np.flatnonzero(mask.any(axis=axis))[[0, -1]] for axis in (1, 0))
    box = np.s_[top : bottom + 1, left : right + 1]
    ink = np.broadcast_to(rgb(fill) if isinstance(fill, str) else fill, canvas.pixels[..., :3].shape)
    cover = mask[box][..., None]
    canvas.pixels[box] *= 1 - cover
    canvas.pixels[box][..., :3] += ink[box] * cover
    canvas.pixels[box][..., 3:] += cover


def erase(canvas: Canvas, mask: Array) -> None:
    """Cut the mask out of the canvas."""
    canvas.pixels[...] *= 1 - mask[..., None]


def points(*pairs: tuple[float, float]) -> Points:
    """Return an outline through the pairs."""
    return np.array(pairs, np.float64)


def smooth(outline: Points, closed: bool = True, steps: int = 24) -> Points:
    """Return a curve through all points (Catmull-Rom)."""
    if closed:
        p = np.concatenate([outline[-1:], outline, outline[:2]])
    else:
        p = np.concatenate([2 * outline[:1] - outline[1:2], outline, 2 * outline[-1:] - outline[-2:-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    pieces = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.concatenate(pieces if closed else [*pieces, outline[-1:]])


def arc(centre: tuple[float, float], radius: float, start: float = 0, end: float = 360) -> Points:
    """Return points along a circle, clockwise degrees from three o'clock."""
    turn = np.radians(np.linspace(start, end, 241))
    return np.stack([centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn)], axis=1)


def star(centre: tuple[float, float], outer: float, inner: float, tips: int, turn: float = -90) -> Points:
    """Return a star or, with many tips, a cogged edge."""
    angles = np.radians(turn + np.arange(2 * tips) * 180 / tips)
    radii = np.where(np.arange(2 * tips) % 2, inner, outer)
    return np.stack([centre[0] + radii * np.cos(angles), centre[1] + radii * np.sin(angles)], axis=1)


def moved(outline: Points, by: tuple[float, float], turn: float = 0, scale: float = 1) -> Points:
    """Return an outline scaled and turned about its origin, then moved."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    return np.asarray(outline * scale @ np.array([[c, s], [-s, c]]) + np.array(by))


def mirrored(outline: Points, axis: float) -> Points:
    """Return an outline seen in a mirror that stands at x = `axis`."""
    return np.asarray(outline * np.array([-1, 1]) + np.array([2 * axis, 0]))


def ribbon(line: Points, width: float | Sequence[float]) -> Points:
    """Return the outline of a brush stroke along a line; a list of widths is spread along it."""
    widths = np.atleast_1d(np.asarray(width, np.float64))
    along = np.gradient(line, axis=0)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1)
    across /= np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    half = np.interp(np.linspace(0, 1, len(line)), np.linspace(0, 1, len(widths)), widths)[:, None] / 2
    return np.concatenate([line + across * half, (line - across * half)[::-1]])


def filled(canvas: Canvas, *outlines: Points, border: float = 0) -> Array:
    """Return the mask of all outlines together, with a round-cornered border around them."""
    scale = canvas.scale * FINE
    width, height = canvas.width * FINE, canvas.height * FINE
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    for outline in outlines:
        corners = [(x, y) for x, y in outline * scale]
        draw.polygon(corners, fill=255)
        if border:
            draw.line([*corners, corners[0]], fill=255, width=round(2 * border * scale))
            for corner in corners:
                draw.circle(corner, border * scale, fill=255)
    box = image.getbbox()
    mask = np.zeros((canvas.height, canvas.width), np.float32)
    if box is None:
        return mask
    left, top = box[0] // FINE, box[1] // FINE
    right, bottom = -(-box[2] // FINE), -(-box[3] // FINE)
    cut = image.crop((left * FINE, top * FINE, right * FINE, bottom * FINE)).reduce(FINE)
    mask[top:bottom, left:right] = np.asarray(cut, np.float32) / 255
    return mask


def soft(mask: Array, radius: float) -> Array:
    """Return the mask blurred; `radius` in pixels. Three box passes are as good as a Gaussian."""
    reach = max(1, round(radius))
    for axis in (0, 1) * 3:
        pad = [(reach + 1, reach) if a == axis else (0, 0) for a in (0, 1)]
        total = np.cumsum(np.pad(mask, pad), axis=axis, dtype=np.float64)
        length = mask.shape[axis]
        ahead = total.take(range(2 * reach + 1, 2 * reach + 1 + length), axis=axis)
        mask = ((ahead - total.take(range(length), axis=axis)) / (2 * reach + 1)).astype(np.float32)
    return mask


def trailing(mask: Array, dx: int, dy: int) -> Array:
    """Return the mask dragged by `dx`, `dy` pixels: the side of a block letter."""
    out, steps = mask.copy(), max(abs(dx), abs(dy))
    for step in range(1, steps + 1):
        x, y = round(dx * step / steps), round(dy * step / steps)
        np.maximum(out[y:, x:], mask[: mask.shape[0] - y, : mask.shape[1] - x], out=out[y:, x:])
    return out


@dataclass(frozen=True)
class Strip:
    """A word as it comes off the type case, one mask a weight; u, v are units from its middle."""

    masks: tuple[Array, ...]
    scale: float

    @property
    def width(self) -> float:
        """Units, margins included."""
        return float(self.masks[0].shape[1] / self.scale)


def lettering(
    canvas: Canvas, word: str, height: float, weights: Sequence[float], tracking: float = 0
) -> Strip:
    """Return `word` with capitals `height` high; weights and tracking are shares of the height."""
    scale = canvas.scale * LETTER_FINE
    caps = height * scale
    font = ImageFont.load_default(size=caps / 0.705)
    assert isinstance(font, ImageFont.FreeTypeFont)
    starts = [
        font.getlength(word[:i] + c) - font.getlength(c) + i * tracking * caps for i, c in enumerate(word)
    ]
    edge = int(max(weights) * caps + caps * 0.5)
    size = (int(starts[-1] + font.getlength(word[-1])) + 2 * edge, int(caps) + 2 * edge)
    masks = []
    for weight in weights:
        image = Image.new("L", size)
        draw = ImageDraw.Draw(image)
        for start, letter in zip(starts, word, strict=True):
            place = (edge + start, edge + caps)
            draw.text(place, letter, font=font, fill=255, anchor="ls", stroke_width=weight * caps)
        masks.append(np.asarray(image, np.float32) / 255)
    return Strip(tuple(masks), scale)


def straight(centre: tuple[float, float], slant: float = 0, turn: float = 0) -> Place:
    """Return the place of a straight word; slant 0.2 leans like an italic."""
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))

    def place(x: Points, y: Points) -> tuple[Points, Points]:
        dx, dy = x - centre[0], y - centre[1]
        u, v = dx * c + dy * s, dy * c - dx * s
        return u + slant * v, v

    return place


def around(centre: tuple[float, float], radius: float, below: bool = False) -> Place:
    """Return the place of a word along a circle, at its top or, readable, at its bottom."""

    def place(x: Points, y: Points) -> tuple[Points, Points]:
        dx, dy = x - centre[0], (centre[1] - y if not below else y - centre[1])
        return radius * np.arctan2(dx, dy), (radius - np.hypot(dx, dy)) * (-1 if below else 1)

    return place


def arched(centre: tuple[float, float], half: float, rise: float, swell: float, slant: float = 0) -> Place:
    """Return the place of a word that rises by `rise` in the middle and grows by `swell` at both ends."""

    def place(x: Points, y: Points) -> tuple[Points, Points]:
        along = (x - centre[0]) / half
        v = (y - centre[1] - rise * along**2) / (1 + swell * along**2)
        return x - centre[0] + slant * v, v

    return place


def set_type(canvas: Canvas, strip: Strip, place: Place) -> list[Array]:
    """Return the strip's masks as they lie on the canvas, one a weight."""
    fine = canvas.scale * LETTER_FINE
    out = [np.zeros((canvas.height, canvas.width), np.float32) for _ in strip.masks]
    x = (np.arange(canvas.width * LETTER_FINE) + 0.5) / fine
    for top in range(0, canvas.height, 256):
        rows = min(256, canvas.height - top)
        y = (np.arange(top * LETTER_FINE, (top + rows) * LETTER_FINE) + 0.5) / fine
        u, v = place(x[None, :], y[:, None])
        for mask, target in zip(strip.masks, out, strict=True):
            if float(np.min(np.abs(v))) * strip.scale < mask.shape[0]:
                found = sample(mask, u * strip.scale, v * strip.scale)
                shape = (rows, LETTER_FINE, canvas.width, LETTER_FINE)
                target[top : top + rows] = found.reshape(shape).mean(axis=(1, 3))
    return out


def sample(mask: Array, u: Points, v: Points) -> Array:
    """Return the mask between its pixels, at `u`, `v` from its middle; nothing outside."""
    height, width = mask.shape
    column, row = np.broadcast_arrays(u + width / 2 - 0.5, v + height / 2 - 0.5)
    out = np.zeros(column.shape, np.float32)
    inside = (column > 0) & (row > 0) & (column < width - 1) & (row < height - 1)
    c, r = column[inside], row[inside]
    left, upper = c.astype(np.int64), r.astype(np.int64)
    fc, fr = (c - left).astype(np.float32), (r - upper).astype(np.float32)
    top = mask[upper, left] * (1 - fc) + mask[upper, left + 1] * fc
    bottom = mask[upper + 1, left] * (1 - fc) + mask[upper + 1, left + 1] * fc
    out[inside] = top * (1 - fr) + bottom * fr
    return out
