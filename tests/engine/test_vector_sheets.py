"""PDF and SVG sheets print what the PNG of the same job prints, shown by programs that did not write them."""

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial

import numpy as np
import pikepdf
import pytest
from PIL import Image

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Cut, Output
from gangsheet_studio.protocol import LAST, ProbeDone, ProbeRequest, RenderDone, RenderRequest
from tests.viewers import by_librsvg, by_pdfium, on_white

DPI = 100
HOSTILE = 'a <b> & "c" \x1b[31m ‮ (x) \\ ) /N 日本'
INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}"
SIZES = {"a": (230, 90), "b": (150, 200), "c": (60, 60)}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Artwork with soft edges and holes, printed at its own size, and an opaque photo."""
    folder = tmp_path_factory.mktemp("shop")
    rng = np.random.default_rng(8)
    for name, (width, height) in SIZES.items():
        pixels = rng.integers(0, 256, (height, width, 4), np.uint8)
        pixels[10:40, 10:40, 3] = 0
        pixels[50:, 30:, 3] = 255
        Image.fromarray(pixels).save(folder / f"{name}.png", dpi=(DPI, DPI))
    Image.fromarray(rng.integers(0, 256, (50, 80, 3), np.uint8)).save(folder / "d.png", dpi=(DPI, DPI))
    rows = ["design,size,quantity,order", "a,2.3in,5,#1", "b,1.5in,4,#1", "c,0.6in,9,Grüße", "d,0.8in,2,"]
    (folder / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def render(shop, out, *options):
    command = [sys.executable, "-m", "gangsheet_studio", "render", str(shop / "orders.csv")]
    command += ["--out", str(out), "--film", "5x20in", "--dpi", str(DPI), "--job", "Job", "--quiet"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    manifest = json.loads((out / "Job.manifest.json").read_text())
    return [out / part["file"] for part in manifest["parts"]]


def assert_same(shown, expected, levels=2):
    assert shown.shape == expected.shape
    assert np.abs(shown - expected).max() <= levels


SHOWN = {"pdf": partial(by_pdfium, dpi=DPI), "svg": by_librsvg}
OPTIONS = {
    "no gaps": ("--gap", "0in"),
    "mirrored on a background": ("--mirror", "--background", "#20c0e0"),
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
@pytest.mark.parametrize("kind", SHOWN)
def test_it_prints_what_the_png_prints(shop, tmp_path, kind, options):
    (png,) = render(shop, tmp_path / "png", *options)
    (sheet,) = render(shop, tmp_path / kind, "--format", kind, *options)
    assert_same(SHOWN[kind](sheet), on_white(png))


def ask(engine, request):
    engine.say(request)
    return engine.hear_until(*LAST, request=request.id)[-1]


def turned(engine, shop, out, kind, **output):
    """All four turns, and a copy half over another, as a layout arranged by hand."""
    paths = tuple(str(shop / f"{name}.png") for name in "abc")
    probed = ask(engine, ProbeRequest(id=1, paths=paths))
    assert isinstance(probed, ProbeDone)
    asked = Output(format=kind, **output)
    film = with_room(Film(width=8, longest=20, dpi=DPI), asked)
    placements = []
    for line, design in enumerate(probed.designs, 1):
        for copy, rotation in enumerate((0, 90, 180, 270), 1):
            size = SIZES["abc"[line - 1]]
            width, height = size[::-1] if rotation % 180 else size
            x, y = 10 + 140 * (copy - 1), 20 + 180 * (line - 1)
            placements.append(
                Placement(
                    line=line,
                    design=HOSTILE,
                    key=design.key,
                    order=HOSTILE,
                    copy=copy,
                    x=x,
                    y=y,
                    width=width,
                    height=height,
                    rotation=rotation,
                )
            )
    height = max(p.y + p.height for p in placements) + film.end_px
    part = Part(number=1, width_px=800, height_px=height, placements=tuple(placements))
    lines = tuple(OrderLine(design=HOSTILE, path=path, quantity=4, order=HOSTILE) for path in paths)
    job = Job(
        name="Job",
        lines=lines,
        out=str(out),
        film=film,
        layout=Layout(film=film, parts=(part,)),
        overlaps=True,
        output=asked,
    )
    done = ask(engine, RenderRequest(id=2, job=job))
    assert isinstance(done, RenderDone), done
    return out / done.manifest.parts[0].file


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("kind", SHOWN)
def test_every_turn_and_overlap_is_that_of_the_png(engine, shop, tmp_path, kind, mirror):
    png = turned(engine, shop, tmp_path / "png", "png", mirror=mirror)
    shown = SHOWN[kind](turned(engine, shop, tmp_path / kind, kind, mirror=mirror))
    assert_same(shown, on_white(png), levels=3)  # what shows through another copy is rounded twice


def design_alpha(path):
    with Image.open(path) as design:
        return design.convert("RGBA").getchannel("A")


def pictures(pdf):
    objects = pdf.pages[0].Resources.XObject
    return {name: each for name, each in objects.items() if each.Subtype == "/Image"}


def test_each_design_is_in_a_pdf_once_at_its_own_size(shop, tmp_path):
    (sheet,) = render(shop, tmp_path, "--format", "pdf")
    with pikepdf.open(sheet) as pdf:
        found = {(int(each.Width), int(each.Height)): each for each in pictures(pdf).values()}
        named = {**{size: name for name, size in SIZES.items()}, (80, 50): "d"}
        assert set(found) == set(named)
        for size, each in found.items():
            assert ("/SMask" in each) is (size != (80, 50)), "an opaque design has no mask"
            assert each.ColorSpace[0] == "/ICCBased"
            with Image.open(shop / f"{named[size]}.png") as design:
                pixels = np.array(design.convert("RGB"))
            shown = np.frombuffer(pikepdf.PdfImage(each).read_bytes(), np.uint8).reshape(pixels.shape)
            seen = np.array(design_alpha(shop / f"{named[size]}.png")) > 0
            assert np.array_equal(shown[seen], pixels[seen])
        assert pdf.pages[0].MediaBox[2] == 5 * 72
        content = b"".join(each.read_bytes() for each in pdf.pages[0].Contents)
    assert content.count(b" Do ") == 20


def test_pdf_layers_are_orders_or_designs(shop, tmp_path):
    names = {}
    for layers in ("order", "design"):
        (sheet,) = render(shop, tmp_path / layers, "--format", "pdf", "--layers", layers)
        with pikepdf.open(sheet) as pdf:
            groups = pdf.Root.OCProperties.OCGs
            names[layers] = {str(group.Name) for group in groups}
            used = {str(each.Name) for each in pdf.pages[0].Resources.Properties.values()}
            assert used == names[layers]
    assert names == {"order": {"Order #1", "Order Grüße", "No order"}, "design": {"a", "b", "c", "d"}}


def test_spot_colours_are_read_back_by_their_names(shop, tmp_path):
    options = "--format", "pdf", "--white", "Spot 1", "--choke", "0.03in", "--cut", "CutContour"
    (sheet,) = render(shop, tmp_path, *options)
    with pikepdf.open(sheet) as pdf:
        resources = pdf.pages[0].Resources
        forms = [each for each in resources.XObject.values() if each.Subtype == "/Form"]
        assert {str(form.Resources.ColorSpace.Cut[1]) for form in forms} == {"/CutContour"}
        assert all(b"/Cut CS 1 SCN" in form.read_bytes() for form in forms)
        whites = [each for each in pictures(pdf).values() if each.ColorSpace[0] == "/Separation"]
        assert {str(each.ColorSpace[1]) for each in whites} == {"/Spot 1"}
        assert len(whites) == 4
        layers = [str(group.Name) for group in pdf.Root.OCProperties.OCGs]
        assert layers[-1] == "CutContour"
        rows = pikepdf.PdfImage(next(w for w in whites if w.Width == 80)).read_bytes()
    white = np.frombuffer(rows, np.uint8).reshape(50, 80)
    assert (white[3:-3, 3:-3] == 255).all() and not white[[0, 2, -3, -1]].any()


def test_cut_lines_keep_their_distance(shop, tmp_path):
    (sheet,) = render(shop, tmp_path, "--format", "svg", "--cut", "Schnitt", "--cut-offset", "0.1in")
    root = ET.parse(sheet).getroot()
    (layer,) = (g for g in root.findall(f"{SVG}g") if g.get(f"{INKSCAPE}label") == "Schnitt")
    assert len(layer) == 20 and layer.get("fill") == "none"
    paths = [path.get("d") for path in root.find(f"{SVG}defs").findall(f"{SVG}path")]
    assert len(paths) == 4
    boxes = {}
    for path in paths:
        points = np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", path), float)
        boxes[tuple(np.round(points.max(axis=0) - points.min(axis=0)))] = points.min(axis=0)
    for width, height in (*SIZES.values(), (80, 50)):
        (found,) = (box for box in boxes if abs(box[0] - width - 20) <= 2 and abs(box[1] - height - 20) <= 2)
        assert boxes[found] == pytest.approx((-10, -10), abs=1.5)


def test_svg_groups_are_layers_of_designs_that_are_there_once(shop, tmp_path):
    (sheet,) = render(shop, tmp_path, "--format", "svg")
    root = ET.parse(sheet).getroot()
    assert root.get("width") == "127.0000mm"
    images = root.find(f"{SVG}defs").findall(f"{SVG}image")
    assert len(images) == 4
    layers = root.findall(f"{SVG}g")
    assert {layer.get(f"{INKSCAPE}groupmode") for layer in layers} == {"layer"}
    assert sorted(layer.get(f"{INKSCAPE}label") for layer in layers) == [
        "No order",
        "Order #1",
        "Order Grüße",
    ]
    used = [use.get(f"{XLINK}href")[1:] for layer in layers for use in layer]
    assert len(used) == 20 and set(used) == {image.get("id") for image in images}


@pytest.mark.parametrize("kind", SHOWN)
def test_hostile_names_are_words(engine, shop, tmp_path, kind):
    sheet = turned(engine, shop, tmp_path, kind, layers="design", cut=Cut())
    if kind == "svg":
        groups = ET.parse(sheet).getroot().findall(f"{SVG}g")
        names = [group.get(f"{INKSCAPE}label") for group in groups]
    else:
        with pikepdf.open(sheet) as pdf:
            names = [str(group.Name) for group in pdf.Root.OCProperties.OCGs]
    assert names[-1] == "CutContour"
    for name in names[:-1]:
        assert name.isprintable()


def test_a_part_longer_than_200_inches_has_its_true_size(engine, shop, tmp_path):
    probed = ask(engine, ProbeRequest(id=1, paths=(str(shop / "c.png"),)))
    film = Film(width=6, longest=300, dpi=DPI)
    placement = Placement(
        line=1,
        design="c",
        key=probed.designs[0].key,
        order="",
        copy=1,
        x=0,
        y=24_940,
        width=60,
        height=60,
        rotation=0,
    )
    part = Part(number=1, width_px=600, height_px=25_000, placements=(placement,))
    job = Job(
        name="Long",
        lines=(OrderLine(design="c", path=str(shop / "c.png")),),
        out=str(tmp_path),
        film=film,
        layout=Layout(film=film, parts=(part,)),
        output=Output(format="pdf"),
    )
    done = ask(engine, RenderRequest(id=2, job=job))
    assert isinstance(done, RenderDone), done
    assert "output.user-unit" in {problem.id for problem in done.manifest.problems}
    with pikepdf.open(tmp_path / "Long_Part_1.pdf") as pdf:
        page = pdf.pages[0]
        assert float(page.MediaBox[3]) <= 14_400
        assert float(page.MediaBox[3]) * int(page.obj.UserUnit) == pytest.approx(250 * 72, abs=1e-3)


def test_qpdf_finds_nothing_wrong(shop, tmp_path):
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    (sheet,) = render(shop, tmp_path, "--format", "pdf", "--white", "White", "--cut", "CutContour")
    run = subprocess.run(["qpdf", "--check", str(sheet)], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No syntax or stream encoding errors found" in run.stdout


@pytest.mark.parametrize("kind", SHOWN)
def test_the_same_job_has_the_same_bytes(shop, tmp_path, kind):
    options = "--format", kind, "--cut", "CutContour"
    first, again = (render(shop, tmp_path / name, *options)[0].read_bytes() for name in "ab")
    assert first == again
