"""From artwork to a layout by shape: what is decoded at its printed size keeps the gap."""

import threading
import zlib

import numpy as np
from PIL import Image, ImageDraw

from gangsheet_studio.designs.alpha import print_mask
from gangsheet_studio.designs.outline import outline
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.model.film import Film
from gangsheet_studio.nesting import nest
from gangsheet_studio.nesting.shapes import improve_shapes
from tests.nesting.shapes.drawn import RING, angle, item, print_faults, star

GO_ON = threading.Event()


def test_artwork_keeps_the_gap_at_any_size(tmp_path):
    designs, outlines = {}, {}
    for name, rings in {"star": [star()], "letter": [angle(0.2)], "ring": [RING.outer, *RING.holes]}.items():
        picture = Image.new("L", (700, 640))
        for fill, ring in zip((255, 0), rings, strict=False):
            ImageDraw.Draw(picture).polygon([(20 + x * 660, 10 + y * 600) for x, y in ring], fill=fill)
        soft = picture.resize((350, 320), Image.Resampling.BICUBIC)
        Image.merge("RGBA", (soft, soft, soft, soft)).save(tmp_path / f"{name}.png")
        design = probe(tmp_path / f"{name}.png")
        designs[name], outlines[name] = design, outline(design, 0.05, GO_ON)
    items = [
        item(1, 350, 320, 4, "star"),
        item(2, 201, 184, 6, "letter"),
        item(3, 501, 420, 2, "ring"),
        item(4, 91, 77, 9, "star"),
    ]
    film = Film(width=12, longest=60, gap=0.05, dpi=100)
    found = []
    improve_shapes(items, film, outlines, nest(items, film), 0, 1, found.append, GO_ON)

    def printed(key, width, height):
        mask = print_mask(designs[key], width, height, 0.05, tmp_path / "turn", GO_ON)
        packed = np.frombuffer(zlib.decompress(mask.bits), np.uint8).reshape(height, -1)
        return np.unpackbits(packed, axis=1, count=width).astype(bool)

    assert found
    assert list(print_faults(found[-1].parts[0], printed, film)) == []
