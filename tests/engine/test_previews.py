"""Previews show what the sheets show, small, from the command line to the file."""

import hashlib
import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Artwork that shows which way up it is, with holes and soft edges, and orders that turn and scale it."""
    folder = tmp_path_factory.mktemp("shop")
    for number, (name, size) in enumerate({"a": (920, 360), "b": (600, 800), "c": (240, 240)}.items()):
        image = Image.linear_gradient("L").resize(size)
        art = Image.merge("RGBA", (image, image.rotate(180), Image.new("L", size, 80 * number), image))
        draw = ImageDraw.Draw(art)
        draw.rectangle((0, 0, size[0] // 3, size[1] // 4), fill=(220, 20, 60, 255))
        draw.ellipse((size[0] // 2, size[1] // 2, size[0] - 20, size[1] - 20), fill=(0, 0, 0, 0))
        art.save(folder / f"{name}.png", dpi=(400, 400))
    (folder / "orders.csv").write_text("design,size,quantity\na,2.3in,5\nb,1.5in,4\nc,0.6in,9\na,1in,3\n")
    return folder


def render(shop, out, *options):
    command = [sys.executable, "-m", "gangsheet_studio", "render", str(shop / "orders.csv")]
    command += ["--out", str(out), "--film", "5x6in", "--dpi", "400", "--job", "Job", "--quiet"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return json.loads((out / "Job.manifest.json").read_text())


def on_white(path, size=None):
    with Image.open(path) as image:
        image = image.convert("RGBA")
        if size:  # what is averaged must be weighed by alpha
            image = image.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        return np.array(Image.alpha_composite(ground, image).convert("RGB"), np.int16)


ASKED = {
    "jpeg": ("jpeg",),
    "jpeg, mirrored": ("jpeg", "--mirror"),
    "webp": ("webp", "--gap", "0in"),
    "jpeg, with marks": ("jpeg", "--label", "below", "--header", "--registration", "--crop-marks"),
    "webp, mirrored on a background": ("webp", "--mirror", "--background", "#20c0e0"),
}


@pytest.mark.parametrize("options", ASKED.values(), ids=ASKED)
def test_a_preview_shows_its_sheet(shop, tmp_path, options):
    manifest = render(shop, tmp_path, "--preview", *options)
    assert {placement["rotation"] for part in manifest["parts"] for placement in part["placements"]} > {0}
    previews = [file for file in manifest["files"] if file["kind"] == "preview"]
    assert len(previews) == len(manifest["parts"]) == len(list(tmp_path.glob("*_preview.*")))
    for part, preview in zip(manifest["parts"], previews, strict=True):
        path = tmp_path / preview["name"]
        assert path.name == f"Job_Part_{part['part']}_preview.{'jpg' if options[0] == 'jpeg' else 'webp'}"
        assert hashlib.sha256(path.read_bytes()).hexdigest() == preview["sha256"]
        assert path.stat().st_size == preview["bytes"] < 1_000_000
        small = on_white(path)
        assert small.shape[1] == 1200
        sheet = on_white(tmp_path / part["file"], (small.shape[1], small.shape[0]))
        assert np.abs(sheet - small).mean() < 2.5
        assert np.abs(sheet[:, ::-1] - small).mean() > 10  # what would be seen of a wrong one


def test_previews_are_made_of_sheets_that_are_kept(shop, tmp_path):
    first = render(shop, tmp_path)
    before = (tmp_path / "Job_Part_1.png").stat().st_mtime_ns
    assert {file["kind"] for file in first["files"]} == {"sheet"}
    second = render(shop, tmp_path, "--preview", "jpeg")
    assert (tmp_path / "Job_Part_1.png").stat().st_mtime_ns == before
    third = render(shop, tmp_path, "--preview", "jpeg", "--fresh")
    assert second["files"] == third["files"]
    assert [file["kind"] for file in second["files"]] == ["sheet"] * 2 + ["preview"] * 2
    fourth = render(shop, tmp_path)
    assert [problem["id"] for problem in fourth["problems"]] == ["output.older-sheet"] * 2
    assert "Job_Part_1_preview.jpg is from an earlier run" in fourth["problems"][0]["message"]
