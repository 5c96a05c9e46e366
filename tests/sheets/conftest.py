"""Layouts and designs small enough to check pixel by pixel."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from gangsheet_studio.model.layout import Part, Placement
from gangsheet_studio.sheets.atomic import AtomicFile
from gangsheet_studio.sheets.painter import paint
from gangsheet_studio.sheets.png.brush import PngBrush
from gangsheet_studio.sheets.png.rows import DeflatedRows, deflate_rows
from gangsheet_studio.sheets.png.verify import Witness
from gangsheet_studio.sheets.png.writer import PngWriter, WrittenFile


def picture(width: int, height: int, seed: int, alpha: int | None = None) -> np.ndarray:
    """Return RGBA pixels, shape (height, width, 4): noise, flat runs and transparent holes."""
    rng = np.random.default_rng(seed)
    pixels = rng.integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[: height // 2, : width // 2] = rng.integers(0, 256, 4)
    pixels[rng.random((height, width)) < 0.2] = 0
    if alpha is not None:
        pixels[..., 3] = alpha
    pixels[pixels[..., 3] == 0] = 0
    return pixels


def place(key: str, x: int, y: int, width: int, height: int, copy: int = 1) -> Placement:
    return Placement(
        line=1, design=key, key=key, order="", copy=copy, x=x, y=y, width=width, height=height, rotation=0
    )


@dataclass
class Painted:
    path: Path
    part: Part
    written: WrittenFile
    witnesses: list[Witness]
    given_back: list[Placement]


class Shelf:
    """Serves copies from pictures that are all staged."""

    def __init__(self, rows: dict[str, DeflatedRows]) -> None:
        self.rows = rows
        self.taken: list[Placement] = []
        self.given_back: list[Placement] = []

    def take(self, placement: Placement) -> DeflatedRows:
        self.taken.append(placement)
        return self.rows[placement.key]

    def give_back(self, placement: Placement) -> None:
        self.given_back.append(placement)


def stage(pixels: np.ndarray, scratch: Path, keep: int = 1 << 20, strip: int = 3) -> DeflatedRows:
    height, width = pixels.shape[:2]
    flat = pixels.reshape(height, width * 4)
    strips = [flat[top : top + strip] for top in range(0, height, strip)]
    return deflate_rows(strips, width, height, keep=keep, scratch=scratch, cancel=threading.Event())


Painter = Callable[..., Painted]


@pytest.fixture
def painter(tmp_path: Path) -> Painter:
    """Paint placements of pictures on a sheet and return the file."""

    def run(
        width: int,
        height: int,
        pictures: dict[str, np.ndarray],
        placements: list[Placement],
        band_rows: int = 7,
        keep: int = 1 << 20,
        on_row: Callable[[int], None] = lambda row: None,
        cancel: threading.Event | None = None,
    ) -> Painted:
        part = Part(number=1, width_px=width, height_px=height, placements=tuple(placements))
        shelf = Shelf({key: stage(p, tmp_path / f"{key}.rows", keep) for key, p in pictures.items()})
        path = tmp_path / "sheet.png"
        with AtomicFile(path) as file:
            writer = PngWriter(file, width, height, 400)
            brush = PngBrush(part, writer)
            paint(
                part,
                shelf,
                brush,
                band_rows=lambda: band_rows,
                on_row=on_row,
                cancel=cancel or threading.Event(),
            )
            written = writer.finish()
            file.commit()
        return Painted(path, part, written, brush.witnesses, shelf.given_back)

    return run
