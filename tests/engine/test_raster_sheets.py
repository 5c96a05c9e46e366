"""Every format of pixels prints the same sheet, from the command line to the file."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
import tifffile
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Artwork with soft edges and holes, and orders that turn and scale it."""
    folder = tmp_path_factory.mktemp("shop")
    rng = np.random.default_rng(8)
    for name, (width, height) in {"a": (230, 90), "b": (150, 200), "c": (60, 60)}.items():
        pixels = rng.integers(0, 256, (height, width, 4), np.uint8)
        pixels[10:40, 10:40, 3] = 0
        pixels[50:, 30:, 3] = 255
        Image.fromarray(pixels).save(folder / f"{name}.png", dpi=(100, 100))
    (folder / "orders.csv").write_text(
        "design,size,quantity,order\na,2.3in,5,#1\nb,1.5in,4,#1\nc,0.6in,9,#2\na,1in,3,#2\n"
    )
    return folder


def render(shop, out, *options, code=0):
    command = [sys.executable, "-m", "gangsheet_studio", "render", str(shop / "orders.csv")]
    command += ["--out", str(out), "--film", "5x6in", "--dpi", "100", "--job", "Job", "--quiet"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60)
    assert run.returncode == code, run.stderr
    return run.stderr if code else json.loads((out / "Job.manifest.json").read_text())


def pixels(out, manifest):
    sheets = [out / part["file"] for part in manifest["parts"]]
    return [tifffile.imread(p) if p.suffix == ".tif" else np.array(Image.open(p)) for p in sheets]


def same(one, other):
    return len(one) == len(other) and all(map(np.array_equal, one, other))


BACKGROUND = "--background", "#20c0e0"
LAYOUTS = {
    "gaps": (),
    "no gaps": ("--gap", "0in"),
    "no gaps, mirrored": ("--gap", "0in", "--mirror"),
    "no gaps on a background": ("--gap", "0in", *BACKGROUND),
    "margins on a background": ("--margin", "0.2in", "--gap", "0.05in", *BACKGROUND),
    "by shape on a background": ("--improve", "1", *BACKGROUND),
}


@pytest.mark.parametrize("options", LAYOUTS.values(), ids=LAYOUTS)
def test_tiff_has_the_pixels_of_png(shop, tmp_path, options):
    sheets = {}
    for name, asked in (("png", ()), ("lzw", ("--format", "tiff"))):
        out = tmp_path / name
        sheets[name] = pixels(out, render(shop, out, *options, *asked))
    assert same(sheets["png"], sheets["lzw"])


def test_a_background_lies_below_what_is_not_opaque(shop, tmp_path):
    plain = pixels(tmp_path / "a", render(shop, tmp_path / "a"))
    laid = pixels(tmp_path / "b", render(shop, tmp_path / "b", *BACKGROUND))
    for clear, opaque in zip(plain, laid, strict=True):
        alpha = clear[..., 3:] / 255
        expected = clear[..., :3] * alpha + np.array((0x20, 0xC0, 0xE0)) * (1 - alpha)
        assert np.abs(opaque[..., :3] - expected).max() <= 0.51
        assert (opaque[..., 3] == 255).all()


def test_mirrored_sheets_are_the_others_from_right_to_left(shop, tmp_path):
    plain = render(shop, tmp_path / "a")
    mirrored = render(shop, tmp_path / "b", "--mirror")
    flipped = [sheet[:, ::-1] for sheet in pixels(tmp_path / "a", plain)]
    assert same(flipped, pixels(tmp_path / "b", mirrored))
    for one, other in zip(plain["parts"][0]["placements"], mirrored["parts"][0]["placements"], strict=True):
        assert other["x_px"] == 500 - one["x_px"] - one["width_px"]


@pytest.mark.parametrize("compression", ["lzw", "deflate", "none"])
def test_white_is_a_fifth_sample_with_its_name(shop, tmp_path, compression):
    options = "--format", "tiff", "--compression", compression, "--white", "Spot 1", "--choke", "0.02in"
    manifest = render(shop, tmp_path / "white", *options)
    plain = pixels(tmp_path / "plain", render(shop, tmp_path / "plain"))
    for sheet, clear in zip(pixels(tmp_path / "white", manifest), plain, strict=True):
        assert sheet.shape == (*clear.shape[:2], 5)
        assert np.array_equal(sheet[..., :4], clear)
        white, alpha = sheet[..., 4], clear[..., 3]
        assert (white <= alpha).all() and white.max() == 255
        assert not white[:, 0].any(), "choked at the edge of the film too"
    with tifffile.TiffFile(tmp_path / "white" / manifest["parts"][0]["file"]) as file:
        tags = file.pages[0].tags
        assert tuple(tags["ExtraSamples"].value) == (2, 0)
        assert b"Spot 1" in tags[34377].value


def test_tiffinfo_finds_nothing_to_complain_about(shop, tmp_path):
    if shutil.which("tiffinfo") is None:
        pytest.skip("tiffinfo is not installed (libtiff-tools)")
    out = tmp_path / "out"
    manifest = render(shop, out, "--format", "tiff", "--white", "White")
    sheet = out / manifest["parts"][0]["file"]
    run = subprocess.run(["tiffinfo", "-D", str(sheet)], capture_output=True, text=True, timeout=30)
    assert (run.returncode, run.stderr) == (0, "")
    assert "Compression Scheme: LZW" in run.stdout and "Resolution: 100, 100 pixels/inch" in run.stdout


def test_a_finished_tiff_is_kept_and_another_compression_is_another_sheet(shop, tmp_path):
    out = tmp_path / "out"
    first = render(shop, out, "--format", "tiff")
    again = render(shop, out, "--format", "tiff")
    assert [part["sha256"] for part in again["parts"]] == [part["sha256"] for part in first["parts"]]
    assert again["seconds"] < first["seconds"] or again["memory"]["parts"] == first["memory"]["parts"]
    other = render(shop, out, "--format", "tiff", "--compression", "deflate")
    assert [part["sha256"] for part in other["parts"]] != [part["sha256"] for part in first["parts"]]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--white", "White"), "PNG sheets have no room for white ink; choose TIFF or PDF"),
        (("--format", "tiff", "--cut", "CutContour"), "TIFF sheets have no lines to cut along"),
        (("--format", "tiff", "--white", "White", "--background", "white"), "leave out the background"),
        (("--background", "lilac"), "is no colour; write it like #ffffff"),
        (("--names", "{job}"), "need {n}"),
        (("--names", "{job}/{n}"), "'/'"),
        (("--format", "tiff", "--white", "W\nX"), "can't be called"),
    ],
)
def test_what_no_sheet_can_be_is_refused_with_what_to_do(shop, tmp_path, options, said):
    assert said in render(shop, tmp_path / "out", *options, code=2)
    assert not (tmp_path / "out").exists()
