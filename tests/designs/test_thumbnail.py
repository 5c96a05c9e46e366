"""Small pictures against another library's, and the share of soft pixels against a count of them."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.thumbnail import SmallPicture, thumbnail
from gangsheet_studio.errors import CancelledError, RefusedInputError
from tests.designs.conftest import ADOBE_LIKE, far, noise, opaque, save


def small(path: Path, side: int = 64) -> tuple[np.ndarray, SmallPicture]:
    made = thumbnail(probe(path), side)
    return np.frombuffer(made.pixels, np.uint8).reshape(made.height, made.width, 4), made


def smooth(width: int, height: int) -> np.ndarray:
    """Return a picture that any good filter makes small alike, with alpha that varies."""
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    levels = [across, down, 1 - across, 0.25 + 0.75 * down]
    return np.stack([np.round(level * 255) for level in levels], -1).astype(np.uint8)


def seen(pixels: np.ndarray) -> np.ndarray:
    """Return alpha, and colour as it shows on black: there is little of it where little shows."""
    return np.dstack([pixels[..., :3] * (pixels[..., 3:] / 255), pixels[..., 3]]).round()


def reference(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    alpha = pixels[..., 3] / np.float32(255)
    weighed = [pixels[..., band] * alpha for band in range(3)] + [alpha]
    made = [np.array(Image.fromarray(band).resize((width, height), Image.Resampling.BOX)) for band in weighed]
    return np.stack([*(band / made[3] for band in made[:3]), made[3] * 255], -1).round().astype(np.uint8)


@pytest.mark.parametrize(
    ("width", "height", "box"),
    [
        (640, 480, (64, 48)),
        (481, 1203, (26, 64)),
        (130, 126, (64, 62)),
        (65, 63, (64, 62)),
        (40, 30, (40, 30)),
        (3000, 8, (64, 1)),
    ],
)
def test_as_another_library_makes_it_small(tmp_path: Path, width: int, height: int, box: tuple) -> None:
    pixels = smooth(width, height)
    found, _ = small(save(tmp_path / "a.png", pixels))
    assert found.shape == (*box[::-1], 4)
    inside = (slice(2, -2),) * 2 if min(box) > 4 else (slice(None), slice(2, -2))
    assert far(seen(found)[inside], seen(reference(pixels, *box))[inside]) <= 5  # under half a pixel off


def test_what_fits_is_as_it_is(tmp_path: Path) -> None:
    pixels = noise(64, 50)
    pixels[pixels[..., 3] == 0] = 0
    found, _ = small(save(tmp_path / "a.png", pixels))
    assert far(found, pixels) <= 1


def test_what_hides_under_transparent_pixels_does_not_show(tmp_path: Path) -> None:
    pixels = np.zeros((400, 400, 4), np.uint8)
    pixels[..., 1] = 255  # green, everywhere transparent
    pixels[100:300, 100:300] = (255, 0, 0, 255)
    found, _ = small(save(tmp_path / "a.png", pixels))
    shows = found[..., 3] > 8
    assert found[shows][:, 0].min() > 245 and found[shows][:, 1].max() < 10
    assert not found[found[..., 3] == 0].any()


@pytest.mark.parametrize("size", [(700, 333), (31, 1000), (64, 64)])
def test_soft_pixels_are_counted_one_by_one(tmp_path: Path, size: tuple) -> None:
    pixels = noise(*size)
    pixels[0, 0, 3], pixels[-1, -1, 3] = 13, 242
    _, made = small(save(tmp_path / "a.png", pixels))
    alpha = pixels[..., 3] / 255
    expected = ((alpha >= 0.05) & (alpha <= 0.95)).sum() / (alpha >= 0.05).sum()
    assert made.soft == pytest.approx(expected, abs=1e-12)


def test_a_picture_without_alpha_or_without_anything_has_no_soft_pixel(tmp_path: Path) -> None:
    assert small(save(tmp_path / "a.jpg", noise(300, 200, 3)))[1].soft == 0.0
    assert small(save(tmp_path / "b.png", np.zeros((90, 90, 4), np.uint8)))[1].soft == 0.0


def test_upright_and_in_the_colours_that_print(tmp_path: Path) -> None:
    left_is_red = np.zeros((200, 400, 3), np.uint8)
    left_is_red[:, :200, 0] = 200
    exif = Image.Exif()
    exif[274] = 6  # shown a quarter turn clockwise
    path = save(tmp_path / "a.tif", left_is_red, exif=exif, icc_profile=ADOBE_LIKE)
    found, _ = small(path)
    assert found.shape == (64, 32, 4)
    assert found[5, 16, 0] > 200  # a wider red than sRGB's
    assert not found[-5, 16, :3].any()


def test_a_drawing_is_drawn_at_the_size_that_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="4">'
        '<rect width="8" height="4" fill="#00f"/></svg>'
    )
    found, made = small(path)
    assert found.shape == (32, 64, 4)
    assert far(found, opaque(np.full((32, 64, 3), (0, 0, 255), np.uint8))) <= 1
    assert made.soft == 0.0


def test_of_a_file_that_ends_early_what_there_is_is_drawn(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", noise(500, 500))
    path.write_bytes(path.read_bytes()[:-200_000])
    design = probe(path)
    assert design.damage and thumbnail(design, 64).width == 64
    with pytest.raises(RefusedInputError, match=r"“a\.png” can't be read"):
        thumbnail(msgspec.structs.replace(design, damage=""), 64)  # nobody knows that yet


def test_cancel_is_heard(tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        thumbnail(probe(save(tmp_path / "a.png", noise(50, 50))), 64, cancel)


def test_it_is_shown_as_it_prints_when_it_is_hardened(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[..., 0], pixels[:32, :, 3], pixels[32:, :, 3] = 200, 100, 140
    made = thumbnail(probe(save(tmp_path / "a.png", pixels)), 64, harden=0.5)
    found = np.frombuffer(made.pixels, np.uint8).reshape(64, 64, 4)
    assert not found[:32].any() and (found[32:] == (200, 0, 0, 255)).all()
    assert made.soft == 0


@pytest.mark.parametrize("size", [(1000, 700), (333, 901), (60, 40)])
def test_a_single_soft_pixel_is_seen_in_the_heat_picture(tmp_path: Path, size: tuple) -> None:
    pixels = np.full((*size[::-1], 4), 255, np.uint8)
    pixels[: size[1] // 4, :, 3] = 0
    x, y = size[0] // 3, size[1] // 2
    pixels[y, x, 3] = 128
    made = thumbnail(probe(save(tmp_path / "a.png", pixels)), 64, heat=True)
    found = np.frombuffer(made.pixels, np.uint8).reshape(made.height, made.width, 4).astype(int)
    warm = found[..., 0] - found[..., 1] > 60
    ((row,), (column,)) = np.nonzero(warm)
    assert abs(row - y * made.height / size[1]) <= 1 and abs(column - x * made.width / size[0]) <= 1
    assert found[~warm][:, :3].max() < 100 and not found[0, :, 3].any()


def test_more_soft_pixels_are_brighter(tmp_path: Path) -> None:
    pixels = np.full((400, 400, 4), 255, np.uint8)
    pixels[:, :200, 3][np.random.default_rng(2).random((400, 200)) < 0.1] = 128
    pixels[:, 200:, 3] = 128
    made = thumbnail(probe(save(tmp_path / "a.png", pixels)), 40, heat=True)
    found = np.frombuffer(made.pixels, np.uint8).reshape(40, 40, 4)
    assert found[:, :20, 0].max() < found[:, 20:, 0].min() == 255
