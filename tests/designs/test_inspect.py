"""What a look at all pixels finds, against artwork drawn so that the answer is known."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import msgspec
import numpy as np
import pytest
import pyvips
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, ImageOps

from gangsheet_studio.designs.inspect import inspect
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.thin_lines import thin_pixels
from gangsheet_studio.errors import CancelledError, RefusedInputError
from gangsheet_studio.model.inspection import Inspection
from tests.designs.conftest import ADOBE_LIKE, noise, opaque, save

PLAIN_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def look(path: Path, thickness: float = 0.0, harden: float | None = None) -> Inspection:
    return inspect(probe(path), thickness, harden, threading.Event())


def drawn(tmp_path: Path, alpha: np.ndarray, **options: object) -> Path:
    rgb = np.full((*alpha.shape, 3), 90, np.uint8)
    return save(tmp_path / "a.png", np.dstack([rgb, alpha.astype(np.uint8)]), **options)


@pytest.mark.parametrize("size", [(700, 333), (31, 1000), (64, 64)])
def test_pixels_are_counted_one_by_one(tmp_path: Path, size: tuple[int, int]) -> None:
    pixels = noise(*size, seed=7)
    alpha = pixels[..., 3] / 255
    found = look(save(tmp_path / "a.png", pixels))
    assert found.visible == (alpha >= 0.05).sum()
    assert found.soft == ((alpha >= 0.05) & (alpha <= 0.95)).sum()
    assert found.soft_share == found.soft / found.visible


def test_hardened_artwork_is_looked_at_as_it_prints(tmp_path: Path) -> None:
    alpha = np.zeros((60, 80))
    alpha[10:20, 10:20], alpha[30:40, 50:60] = 100, 200
    found = look(drawn(tmp_path, alpha), harden=0.5)
    assert (found.box, found.visible, found.soft) == ((50, 30, 10, 10), 100, 0)
    assert look(drawn(tmp_path, alpha), harden=0.9).empty


def test_all_that_prints_is_in_the_box_however_faint(tmp_path: Path) -> None:
    alpha = np.zeros((50, 70))
    alpha[20:30, 20:40], alpha[5, 60], alpha[44, 3] = 255, 1, 1
    found = look(drawn(tmp_path, alpha))
    assert (found.box, found.visible) == ((3, 5, 58, 40), 200)


@pytest.mark.parametrize("alpha", [0, 1, 12])
def test_what_nobody_would_see_is_empty(tmp_path: Path, alpha: int) -> None:
    found = look(drawn(tmp_path, np.full((40, 30), alpha)))
    assert found == Inspection(box=None, visible=0) and found.empty


def test_what_has_no_alpha_is_all_there(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30), "red").save(tmp_path / "a.png")
    assert look(tmp_path / "a.png", 4.0) == Inspection(box=(0, 0, 40, 30), visible=1200)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_box_and_the_place_are_those_of_the_picture_as_seen(tmp_path: Path, orientation: int) -> None:
    pixels = np.zeros((400, 600, 4), np.uint8)
    pixels[40:120, 60:200] = 255
    pixels[300:360, 500:502] = 255  # the thin line
    exif = Image.Exif()
    exif[274] = orientation
    path = tmp_path / "a.tif"
    Image.fromarray(pixels).save(path, exif=exif)
    upright = np.array(_upright(Image.fromarray(pixels), orientation))[..., 3]
    ys, xs = np.nonzero(upright)
    found = look(path, 4.0)
    assert found.box == (xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)
    assert found.thin == 120
    x, y = found.thin_at[0] * upright.shape[1], found.thin_at[1] * upright.shape[0]
    line = (np.s_[max(0, int(y) - 64) : int(y) + 64], np.s_[max(0, int(x) - 64) : int(x) + 64])
    assert 0 < np.count_nonzero(upright[line]) <= 120


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    picture.getexif()[274] = orientation
    return ImageOps.exif_transpose(picture)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.data())
def test_any_box(
    tmp_path_factory: pytest.TempPathFactory, width: int, height: int, data: st.DataObject
) -> None:
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    right = data.draw(st.integers(left + 1, width))
    bottom = data.draw(st.integers(top + 1, height))
    alpha = np.zeros((height, width))
    alpha[top:bottom, left:right] = 255
    found = look(drawn(tmp_path_factory.mktemp("box"), alpha))
    assert found.box == (left, top, right - left, bottom - top)


def line(width: float, degrees: float, side: int = 400) -> np.ndarray:
    """Return the alpha of a line across the middle, smooth at its edges."""
    big = Image.new("L", (side * 4, side * 4))
    across, down = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    middle, half, thick = side * 2, side * 1.2, width * 2
    corners = [
        (middle + a * half * across - b * thick * down, middle + a * half * down + b * thick * across)
        for a, b in ((-1, -1), (-1, 1), (1, 1), (1, -1))
    ]
    ImageDraw.Draw(big).polygon(corners, fill=255)
    return np.array(big.resize((side, side), Image.Resampling.BOX))


@pytest.mark.parametrize("thickness", [3.0, 4.7, 9.4, 23.0])
@pytest.mark.parametrize("degrees", [0, 17, 45, 90, 131])
def test_lines_of_known_width(tmp_path: Path, thickness: float, degrees: float) -> None:
    thin, thick = thickness * 0.7 - 0.5, thickness * 1.15 + 1
    found = look(drawn(tmp_path, line(thin, degrees)), thickness)
    assert found.thin > 0.8 * np.count_nonzero(line(thin, degrees) >= 64)
    assert look(drawn(tmp_path, line(thick, degrees)), thickness).thin == 0


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5])
def test_a_hairline_is_found_wherever_it_falls(tmp_path: Path, shift: float) -> None:
    alpha = np.zeros((300, 200))
    alpha[:, 100], alpha[:, 101] = 255 * (0.6 - 0.6 * shift), 255 * 0.6 * shift
    assert look(drawn(tmp_path, alpha), 3.5).thin >= 300


@pytest.mark.parametrize(
    "shape",
    [
        lambda draw: draw.ellipse((40, 60, 300, 200), fill=255),
        lambda draw: draw.rectangle((40, 60, 300, 200), fill=255),
        lambda draw: draw.polygon([(200, 20), (380, 200), (200, 380), (20, 200)], fill=255),
        lambda draw: draw.polygon([(200, 20), (360, 380), (40, 380)], fill=255),
        lambda draw: draw.rectangle((0, 0, 400, 400), fill=255),
    ],
    ids=["ellipse", "box", "diamond", "triangle", "all"],
)
@pytest.mark.parametrize("thickness", [3, 6, 12])
def test_corners_of_what_is_large_are_not_thin(tmp_path: Path, shape: object, thickness: int) -> None:
    picture = Image.new("L", (400, 400))
    shape(ImageDraw.Draw(picture))
    assert look(drawn(tmp_path, np.array(picture)), thickness).thin == 0


def test_of_a_sharp_point_little_more_than_its_tip_is_thin(tmp_path: Path) -> None:
    picture = Image.new("L", (400, 400))
    ImageDraw.Draw(picture).polygon([(20, 20), (380, 20), (380, 380), (200, 120)], fill=255)
    assert look(drawn(tmp_path, np.array(picture)), 6).thin < 6


def test_the_worst_place_is_where_most_lines_are(tmp_path: Path) -> None:
    alpha = np.zeros((1000, 1500))
    alpha[100:130, 200:400] = 255
    alpha[300, 200:230] = 255
    alpha[820:880:8, 1300:1360] = 255
    found = look(drawn(tmp_path, alpha), 4)
    assert found.thin == 30 + 8 * 60
    assert abs(found.thin_at[0] * 1500 - 1330) < 64 and abs(found.thin_at[1] * 1000 - 850) < 64


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10_000))
@example(3, 522)  # narrower than the disc
def test_strips_find_what_the_whole_picture_would(thickness: int, seed: int) -> None:
    luck = np.random.default_rng(seed)
    marked = luck.random((int(luck.integers(1, 120)), int(luck.integers(1, 30)))) < 0.9
    marked = np.kron(marked, np.ones((2, 2), bool))
    found = np.zeros_like(marked)
    for top, thin in thin_pixels(iter(np.array_split(marked, max(1, len(marked) // 8))), thickness):
        found[top : top + len(thin)] = thin
    assert np.array_equal(found, _thin(marked, thickness))


def _thin(marked: np.ndarray, thickness: int) -> np.ndarray:
    """Return what no disc comes near, tried disc by disc."""
    own = (np.arange(thickness) - (thickness - 1) / 2) ** 2
    disc = own[:, None] + own[None, :] <= thickness**2 / 4
    left = marked.copy()
    for y in range(marked.shape[0] - thickness + 1):
        for x in range(marked.shape[1] - thickness + 1):
            if marked[y : y + thickness, x : x + thickness][disc].all():
                left[max(0, y - thickness) : y + 2 * thickness, max(0, x - thickness) : x + 2 * thickness] = (
                    False
                )
    return left


def test_colours_that_are_clipped_are_counted(tmp_path: Path) -> None:
    rgb = np.full((200, 400, 3), 128, np.uint8)
    rgb[:, :100] = (0, 255, 0)  # Adobe's green: far outside
    path = save(tmp_path / "a.png", rgb, icc_profile=ADOBE_LIKE)
    assert look(path).outside == pytest.approx(0.25, abs=0.02)
    pixels = opaque(rgb)
    pixels[:, 200:, 3] = 0  # the half that is not seen does not count
    path = save(tmp_path / "b.png", pixels, icc_profile=ADOBE_LIKE)
    assert look(path).outside == pytest.approx(0.5, abs=0.02)


def test_deep_colours_and_inks_are_looked_at_too(tmp_path: Path) -> None:
    deep = np.full((60, 80, 4), 30_000, np.uint16)
    deep[..., 3], deep[:, :40, :3] = 65_535, (0, 65_535, 0)
    image = pyvips.Image.new_from_array(deep, interpretation="rgb16").copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", ADOBE_LIKE)
    image.pngsave(str(tmp_path / "deep.png"), bitdepth=16, keep="icc")
    assert probe(tmp_path / "deep.png").bits == 16
    assert look(tmp_path / "deep.png").outside == pytest.approx(0.5, abs=0.02)

    inks = np.zeros((60, 80, 4), np.uint8)
    inks[:, :20, 0] = 255  # a cyan that no screen shows
    press = pyvips.Image.new_from_array(inks, interpretation="cmyk").copy()
    press.tiffsave(str(tmp_path / "without.tif"))
    press.set_type(pyvips.GValue.blob_type, "icc-profile-data", pyvips.Image.profile_load("cmyk"))
    press.tiffsave(str(tmp_path / "press.tif"), keep="icc")
    assert look(tmp_path / "press.tif").outside == pytest.approx(0.25, abs=0.02)
    assert look(tmp_path / "without.tif").outside == 0.0  # nobody knows which cyan that is


@pytest.mark.parametrize("profile", [None, PLAIN_SRGB])
def test_srgb_holds_its_own_colours(tmp_path: Path, profile: bytes | None) -> None:
    path = save(tmp_path / "a.png", noise(90, 60, 3), icc_profile=profile)
    assert look(path).outside == 0.0


def test_muted_colours_of_a_wide_profile_are_held(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", 96 + noise(90, 60, 3) // 8, icc_profile=ADOBE_LIKE)
    assert look(path).outside == 0.0


def test_a_drawing_is_looked_at_as_it_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
        '<rect x="50" y="20" width="60" height="40"/><rect x="120" y="20" width="0.4" height="60"/></svg>'
    )
    found = look(path, 1.0)
    left, top, across, down = found.box
    assert left in (49, 50) and top in (19, 20) and left + across in (120, 121) and top + down in (80, 81)
    assert found.thin > 400 and abs(found.thin_at[0] - 0.6) < 0.05


def test_damage_further_on_is_refused_and_a_cancel_heard(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png", noise(300, 300))
    design = probe(path)
    given_up = threading.Event()
    given_up.set()
    with pytest.raises(CancelledError):
        inspect(design, 4.0, None, given_up)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(len(data) // 4) + data[len(data) * 3 // 4 :])
    hidden = msgspec.structs.replace(probe(path), damage="")
    with pytest.raises(RefusedInputError, match="damaged"):
        inspect(hidden, 4.0, None, threading.Event())
    seen = look(path)  # of one that is known to be damaged, what can be read
    assert 0 < seen.visible < 300 * 300
