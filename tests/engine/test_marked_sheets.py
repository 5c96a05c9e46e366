"""Labels, codes and the other marks on real sheets of every format, from the command line to the file."""

import json
import subprocess
import sys

import msgspec
import numpy as np
import pikepdf
import pytest
import tifffile
import zxingcpp
from PIL import Image

from gangsheet_studio.engine.imposing import impose
from gangsheet_studio.engine.record import asked_of
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Layout, Part, Placement
from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.protocol import (
    LAST,
    DesignFreed,
    DesignLoaded,
    NestRequest,
    Placing,
    ProbeRequest,
    Progress,
    RenderDone,
    RenderRequest,
    SheetOpened,
)
from tests.viewers import by_librsvg, by_pdfium, on_white

DPI = 300
ALL = "--label", "below", "--qr", "--crop-marks", "--registration", "--header"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Artwork without holes, so that whatever is black lies beside it."""
    folder = tmp_path_factory.mktemp("shop")
    for name, size, colour in (("wide", (450, 150), "#e05030"), ("tall", (240, 360), "#3060e0")):
        Image.new("RGBA", size, colour).save(folder / f"{name}.png", dpi=(DPI, DPI))
    rows = ["design,quantity,order", "wide,3,#1001", "tall,2,Grüße 7", "wide,1,"]
    (folder / "orders.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def run(shop, *options, code=0):
    command = [sys.executable, "-m", "gangsheet_studio", *options[:1], str(shop / "orders.csv")]
    command += ["--film", "5x20in", "--dpi", str(DPI), *options[1:]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stderr if code else done.stdout


def render(shop, out, *options):
    run(shop, "render", "--out", str(out), "--job", "Job", "--quiet", *options)
    manifest = json.loads((out / "Job.manifest.json").read_text())
    (part,) = manifest["parts"]
    return out / part["file"], manifest


@pytest.fixture(scope="module")
def marked(shop, tmp_path_factory):
    """The PNG with all marks, and its manifest."""
    return render(shop, tmp_path_factory.mktemp("marked"), *ALL)


def pixels(path):
    return np.asarray(Image.open(path))


def codes(path):
    grey = np.ascontiguousarray(on_white(path).mean(axis=2).astype(np.uint8))
    return sorted(code.text for code in zxingcpp.read_barcodes(grey))


def boxes(manifest):
    return [
        (p["x_px"], p["y_px"], p["x_px"] + p["width_px"], p["y_px"] + p["height_px"])
        for p in manifest["parts"][0]["placements"]
    ]


def beside(sheet, manifest):
    """Return the sheet with its copies taken out: what is left are marks."""
    rest = sheet.copy()
    for left, top, right, bottom in boxes(manifest):
        rest[top:bottom, left:right] = 0
    return rest


def test_the_codes_of_a_sheet_say_its_orders(marked):
    path, _ = marked
    assert codes(path) == ["#1001"] * 3 + ["Grüße 7"] * 2


def test_marks_are_black_lie_beside_the_copies_and_leave_them_as_they_are(marked):
    path, manifest = marked
    sheet = pixels(path)
    for left, top, right, bottom in boxes(manifest):
        box = sheet[top:bottom, left:right]
        assert (box == box[0, 0]).all() and box[0, 0, 3] == 255
        assert beside(sheet, manifest)[bottom : bottom + 150, left:right, 3].any()
    marks = beside(sheet, manifest)
    assert marks[..., 3].any() and not marks[marks[..., 3] > 0][:, :3].any()
    head, foot = sheet[:95, :, 3], sheet[-60:, :, 3]
    assert head[:, 200:].any() and foot[:, :60].any() and foot[:, -60:].any()


def test_the_layout_made_room(shop, marked, tmp_path):
    _, manifest = marked
    _, without = render(shop, tmp_path)
    assert manifest["parts"][0]["height_px"] > without["parts"][0]["height_px"] + 3 * 150
    assert manifest["film"] == without["film"]
    assert not manifest["problems"]
    nested = {}
    for name, options in (("plain", ()), ("marked", ALL)):
        nested[name] = json.loads(run(shop, "nest", "--json", *options))["film_used"]
    sheets = {"plain": without, "marked": manifest}
    lengths = {name: sheet["parts"][0]["height_px"] / DPI for name, sheet in sheets.items()}
    assert nested == pytest.approx(lengths, abs=1e-3)


def test_marks_without_room_are_told_of_before_anything_is_printed(shop, tmp_path):
    long = "#1001 for the summer party of the whole football club, first half"  # too long for a code
    (tmp_path / "orders.csv").write_text(f'design,quantity,order\nwide,3,"{long}"', encoding="utf-8")
    for command in ("check", "nest"):
        said = run(tmp_path, command, "--designs", str(shop), "--label", "below", "--qr")
        assert "There is no room for the QR code" in said, command


def test_film_on_which_marks_leave_no_room_is_refused_before_anything_is_read(shop):
    said = run(shop, "nest", "--film", "0.4x20in", "--label", "beside", "--qr", code=2)
    assert "The marks leave nothing of 0.4 x 20 in film; leave some of them out" in said


def test_mirrored_sheets_have_mirrored_marks(shop, marked, tmp_path):
    path, _ = render(shop, tmp_path, *ALL, "--mirror")
    assert np.array_equal(pixels(path), pixels(marked[0])[:, ::-1])


def test_tiff_has_the_marks_of_png_and_no_white_below_them(shop, marked, tmp_path):
    options = *ALL, "--format", "tiff", "--white", "Spot", "--choke", "0in"
    path, manifest = render(shop, tmp_path, *options)
    sheet = tifffile.imread(path)
    assert np.array_equal(sheet[..., :4], pixels(marked[0]))
    assert not beside(sheet[..., 4], manifest).any()
    left, top, right, bottom = boxes(manifest)[0]
    assert (sheet[top:bottom, left:right, 4] == 255).all()


def test_marks_lie_on_the_background_and_are_white_where_it_is_dark(shop, marked, tmp_path):
    path, manifest = render(shop, tmp_path, *ALL, "--background", "#101040")
    sheet, clear = pixels(path), pixels(marked[0])
    assert (sheet[beside(clear, manifest)[..., 3] > 0] == 255).all()
    assert (sheet[clear[..., 3] == 0] == (0x10, 0x10, 0x40, 255)).all()


def test_pdf_shows_the_marks_in_a_layer_of_their_own(shop, marked, tmp_path):
    path, _ = render(shop, tmp_path, *ALL, "--format", "pdf")
    with pikepdf.open(path) as document:
        assert str(document.Root.OCProperties.OCGs[-1].Name) == "Marks"
    assert np.abs(by_pdfium(path, DPI) - on_white(marked[0])).max() <= 2


def test_svg_shows_the_marks_in_a_layer_of_their_own(shop, marked, tmp_path):
    path, _ = render(shop, tmp_path, *ALL, "--mirror", "--format", "svg")
    text = path.read_text(encoding="utf-8")
    assert 'inkscape:label="Marks"' in text
    assert text.count('data-name="crop"') == 1  # drawn once, however many corners
    assert text.count('data-name="label"') == 6
    assert np.abs(by_librsvg(path) - on_white(marked[0])[:, ::-1]).max() <= 2


def test_a_sheet_is_made_again_when_a_mark_says_something_else(shop):
    placed = Placement(
        line=1, design="a", key="k", order="#1", copy=1, x=60, y=200, width=300, height=300, rotation=0
    )
    part = Part(number=1, width_px=1500, height_px=600, placements=(placed,))
    layout = Layout(film=Film(width=5, longest=20, dpi=DPI), parts=(part,))
    output = Output(label=Label())
    job = Job(name="Job", lines=(OrderLine(design="a", quantity=1),), out="o", output=output)

    def asked(**changes):
        changed = msgspec.structs.replace(job, **changes)
        return asked_of(impose(layout, changed).layout, changed)[1]

    assert asked() == asked()
    assert asked() != asked(lines=(OrderLine(design="a", quantity=2),))
    assert asked() != asked(output=Output(label=Label(height=0.2)))
    assert asked(name="Other") == asked()
    headed = Output(header=True)
    assert asked(name="Other", output=headed) != asked(output=headed)


def test_staff_hear_of_designs_not_of_marks_and_of_labels_without_room(engine, shop, tmp_path):
    paths = tuple(str(shop / f"{name}.png") for name in ("wide", "tall"))
    engine.say(ProbeRequest(id=1, paths=paths))
    wide, tall = engine.hear_until(*LAST, request=1)[-1].designs
    film = Film(width=5, longest=20, dpi=DPI, gap=0.2, foot=0.2)
    sizes = {wide.key: (450, 150), tall.key: (240, 360)}
    placed = []
    for copy, (line, key, x, y) in enumerate(
        [(1, wide.key, 0, 0), (1, wide.key, 0, 150), (1, wide.key, 0, 300), (2, tall.key, 900, 0)], 1
    ):
        width, height = sizes[key]
        box = {"x": x, "y": y, "width": width, "height": height, "rotation": 0}
        placed.append(Placement(line=line, design="x", key=key, order="", copy=copy, **box))
    part = Part(number=1, width_px=1500, height_px=450 + film.end_px, placements=tuple(placed))
    job = Job(
        name="Job",
        lines=tuple(OrderLine(design="d.png", path=path, quantity=5) for path in paths),
        out=str(tmp_path / "out"),
        film=film,
        layout=Layout(film=film, parts=(part,)),
        output=Output(label=Label(height=0.1)),
        skip_bad=True,
    )
    engine.say(RenderRequest(id=2, job=job))
    *news, done = engine.hear_until(*LAST, request=2)
    assert isinstance(done, RenderDone), done
    assert sorted(each.index for each in news if isinstance(each, DesignLoaded)) == [0, 1]
    assert {each.index for each in news if isinstance(each, DesignFreed)} == {0, 1}
    assert len([each for each in news if isinstance(each, Placing)]) == 4
    assert [each.copies for each in news if isinstance(each, SheetOpened)] == [4]
    assert any("of 2 designs" in each.text for each in news if isinstance(each, Progress))
    assert not any(problem.id.startswith("marks.") for problem in done.manifest.problems)

    walled = tuple(
        Placement(
            line=1,
            design="x",
            key=wide.key,
            order="",
            copy=n + 1,
            x=450 * (n % 3),
            y=150 * (n // 3),
            width=450,
            height=150,
            rotation=0,
        )
        for n in range(9)
    )
    part = Part(number=1, width_px=1500, height_px=450 + film.end_px, placements=walled)
    lines = (OrderLine(design="d.png", path=paths[0], quantity=9),)
    job = msgspec.structs.replace(job, lines=lines, layout=Layout(film=film, parts=(part,)), fresh=True)
    engine.say(RenderRequest(id=3, job=job))
    done = engine.hear_until(*LAST, request=3)[-1]
    (problem,) = (each for each in done.manifest.problems if each.id.startswith("marks."))
    assert problem.id == "marks.label-left-out" and problem.severity == "warning"
    assert "copy 1, “d.png” copy 2, “d.png” copy 4 and 1 more" in problem.message
    request = NestRequest(id=4, lines=lines, film=film, layout=job.layout, output=job.output)
    engine.say(request)
    assert engine.hear_until(*LAST, request=4)[-1].problems == (problem,)


def test_a_layout_is_told_with_the_marks_of_its_sheets_as_they_are_seen(engine, shop, tmp_path):
    lines = tuple(
        OrderLine(design=f"{name}.png", path=str(shop / f"{name}.png"), quantity=3, order="#7")
        for name in ("wide", "tall")
    )
    output = Output(label=Label(qr=True), crop_marks=True, registration=True, header=True, mirror=True)
    job = Job(name="Job", lines=lines, out=str(tmp_path / "out"), output=output)
    job = msgspec.structs.replace(job, film=Film(width=5, longest=20, dpi=DPI))
    film = with_room(job.film, output)
    engine.say(NestRequest(id=1, lines=lines, film=film, output=output, name="Job"))
    told = engine.hear_until(*LAST, request=1)[-1]
    (marks,) = told.marks
    assert {mark.kind for mark in marks} == {"label", "crop", "registration", "header"}
    assert not any(part.marks for part in told.layout.parts)
    engine.say(RenderRequest(id=2, job=msgspec.structs.replace(job, layout=told.layout)))
    done = engine.hear_until(*LAST, request=2)[-1]
    seen = pixels(tmp_path / "out" / done.manifest.parts[0].file)[:, ::-1, 3].copy()
    for copy in told.layout.parts[0].placements:
        seen[copy.y : copy.y + copy.height, copy.x : copy.x + copy.width] = 0
    for mark in marks:
        assert seen[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width].any(), mark
    for mark in marks:
        seen[mark.y : mark.y + mark.height, mark.x : mark.x + mark.width] = 0
    assert not seen.any()
    engine.say(NestRequest(id=3, lines=lines, film=film, output=Output(background="none")))
    assert not any(engine.hear_until(*LAST, request=3)[-1].marks)  # nobody can write such sheets
