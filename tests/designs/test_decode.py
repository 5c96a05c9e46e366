"""Pixels as they print, against another decoder's."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
import pytest
import pyvips
from PIL import Image, ImageOps

from gangsheet_studio.designs import decode as module
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.errors import CancelledError, RefusedInputError
from tests.designs.conftest import Reader, cleared, far, noise, opaque, plain_tiff, save, tiff

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="1in" viewBox="0 0 200 100">
<rect width="100" height="100" fill="#c81e28"/>
<rect x="150" width="50" height="50" fill="#00f" opacity=".5"/></svg>"""


def test_at_its_own_size_no_pixel_changes(tmp_path: Path, read: Reader) -> None:
    pixels = noise(97, 53)
    assert np.array_equal(read(save(tmp_path / "art.png", pixels)), cleared(pixels))


@pytest.mark.parametrize("kind", ["png", "tiff", "webp", "gif", "bigtiff"])
def test_lossless_formats_without_alpha(tmp_path: Path, read: Reader, kind: str) -> None:
    image = Image.fromarray(noise(40, 30, 3)).quantize(64)
    picture = image if kind == "gif" else image.convert("RGB")
    options = {"webp": {"lossless": True}, "bigtiff": {"big_tiff": True}}.get(kind, {})
    picture.save(tmp_path / "art", format=kind.removeprefix("big"), **options)
    assert np.array_equal(read(tmp_path / "art"), opaque(np.array(image.convert("RGB"))))


@pytest.mark.parametrize("kind", ["jpeg", "avif", "webp"])
def test_lossy_formats(tmp_path: Path, read: Reader, kind: str) -> None:
    smooth = np.dstack(np.meshgrid(np.arange(64) * 2, np.arange(48) * 3, indexing="xy"))
    pixels = np.dstack([smooth, smooth[..., :1] // 2]).astype(np.uint8)
    path = save(tmp_path / "art", pixels, format=kind, quality=95)
    with Image.open(path) as image:
        assert far(read(path), opaque(np.array(image.convert("RGB")))) <= 4


@pytest.mark.parametrize("in_memory", [0, 4 << 20])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_at_every_rotation(
    tmp_path: Path,
    read: Reader,
    monkeypatch: pytest.MonkeyPatch,
    orientation: int,
    rotation: int,
    in_memory: int,
) -> None:
    monkeypatch.setattr(module, "_TURN_IN_MEMORY", in_memory)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(tmp_path / "art.png", noise(150, 90), exif=exif)
    with Image.open(path) as image:
        upright = ImageOps.exif_transpose(image).rotate(-rotation, expand=True)
    assert np.array_equal(read(path, rotation=rotation), cleared(np.array(upright)))


def test_turned_and_scaled_at_once(tmp_path: Path, read: Reader) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = save(tmp_path / "art.jpg", np.full((60, 100, 3), 120, np.uint8), exif=exif)
    pixels = read(path, width=31, height=47, rotation=90)
    assert pixels.shape == (31, 47, 4)
    assert far(pixels, np.full_like(pixels, 120) | [0, 0, 0, 255]) <= 135
    assert far(pixels[..., :3], np.full((31, 47, 3), 120)) <= 1


SIZES = [(1, 1), (7, 5), (33, 101), (299, 200), (301, 199), (640, 427), (1000, 3)]


@pytest.mark.parametrize("size", SIZES)
def test_any_size_is_exactly_what_was_asked_for(tmp_path: Path, read: Reader, size: tuple[int, int]) -> None:
    path = save(tmp_path / "art.png", noise(300, 200))
    assert read(path, *size).shape == (size[1], size[0], 4)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_opaque_stays_opaque(tmp_path: Path, read: Reader, size: tuple[int, int]) -> None:
    pixels = noise(300, 200)
    pixels[..., 3] = 255
    assert (read(save(tmp_path / "alpha.png", pixels), *size)[..., 3] == 255).all()
    assert (read(save(tmp_path / "none.png", pixels[..., :3].copy()), *size)[..., 3] == 255).all()


@pytest.mark.parametrize("size", [(37, 23), (150, 101), (299, 201), (411, 333), (1201, 797)])
def test_scaling_is_close_to_lanczos_of_another_make(
    tmp_path: Path, read: Reader, size: tuple[int, int]
) -> None:
    y, x = np.mgrid[0:200, 0:300]
    pixels = np.stack(
        [
            127 + 120 * np.sin(x / 31),
            127 + 120 * np.cos(y / 23),
            (x + y) / 2,
            255 * (np.hypot(x - 150, y - 100) < 90),
        ],
        axis=-1,
    ).astype(np.uint8)
    ours = read(save(tmp_path / "art.png", pixels), *size).astype(float)
    weighed = pixels[..., :3] * (pixels[..., 3:] / 255)
    theirs = [
        np.array(Image.fromarray(band.astype(np.float32)).resize(size, Image.Resampling.LANCZOS))
        for band in (*np.moveaxis(weighed, -1, 0), pixels[..., 3])
    ]
    printed = np.dstack([ours[..., :3] * (ours[..., 3:] / 255), ours[..., 3]])
    assert np.abs(printed - np.dstack(theirs).clip(0, 255)).mean() < 2


@pytest.mark.parametrize("size", [(23, 23), (50, 50), (99, 99), (155, 155), (300, 300)])
@pytest.mark.parametrize("hidden", [(0, 0, 0), (0, 255, 0)])
def test_no_halo_of_what_hides_under_transparent_pixels(
    tmp_path: Path, read: Reader, size: tuple[int, int], hidden: tuple[int, int, int]
) -> None:
    pixels = np.zeros((100, 100, 4), np.uint8)
    pixels[..., :3] = hidden
    pixels[30:70, 20:80] = (240, 200, 40, 255)
    scaled = read(save(tmp_path / "art.png", pixels), *size)
    seen = scaled[scaled[..., 3] > 40]
    assert len(seen)
    assert far(seen[:, :3], np.broadcast_to((240, 200, 40), (len(seen), 3))) <= 4
    assert not scaled[scaled[..., 3] == 0].any()


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "tiles"])
@pytest.mark.parametrize("part", [1.01, 3.3, 9.7, 15.9, 16.1, 47, 200])
def test_however_small_a_long_picture_gets(tmp_path: Path, read: Reader, kind: str, part: float) -> None:
    path = tmp_path / "art"
    pixels = np.repeat(np.arange(4000) // 16, 3 * 40).reshape(4000, 40, 3).astype(np.uint8)
    if kind == "tiles":
        pyvips.Image.new_from_array(pixels).tiffsave(str(path), tile=True)
    else:
        save(path, pixels, format=kind, quality=95)
    height = round(4000 / part)
    scaled = read(path, 40, height)[:, 20, 1].astype(int)
    assert far(scaled, (np.arange(height) + 0.5) * part // 16) <= 3


@pytest.mark.parametrize("size", [(192, 96), (400, 200), (333, 167), (401, 203), (61, 17)])
def test_a_drawing_at_any_size(tmp_path: Path, read: Reader, size: tuple[int, int]) -> None:
    path = tmp_path / "art.svg"
    path.write_text(SVG)
    width, height = size
    pixels = read(path, width, height)
    assert pixels[height // 2, width // 4].tolist() == [200, 30, 40, 255]
    assert far(pixels[height // 4, width * 7 // 8], np.array([0, 0, 255, 128])) <= 2
    assert not pixels[height * 3 // 4, width * 7 // 8].any()


def test_a_drawing_is_drawn_and_not_enlarged(tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "art.svg"
    path.write_text(SVG)
    edge = read(path, 3840, 1920)[960, 1900:1940, 3]
    assert np.count_nonzero((edge > 0) & (edge < 255)) <= 1


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "gif"])
@pytest.mark.parametrize("share", [0.4, 0.9])
@pytest.mark.parametrize("rotation", [0, 90])
def test_a_file_that_is_cut_is_refused_and_never_filled_up(
    tmp_path: Path, kind: str, share: float, rotation: int
) -> None:
    path = save(tmp_path / "art.dat", noise(400, 300, 3), format=kind)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(RefusedInputError, match=r"“art\.dat”") as caught:
        list(decode(probe(path), 400, 300, rotation, tmp_path / "turn"))
    assert [problem.id for problem in caught.value.problems] == ["designs.damaged"]
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, "turn"}


def test_the_reason_holds_on_to_no_pixels(tmp_path: Path) -> None:
    path = save(tmp_path / "art.png", noise(400, 300, 3))
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(RefusedInputError) as caught:
        list(decode(probe(path), 400, 300, 0, tmp_path / "turn"))
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.__traceback__ is None


def test_a_file_that_was_exchanged_or_removed_since(tmp_path: Path) -> None:
    path = save(tmp_path / "art.png", noise(40, 30))
    design = probe(path)
    save(path, noise(41, 30))
    with pytest.raises(RefusedInputError, match="changed"):
        list(decode(design, 40, 30, 0, tmp_path / "turn"))
    save(path, noise(40, 30, 3), format="jpeg")
    with pytest.raises(RefusedInputError, match="changed"):
        list(decode(design, 40, 30, 0, tmp_path / "turn"))
    path.unlink()
    with pytest.raises(RefusedInputError, match="not found"):
        list(decode(design, 40, 30, 0, tmp_path / "turn"))


def test_a_file_with_other_pixels_of_the_same_size_has_changed(tmp_path: Path, read: Reader) -> None:
    path = tmp_path / "art.tif"
    design = probe(save(path, noise(40, 30)))
    os.utime(path, ns=(1, 1))
    assert np.array_equal(read(design), cleared(noise(40, 30)))  # touched, not changed
    save(path, noise(40, 30, seed=2))
    assert path.stat().st_size == design.file_bytes
    with pytest.raises(RefusedInputError, match="changed"):
        list(decode(design, 40, 30, 0, tmp_path / "turn"))


def test_a_tiff_strip_that_cannot_be_decoded_is_no_blank_print(tmp_path: Path) -> None:
    path = tiff(tmp_path / "art.tif", 40, 30, strip=b"\xaa" * 500)
    with pytest.raises(RefusedInputError, match=r"art\.tif"):
        list(decode(probe(path), 40, 30, 0, tmp_path / "turn"))


def test_an_ink_of_its_own_is_no_transparency(tmp_path: Path, read: Reader) -> None:
    colours, ink, alpha = noise(40, 30, 3), noise(40, 30, 3)[..., :1], noise(40, 30, 3, seed=2)[..., :1]
    path = tmp_path / "art.tif"
    for extra, samples, expected in (
        ([0], (colours, ink), opaque(colours)),
        ([0, 2], (colours, ink, alpha), cleared(np.dstack([colours, alpha]))),
        ([2, 0], (colours, alpha, ink), cleared(np.dstack([colours, alpha]))),
    ):
        plain_tiff(path, np.dstack(samples), extra)
        assert np.array_equal(read(path), expected)


def test_strips_are_few_rows_from_top_to_bottom(tmp_path: Path) -> None:
    pixels = noise(64, 100)
    strips = decode(probe(save(tmp_path / "art.png", pixels)), 64, 100, 0, tmp_path / "turn")
    top = 0
    for strip in strips:
        assert 0 < len(strip) <= module.STRIP_ROWS
        expected = cleared(pixels[top : top + len(strip)])
        assert np.array_equal(strip.reshape(expected.shape), expected)
        top += len(strip)
    assert top == 100


@pytest.mark.parametrize("rotation", [0, 90, 180])
def test_nothing_stays_when_the_consumer_stops_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotation: int
) -> None:
    monkeypatch.setattr(module, "_TURN_IN_MEMORY", 0)
    path = save(tmp_path / "art.png", noise(200, 300))
    strips = decode(probe(path), 200, 300, rotation, tmp_path / "turn")
    next(strips)
    strips.close()
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, "turn"}


@pytest.mark.parametrize("rotation", [0, 90])
def test_cancel_is_seen_before_the_first_strip_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rotation: int
) -> None:
    monkeypatch.setattr(module, "_TURN_IN_MEMORY", 0)
    path = save(tmp_path / "art.png", noise(200, 300))
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        next(decode(probe(path), 200, 300, rotation, tmp_path / "turn", cancel))
    assert {file.name for file in tmp_path.iterdir()} <= {path.name, "turn"}


def test_designs_side_by_side(tmp_path: Path) -> None:
    pictures = {n: noise(300 + n, 200, seed=n) for n in range(6)}
    designs = {n: probe(save(tmp_path / f"{n}.png", pixels)) for n, pixels in pictures.items()}

    def read(n: int) -> np.ndarray:
        rotation = 90 * (n % 4)
        strips = list(decode(designs[n], 300 + n, 200, rotation, tmp_path / f"{n}.turn"))
        box = 200 if rotation % 180 else 300 + n
        return np.rot90(np.concatenate(strips).reshape(-1, box, 4), rotation // 90)

    with ThreadPoolExecutor(4) as pool:
        for n, pixels in zip([*pictures] * 3, pool.map(read, [*pictures] * 3), strict=True):
            assert np.array_equal(pixels, cleared(pictures[n]))


@pytest.mark.parametrize("name", ["brackets[page=2,n=3].png", "ü ✓ 漢.png", "a%20b.png", "two  spaces.png"])
def test_names_are_only_names(tmp_path: Path, read: Reader, name: str) -> None:
    pixels = noise(20, 10)
    assert np.array_equal(read(save(tmp_path / name, pixels)), cleared(pixels))


@pytest.mark.skipif(os.name == "nt", reason="other systems have no such names")
def test_a_name_that_is_no_text_can_be_read(tmp_path: Path, read: Reader) -> None:
    pixels = noise(20, 10)
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png"))
    try:
        (tmp_path / "art.png").write_bytes(save(tmp_path / "art.png", pixels).read_bytes())
        (tmp_path / "art.png").rename(path)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert np.array_equal(read(path), cleared(pixels))


def test_an_animation_prints_its_first_picture(tmp_path: Path, read: Reader) -> None:
    first, second = (Image.fromarray(noise(30, 20, 3, seed)).quantize(32).convert("RGB") for seed in (1, 2))
    for kind in ("gif", "webp", "png", "tiff"):
        options = {"lossless": True} if kind == "webp" else {}
        first.save(tmp_path / kind, format=kind, save_all=True, append_images=[second], **options)
        assert np.array_equal(read(tmp_path / kind)[..., :3], np.array(first))


def test_the_design_says_where_the_file_is_now(tmp_path: Path, read: Reader) -> None:
    design = probe(save(tmp_path / "a.png", noise(20, 10)))
    moved = (tmp_path / "a.png").rename(tmp_path / "b.png")
    assert read(msgspec.structs.replace(design, path=str(moved))).shape == (10, 20, 4)
