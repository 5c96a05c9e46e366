"""Every colour space becomes sRGB; what is sRGB already does not change by a level."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageCms

from tests.designs.conftest import (
    ADOBE_LIKE,
    GREY,
    LINEAR,
    SRGB_PRIMARIES,
    Reader,
    cleared,
    far,
    noise,
    opaque,
    rgb_profile,
    save,
)

RGB = noise(40, 30, 3)
LEVELS = RGB[..., 0].copy()
PLAIN_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
BROKEN = b"no profile at all " * 20


def managed(pixels: np.ndarray, profile: bytes) -> np.ndarray:
    """Return what another colour engine makes of `pixels`, in sRGB."""
    source = Image.fromarray(pixels)
    target = ImageCms.createProfile("sRGB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return np.array(
        ImageCms.profileToProfile(
            source, io.BytesIO(profile), target, outputMode="RGB", renderingIntent=intent
        )
    )


@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_an_srgb_profile_changes_nothing(tmp_path: Path, read: Reader, kind: str) -> None:
    pixels = noise(40, 30)
    path = save(tmp_path / "art", pixels, format=kind, icc_profile=PLAIN_SRGB)
    assert np.array_equal(read(path), cleared(pixels))


@pytest.mark.parametrize("kind", ["png", "tiff"])
@pytest.mark.parametrize("profile", [ADOBE_LIKE, LINEAR], ids=["wide", "linear"])
def test_another_profile_is_applied_whatever_its_name(
    tmp_path: Path, read: Reader, kind: str, profile: bytes
) -> None:
    path = save(tmp_path / "art", RGB, format=kind, icc_profile=profile)
    expected = managed(RGB, profile)
    assert far(expected, RGB) > 20  # or it would show nothing
    assert far(read(path), opaque(expected)) <= 1


def test_a_wide_profile_that_calls_itself_srgb(tmp_path: Path, read: Reader) -> None:
    liar = rgb_profile("sRGB IEC61966-2.1", 1.8, *SRGB_PRIMARIES)
    path = save(tmp_path / "art.png", RGB, icc_profile=liar)
    assert far(read(path), opaque(managed(RGB, liar))) <= 1


def test_profile_and_alpha(tmp_path: Path, read: Reader) -> None:
    pixels = noise(40, 30)
    seen = read(save(tmp_path / "art.png", pixels, icc_profile=ADOBE_LIKE))
    assert np.array_equal(seen[..., 3], pixels[..., 3])
    expected = np.dstack([managed(pixels[..., :3].copy(), ADOBE_LIKE), pixels[..., 3]])
    assert far(seen, cleared(expected)) <= 1


@pytest.mark.parametrize("profile", [BROKEN, GREY], ids=["broken", "of grey"])
def test_a_profile_that_does_not_fit_is_left_out(tmp_path: Path, read: Reader, profile: bytes) -> None:
    assert np.array_equal(read(save(tmp_path / "art.tif", RGB, icc_profile=profile)), opaque(RGB))


@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_grey(tmp_path: Path, read: Reader, kind: str) -> None:
    for profile in (None, PLAIN_SRGB, ADOBE_LIKE, BROKEN):
        path = save(tmp_path / "art", LEVELS, format=kind, icc_profile=profile)
        assert np.array_equal(read(path), opaque(LEVELS))
    path = save(tmp_path / "art", LEVELS, format=kind, icc_profile=GREY)
    assert far(read(path), opaque(managed(LEVELS, GREY))) <= 1


def test_grey_with_alpha(tmp_path: Path, read: Reader) -> None:
    alpha = noise(40, 30)[..., 3]
    save(tmp_path / "art.png", np.dstack([LEVELS, alpha]))
    assert np.array_equal(read(tmp_path / "art.png"), cleared(np.dstack([LEVELS] * 3 + [alpha])))


def test_palettes(tmp_path: Path, read: Reader) -> None:
    palette = Image.fromarray(RGB).quantize(16)
    palette.save(tmp_path / "art.png", transparency=3, icc_profile=ADOBE_LIKE)
    expected = np.dstack(
        [managed(np.array(palette.convert("RGB")), ADOBE_LIKE), 255 * (np.array(palette) != 3)]
    )
    assert far(read(tmp_path / "art.png"), cleared(expected)) <= 1


def test_black_and_white(tmp_path: Path, read: Reader) -> None:
    image = Image.fromarray(LEVELS).convert("1")
    for name, options in (("art.png", {}), ("art.tif", {"compression": "group4"}), ("raw.tif", {})):
        image.save(tmp_path / name, **options)
        assert np.array_equal(read(tmp_path / name), opaque(np.array(image.convert("L"))))


@pytest.mark.parametrize("profile", [None, ADOBE_LIKE], ids=["plain", "wide"])
@pytest.mark.parametrize("kind", ["png", "tiff"])
def test_16_bit_with_alpha(tmp_path: Path, read: Reader, kind: str, profile: bytes | None) -> None:
    pixels = noise(40, 30)
    pixels[..., :3] = 128 + pixels[..., :3] // 4  # dark and vivid ones are coarse in the other engine
    wide = pyvips.Image.new_from_array(pixels.astype(np.uint16) * 257).copy(interpretation="rgb16")
    options = {}
    if profile:
        (tmp_path / "icc").write_bytes(profile)
        options["profile"] = str(tmp_path / "icc")
    getattr(wide, f"{kind}save")(str(tmp_path / "art"), **options)
    colours = pixels[..., :3].copy()
    expected = np.dstack([managed(colours, profile) if profile else colours, pixels[..., 3]])
    assert far(read(tmp_path / "art"), cleared(expected)) <= (1 if profile else 0)


def test_16_bit_grey(tmp_path: Path, read: Reader) -> None:
    for name in ("art.png", "art.tif"):
        save(tmp_path / name, LEVELS.astype(np.uint16) * 257)
        assert np.array_equal(read(tmp_path / name), opaque(LEVELS))


def test_10_bit_heif(tmp_path: Path, read: Reader) -> None:
    smooth = np.dstack([np.tile(np.arange(0, 240, 6, dtype=np.uint8), (30, 1))] * 3)
    wide = pyvips.Image.new_from_array(smooth.astype(np.uint16) * 257).copy(interpretation="rgb16")
    wide.heifsave(str(tmp_path / "art.avif"), compression="av1", bitdepth=10, lossless=True, effort=0)
    assert far(read(tmp_path / "art.avif"), opaque(smooth)) <= 1


def test_lab(tmp_path: Path, read: Reader) -> None:
    lab = pyvips.Image.new_from_array(RGB).copy(interpretation="srgb").colourspace("lab")
    lab.tiffsave(str(tmp_path / "art.tif"))
    assert far(read(tmp_path / "art.tif"), opaque(RGB)) <= 1


@pytest.mark.parametrize("name", ["art.jpg", "art.tif"])
def test_cmyk_without_a_profile_looks_like_ink(tmp_path: Path, read: Reader, name: str) -> None:
    inks = {"white": (0, 0, 0, 0), "cyan": (255, 0, 0, 0), "magenta": (0, 255, 0, 0), "black": (0, 0, 0, 255)}
    seen = {}
    for ink, levels in inks.items():
        Image.new("CMYK", (32, 32), levels).save(tmp_path / name)
        pixels = read(tmp_path / name)
        assert far(pixels, np.broadcast_to(pixels[0, 0], pixels.shape)) <= 2
        seen[ink] = pixels[0, 0].astype(int)
    assert all(pixel[3] == 255 for pixel in seen.values())
    assert (seen["white"][:3] > 245).all()
    assert (seen["black"][:3] < 70).all()
    assert seen["cyan"][0] < 60 < 120 < seen["cyan"][2]
    assert seen["magenta"][1] < 60 < 180 < seen["magenta"][0]


def test_cmyk_scaled_and_turned(tmp_path: Path, read: Reader) -> None:
    Image.new("CMYK", (32, 32), (0, 0, 0, 0)).save(tmp_path / "art.tif")
    pixels = read(tmp_path / "art.tif", 17, 41, rotation=90)
    assert pixels.shape == (17, 41, 4) and (pixels > 245).all()


def test_alpha_that_is_stored_multiplied(tmp_path: Path, read: Reader) -> None:
    pixels = noise(40, 30)
    pixels[..., 3] = pixels[..., 3] // 2 + 128
    image = pyvips.Image.new_from_array(pixels).copy(interpretation="srgb")
    image.tiffsave(str(tmp_path / "art.tif"), premultiply=True)
    assert far(read(tmp_path / "art.tif"), pixels) <= 2


def test_the_first_channel_beyond_colour_is_alpha(tmp_path: Path, read: Reader) -> None:
    pixels = noise(40, 30, 4)
    spot = np.full((30, 40), 9, np.uint8)
    pyvips.Image.new_from_array(np.dstack([pixels, spot])).copy(interpretation="srgb").tiffsave(
        str(tmp_path / "art.tif")
    )
    assert np.array_equal(read(tmp_path / "art.tif"), cleared(pixels))
