"""Trimmed artwork prints as a part of what it would print whole."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gangsheet_studio.designs.alpha import print_mask
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.orient import Turn
from gangsheet_studio.designs.outline import outline
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.model.finish import Finish
from tests.designs.conftest import far, noise, save

TURNS = st.builds(Turn, st.booleans(), st.booleans(), st.booleans())
BOX = 30, 20, 61, 45


def printed(path: Path, width: int, height: int, rotation: int, **finish: object) -> np.ndarray:
    strips = decode(probe(path), width, height, rotation, path.with_suffix(".turn"), finish=Finish(**finish))
    box = (height, width) if rotation % 180 else (width, height)
    return np.concatenate(list(strips)).reshape(*box[::-1], 4)


def cut(pixels: np.ndarray, box: tuple[int, int, int, int]) -> np.ndarray:
    left, top, width, height = box
    return pixels[top : top + height, left : left + width]


def smooth(width: int, height: int) -> np.ndarray:
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    levels = [across, down, 1 - across, np.ones_like(down)]
    return np.stack([np.round(level * 255) for level in levels], -1).astype(np.uint8)


@given(TURNS, st.integers(1, 40), st.integers(1, 40), st.data())
def test_a_box_is_turned_with_its_picture(turn: Turn, width: int, height: int, data: st.DataObject) -> None:
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = left, top, data.draw(st.integers(1, width - left)), data.draw(st.integers(1, height - top))
    picture = np.arange(width * height, dtype=np.uint32).reshape(height, width)
    turned = turn.apply(picture)
    assert np.array_equal(cut(turned, turn.box(box, width, height)), turn.apply(cut(picture, box)))
    assert np.array_equal(turn.back().apply(turned), picture)
    assert turn.back().box(turn.box(box, width, height), *turned.shape[::-1]) == box


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_at_its_own_size_it_is_exactly_what_is_cut_out(
    tmp_path: Path, orientation: int, rotation: int
) -> None:
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "a.tif"
    Image.fromarray(noise(140, 110)).save(path, exif=exif)
    design = probe(path)
    whole = printed(path, design.width_px, design.height_px, 0)
    found = printed(path, *BOX[2:], rotation, trim=BOX)
    assert np.array_equal(found, np.rot90(cut(whole, BOX), -rotation // 90))


@pytest.mark.parametrize("kind", ["png", "jpg", "webp"])
def test_every_format_is_cut(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path / f"a.{kind}", noise(140, 110, 3 if kind == "jpg" else 4))
    whole = printed(path, 140, 110, 0)
    assert np.array_equal(printed(path, *BOX[2:], 0, trim=BOX), cut(whole, BOX))


@pytest.mark.parametrize("share", [0.4, 0.75, 1.5])
def test_scaled_it_is_what_is_cut_out_of_the_scaled_picture(tmp_path: Path, share: float) -> None:
    path = save(tmp_path / "a.png", smooth(600, 400))
    box = 100, 60, 320, 240
    scaled = tuple(round(side * share) for side in box)
    found = printed(path, *scaled[2:], 0, trim=box)
    whole = printed(path, round(600 * share), round(400 * share), 0)
    assert far(found, cut(whole, scaled)) <= 3


def test_a_drawing_is_drawn_at_its_size_and_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
        '<circle cx="90" cy="50" r="30" fill="#08f"/></svg>'
    )
    box = 60, 20, 60, 60
    whole = printed(path, 1400, 700, 0)
    assert far(printed(path, 420, 420, 0, trim=box), cut(whole, (420, 140, 420, 420))) <= 2


def test_outline_and_mask_are_those_of_what_is_cut_out(tmp_path: Path) -> None:
    pixels = np.zeros((300, 400, 4), np.uint8)
    pixels[60:160, 80:120] = pixels[130:160, 80:240] = 255  # a large L
    box = 80, 60, 160, 100
    path, alone = save(tmp_path / "a.png", pixels), save(tmp_path / "b.png", cut(pixels, box))
    go_on = threading.Event()
    assert outline(probe(path), 0.05, go_on, box) == outline(probe(alone), 0.05, go_on)
    sizes = 240, 150, 0.05, tmp_path / "turn", go_on
    assert print_mask(probe(path), *sizes, box) == print_mask(probe(alone), *sizes)
