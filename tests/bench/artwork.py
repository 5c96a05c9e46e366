"""The reference job's artwork and order file, made anew from seeds: `python -m tests.bench.artwork DIR`.

15 designs of 5,500 x 4,550 px in three kinds, as shops print them: flat art (solid shapes, hard
antialiased edges), gradients (soft fades, soft edges), and photographic grain (a picture with the
fine noise that a camera or a scanner leaves). All are RGBA with transparent surroundings.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, DPI = 5500, 4550, 400
DESIGNS, LINES, COPIES = 15, 26, 53
KINDS = ("flat", "gradient", "grain")


def draw(kind: str, seed: int) -> Image.Image:
    """Return one design."""
    rng = np.random.default_rng(seed)
    return {"flat": _flat, "gradient": _gradient, "grain": _grain}[kind](rng)


def _flat(rng: np.random.Generator) -> Image.Image:
    scale = 2
    small = Image.new("RGBA", (WIDTH // scale, HEIGHT // scale))
    pen = ImageDraw.Draw(small)
    for _ in range(70):
        x, y = int(rng.integers(0, small.width)), int(rng.integers(0, small.height))
        radius = int(rng.integers(40, 420))
        colour = (*(int(v) for v in rng.integers(0, 256, 3)), 255)
        shape = rng.integers(0, 3)
        if shape == 0:
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
        elif shape == 1:
            pen.regular_polygon(
                (x, y, radius), int(rng.integers(3, 8)), int(rng.integers(0, 90)), fill=colour
            )
        else:
            pen.rounded_rectangle((x - radius, y - radius // 4, x + radius, y + radius // 4), 30, fill=colour)
    return _clear_hidden(np.array(small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)))


def _gradient(rng: np.random.Generator) -> Image.Image:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x, y = x / WIDTH, y / HEIGHT
    pixels = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    for channel in range(3):
        across, down, turn = rng.uniform(-1, 1, 3)
        wave = 0.5 + 0.5 * np.sin(3 * (across * x + down * y) + 3 * turn)
        pixels[..., channel] = wave * 255
    pixels[..., 3] = _disc(x, y, softness=0.08) * 255
    return _clear_hidden(pixels)


def _grain(rng: np.random.Generator) -> Image.Image:
    coarse = Image.fromarray(rng.integers(30, 226, (12, 15, 3), dtype=np.uint8))
    picture = np.array(coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), np.float32)
    noise = rng.normal(0, 24, (HEIGHT, WIDTH)).clip(-127, 127) + 128
    soft = Image.fromarray(noise.astype(np.uint8)).filter(ImageFilter.GaussianBlur(1.6))
    picture += (np.array(soft, np.float32)[..., None] - 128) * np.array([0.9, 0.8, 1.0], np.float32)
    pixels = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    pixels[..., :3] = picture.clip(0, 255)
    y, x = np.ogrid[0:HEIGHT, 0:WIDTH]
    pixels[..., 3] = _disc(x / WIDTH, y / HEIGHT, softness=0.004) * 255
    return _clear_hidden(pixels)


def _disc(x: np.ndarray, y: np.ndarray, softness: float) -> np.ndarray:
    distance = np.hypot((x - 0.5) * 2, (y - 0.5) * 2)
    return ((1 - distance) / softness).clip(0, 1)


def _clear_hidden(pixels: np.ndarray) -> Image.Image:
    pixels[pixels[..., 3] == 0] = 0
    return Image.fromarray(pixels)


def make(folder: Path) -> None:
    """Write the artwork and `orders.csv` into `folder`, once."""
    artwork = folder / "artwork"
    artwork.mkdir(parents=True, exist_ok=True)
    names = [f"UV{900 + number}_{KINDS[number % 3]}.png" for number in range(DESIGNS)]
    for number, name in enumerate(names):
        if not (artwork / name).exists():
            picture = draw(KINDS[number % 3], seed=number)
            picture.save(artwork / f"{name}.tmp", "PNG", dpi=(DPI, DPI), compress_level=4)
            (artwork / f"{name}.tmp").rename(artwork / name)
    write_orders(folder / "orders.csv", reference_lines(names))


def reference_lines(names: list[str], times: int = 1) -> list[tuple[str, int, str]]:
    """Return (design, quantity, order): 26 lines for 15 designs and 53 copies, `times` as many copies."""
    lines = [(names[number % len(names)], 2 * times, f"#{1001 + number // 3}") for number in range(LINES)]
    lines[0] = (lines[0][0], 3 * times, lines[0][2])
    return lines


def write_orders(path: Path, lines: list[tuple[str, int, str]]) -> None:
    """Write an order file that asks for every design at its own size."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Design", "Size", "Quantity", "Order"])
        size = f"{WIDTH / DPI:g} x {HEIGHT / DPI:g} in"
        writer.writerows((name, size, quantity, order) for name, quantity, order in lines)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
