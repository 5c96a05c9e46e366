"""The shapes of an instance as artwork and an order file: `python -m tests.bench.shape_artwork DIR`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from tests.bench.instances import Instance, InstanceItem
from tests.bench.instances.shapes import shape_instance

_SMOOTH = 2  # drawn so many times larger: soft edges, as artwork has


def draw_shapes(instance: Instance, folder: Path, dpi: int = 300) -> Path:
    """Write each item of an instance in inches as a PNG at its size; return `orders.csv` beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, item in enumerate(instance.items):
        colour = (60 + 37 * number % 180, 60 + 91 * number % 180, 60 + 53 * number % 180, 255)
        _draw(item, dpi, colour).save(folder / f"{item.id}.png", dpi=(dpi, dpi), compress_level=1)
    orders = folder / "orders.csv"
    with orders.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["Design", "Size", "Quantity"])
        writer.writerows(
            (f"{item.id}.png", f"{item.w:g} x {item.h:g} in", item.qty) for item in instance.items
        )
    return orders


def _draw(item: InstanceItem, dpi: int, colour: Sequence[int]) -> Image.Image:
    """Return the item's polygon on clear ground; its y goes up, a picture's down."""
    large = dpi * _SMOOTH
    picture = Image.new("RGBA", (round(item.w * large), round(item.h * large)))
    points = [(x * large, (item.h - y) * large) for x, y in item.polygon or ()]
    ImageDraw.Draw(picture).polygon(points, fill=tuple(colour))
    return picture.reduce(_SMOOTH)


if __name__ == "__main__":
    print(draw_shapes(shape_instance(150, seed=2), Path(sys.argv[1])))
