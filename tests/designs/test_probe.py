"""What the headers say, format by format."""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

import pytest
import pyvips
from PIL import Image, ImageCms

from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.tiff import unreadable_kind
from gangsheet_studio.errors import RefusedInputError
from tests.designs.conftest import ADOBE_LIKE, noise, save

RGB, RGBA = noise(30, 20, 3), noise(30, 20)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    ("writer", "kind", "alpha", "streams"),
    [
        ("png", "png", True, True),
        ("tiff", "tiff", True, True),
        ("webp", "webp", True, False),
        ("avif", "heif", True, False),
        ("jpeg", "jpeg", False, True),
        ("gif", "gif", False, False),
    ],
)
def test_each_format(tmp_path: Path, writer: str, kind: str, alpha: bool, streams: bool) -> None:
    path = save(tmp_path / "art", RGBA if alpha else RGB, format=writer)
    design = probe(path)
    assert (design.format, design.width_px, design.height_px) == (kind, 30, 20)
    assert (design.alpha, design.bits, design.profile, design.orientation) == (alpha, 8, False, 1)
    assert (design.name, design.path) == ("art", str(path))
    assert design.key == hashlib.sha256(path.read_bytes()).hexdigest()
    assert design.file_bytes == path.stat().st_size
    assert design.dpi is None
    assert design.streams is streams
    assert (design.whole_bytes == 0) is streams


def test_one_content_under_three_names_has_one_key(tmp_path: Path) -> None:
    first = save(tmp_path / "a.png", RGBA)
    for name in ("b.png", "c.tif"):
        (tmp_path / name).write_bytes(first.read_bytes())
    keys = {probe(tmp_path / name).key for name in ("a.png", "b.png", "c.tif")}
    assert len(keys) == 1
    assert probe(save(tmp_path / "d.png", RGB)).key not in keys


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff"])
def test_dpi_across_and_down(tmp_path: Path, kind: str) -> None:
    assert probe(save(tmp_path / "art", RGB, format=kind, dpi=(300, 150))).dpi == pytest.approx(
        (300, 150), abs=0.01
    )


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_described_as_seen(tmp_path: Path, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x011A], exif[0x011B], exif[0x0128] = 300.0, 200.0, 2
    design = probe(save(tmp_path / "art", RGB, format=kind, exif=exif))
    assert design.orientation == orientation
    turned = orientation >= 5
    assert (design.width_px, design.height_px) == ((20, 30) if turned else (30, 20))
    assert design.dpi == ((200, 300) if turned else (300, 200))


@pytest.mark.parametrize("orientation", [0, 9, 77])
@pytest.mark.parametrize("kind", ["jpeg", "tiff", "png"])
def test_an_orientation_that_does_not_exist_is_upright(tmp_path: Path, kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    design = probe(save(tmp_path / "art", RGB, format=kind, exif=exif))
    assert (design.width_px, design.height_px, design.orientation) == (30, 20, 1)


def test_heif_is_turned_by_its_own_rules(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    design = probe(save(tmp_path / "art", RGB, format="avif", exif=exif))
    assert (design.width_px, design.height_px, design.orientation) == (20, 30, 1)


def jpeg_with(tmp_path: Path, unit: int, **options: object) -> Path:
    """Return a JPEG whose JFIF header says 120 x 60 in `unit`."""
    path = save(tmp_path / "art.jpg", RGB, dpi=(300, 300), **options)
    data = bytearray(path.read_bytes())
    start = data.index(b"JFIF\0")
    data[start + 7 : start + 12] = struct.pack(">BHH", unit, 120, 60)
    path.write_bytes(data)
    return path


def test_jfif_units(tmp_path: Path) -> None:
    assert probe(jpeg_with(tmp_path, 0)).dpi is None  # a shape of pixels, no size
    assert probe(jpeg_with(tmp_path, 1)).dpi == (120, 60)
    assert probe(jpeg_with(tmp_path, 2)).dpi == (304.8, 152.4)


def test_jfif_goes_before_exif(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x011A], exif[0x011B], exif[0x0128] = 72.0, 72.0, 2
    assert probe(jpeg_with(tmp_path, 1, exif=exif)).dpi == (120, 60)
    assert probe(jpeg_with(tmp_path, 0, exif=exif)).dpi == (72, 72)


def test_exif_in_centimetres(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x011A], exif[0x011B], exif[0x0128] = 100.0, 50.0, 3
    assert probe(save(tmp_path / "art.webp", RGB, exif=exif)).dpi == (254, 127)


def test_tiff_units(tmp_path: Path) -> None:
    for unit, expected in ((1, None), (2, (100, 50)), (3, (254, 127))):
        tags = {282: 100.0, 283: 50.0, 296: unit}
        assert probe(save(tmp_path / f"{unit}.tif", RGB, tiffinfo=tags)).dpi == expected


@pytest.mark.parametrize("dots_a_metre", [1, 2**32 - 1])
def test_a_senseless_dpi_is_none(tmp_path: Path, dots_a_metre: int) -> None:
    path = save(tmp_path / "art.png", RGB, dpi=(300, 300))
    data = path.read_bytes()
    start = data.index(b"pHYs") + 4
    path.write_bytes(data[:start] + struct.pack(">II", dots_a_metre, dots_a_metre) + data[start + 8 :])
    assert probe(path).dpi is None


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGB", "RGBA", "I;16"])
def test_png_modes(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "art.png"
    Image.fromarray(RGBA).convert("RGB" if mode == "P" else "RGBA").convert(
        "L" if mode == "I;16" else mode
    ).convert(mode).save(path)
    design = probe(path)
    colours = {"L": "b-w", "LA": "b-w", "P": "palette", "1": "b-w", "I;16": "grey16"}
    assert design.colour == colours.get(mode, "srgb")
    assert design.bits == {"1": 1, "I;16": 16}.get(mode, 8)
    assert design.alpha is (mode in ("LA", "RGBA"))


def test_transparency_without_an_alpha_channel(tmp_path: Path) -> None:
    palette = Image.fromarray(RGB).quantize(16)
    palette.save(tmp_path / "palette.png", transparency=3)
    palette.save(tmp_path / "palette.gif", transparency=3)
    Image.fromarray(RGB).save(tmp_path / "key.png", transparency=(1, 2, 3))
    assert all(probe(file).alpha for file in tmp_path.iterdir())


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "avif"])
def test_a_profile_is_seen(tmp_path: Path, kind: str) -> None:
    assert probe(save(tmp_path / "art", RGB, format=kind, icc_profile=ADOBE_LIKE)).profile


def test_cmyk(tmp_path: Path) -> None:
    for name in ("art.jpg", "art.tif"):
        Image.fromarray(RGB).convert("CMYK").save(tmp_path / name)
        design = probe(tmp_path / name)
        assert (design.colour, design.alpha) == ("cmyk", False)


@pytest.mark.parametrize(
    ("size", "inches"),
    [
        ('width="3in" height="2in"', (3, 2)),
        ('width="76.2mm" height="50.8mm"', (3, 2)),
        ('width="216pt" height="144pt"', (3, 2)),
        ('width="288" height="192"', (3, 2)),
        ('width="288px" height="192px"', (3, 2)),
        ('viewBox="0 0 288 192"', (3, 2)),
        ('width="3in" height="2in" viewBox="0 0 7 5"', (3, 2)),
    ],
)
def test_the_physical_size_of_a_drawing(tmp_path: Path, size: str, inches: tuple[int, int]) -> None:
    path = tmp_path / "art.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect width="9" height="9"/></svg>')
    design = probe(path)
    assert design.size(400) == pytest.approx(inches)
    assert design.format == "svg" and design.alpha and not design.streams


def test_what_stands_in_more_than_one_pass_is_said(tmp_path: Path) -> None:
    image = pyvips.Image.new_from_array(noise(300, 200)).copy(interpretation="srgb")
    wide = (image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    image.pngsave(str(tmp_path / "8.png"), interlace=True)
    wide.pngsave(str(tmp_path / "16.png"), interlace=True)
    image[0:3].jpegsave(str(tmp_path / "full.jpg"), interlace=True, subsample_mode="off")
    image[0:3].jpegsave(str(tmp_path / "half.jpg"), interlace=True, subsample_mode="on")
    image[0].jpegsave(str(tmp_path / "grey.jpg"), interlace=True)
    a_pixel = {"8.png": 4, "16.png": 8, "full.jpg": 6, "half.jpg": 3, "grey.jpg": 2}
    for name, count in a_pixel.items():
        design = probe(tmp_path / name)
        assert not design.streams
        file = design.file_bytes if name.endswith("jpg") else 0
        assert design.whole_bytes == 300 * 200 * count + file


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "gif", "avif"])
def test_a_header_that_is_cut_is_refused(tmp_path: Path, kind: str) -> None:
    path = save(tmp_path / "art.dat", RGB, format=kind)
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(RefusedInputError, match=r"“art\.dat”") as caught:
        probe(path)
    assert [problem.id for problem in caught.value.problems] == ["designs.damaged"]


def test_a_drawing_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "art.svg"
    path.write_text('<svg width="1in" height="1in"><g></svg>')
    with pytest.raises(RefusedInputError, match=r"“art\.svg”"):
        probe(path)


def test_more_pixels_than_can_be_printed(tmp_path: Path) -> None:
    path = save(tmp_path / "art.png", RGB)
    data = path.read_bytes()
    header = b"IHDR" + struct.pack(">II", 100_000, 100_000) + data[24:29]
    path.write_bytes(data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:])
    with pytest.raises(RefusedInputError, match="100,000 x 100,000"):
        probe(path)


@pytest.mark.parametrize("mode", ["I", "F"])
def test_levels_that_say_no_colour_are_refused(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "art.tif"
    Image.fromarray(RGB).convert("L").convert(mode).save(path)
    with pytest.raises(RefusedInputError) as caught:
        probe(path)
    assert caught.value.problems[0].id == "designs.levels"


def test_a_photo_whose_decoder_is_missing_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(as_hevc(save(tmp_path / "art.avif", RGB).read_bytes()))
    with pytest.raises(RefusedInputError, match="HEIC") as caught:
        probe(path)
    assert caught.value.problems[0].id == "designs.codec"


def as_hevc(avif: bytes) -> bytes:
    """Return `avif` with a header that says its pictures are HEVC (ISO/IEC 23008-12)."""
    data = bytearray(avif.replace(b"av01", b"hvc1").replace(b"ftypavif", b"ftypheic"))
    settings = bytes.fromhex("0101600000009000000000005df000fcfdf8f800000f00")
    grown = 0
    while (start := data.find(b"av1C")) >= 0:
        length = struct.unpack(">I", data[start - 4 : start])[0]
        data[start - 4 : start - 4 + length] = struct.pack(">I", 8 + len(settings)) + b"hvcC" + settings
        grown += 8 + len(settings) - length
    for box in (b"ipco", b"iprp", b"meta"):
        start = data.index(box) - 4
        data[start : start + 4] = struct.pack(">I", struct.unpack(">I", data[start : start + 4])[0] + grown)
    return bytes(data)


def test_a_drawing_that_shows_another_file_is_refused(tmp_path: Path) -> None:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    head = f'<svg {spaces} width="9" height="9">'
    path = tmp_path / "art.svg"
    for link in ('<image href="a.png"/>', "<image\n xlink:href='../a.png' width='3'/>"):
        path.write_text(f"{head}{link}</svg>")
        with pytest.raises(RefusedInputError, match="shows another file"):
            probe(path)
    path.write_text(f'{head}<g id="a"/><use href="#a"/><image href="data:image/png;base64,AA"/></svg>')
    assert probe(path).width_px == 9


@pytest.mark.parametrize(
    ("size", "printable"),
    [
        ("", False),
        ('width="60"', False),
        ('width="100%" height="100%"', False),
        ("width='60' height='60mm'", True),
        ('viewBox="0 0 60 60"', True),
        ('width="100%" viewBox="0 0 60 60"', True),
    ],
)
def test_a_drawing_without_a_size_is_refused(tmp_path: Path, size: str, printable: bool) -> None:
    path = tmp_path / "art.svg"
    path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path d="M0 0h50v50z"/></svg>')
    if printable:
        assert probe(path).width_px >= 60
        return
    with pytest.raises(RefusedInputError, match="neither a width"):
        probe(path)


@pytest.mark.parametrize("changed", [{259: 50000}, {284: 2, 322: 64, 323: 64}])
def test_a_tiff_of_a_kind_that_cannot_be_decoded_is_known_before_a_job_starts(
    changed: dict[int, int],
) -> None:
    plain = {256: (40,), 257: (30,), 259: (8,), 277: (3,)}
    assert unreadable_kind(plain) is None
    assert unreadable_kind(plain | {tag: (value,) for tag, value in changed.items()})
