"""What is written beside the sheets of a job, once they are finished, and at no cost to them."""

import csv
import hashlib
import json
import subprocess
import sys
import threading

import pypdfium2
import pytest
from PIL import Image

from gangsheet_studio.engine.artwork import Artwork
from gangsheet_studio.engine.verbs import run
from gangsheet_studio.errors import CancelledError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.output import Output
from gangsheet_studio.protocol import Progress, RenderRequest, SheetKept, SheetSaved

ALL = ("--preview", "jpeg", "--job-sheet", "--placements-csv", "--missing-csv")
NAMES = [
    "Job_Part_1.png",
    "Job_Part_1_preview.jpg",
    "Job_Job_Sheet.pdf",
    "Job_Placements.csv",
    "Job_Missing.csv",
]


@pytest.fixture
def shop(tmp_path, art):
    """Orders of which one line has no artwork."""
    (tmp_path / "orders.csv").write_text(
        "Order,Design,Size,Qty\n1001,red.png,3x2,4\n1002,gone.png,2in,3\n1002,blue.png,1in,2\n"
    )
    return tmp_path


def command(*words):
    return [sys.executable, "-m", "gangsheet_studio", *map(str, words)]


def render(shop, *options, code=5):
    call = command("render", shop / "orders.csv", "--designs", shop / "art", "--out", shop / "out")
    call += ["--film", "10x12in", "--dpi", "100", "--job", "Job", "--skip-bad", "--quiet", *options]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stderr if code == 1 else json.loads((shop / "out" / "Job.manifest.json").read_text())


def test_everything_is_written_and_in_the_manifest(shop):
    manifest = render(shop, *ALL, "--price", "1/in")
    assert [file["name"] for file in manifest["files"]] == NAMES
    kinds = [file["kind"] for file in manifest["files"]]
    assert kinds == ["sheet", "preview", "job-sheet", "placements", "missing"]
    assert {path.name for path in (shop / "out").iterdir()} == {*NAMES, "Job.manifest.json"}
    for file in manifest["files"]:
        data = (shop / "out" / file["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    verified = subprocess.run(
        command("verify", shop / "out" / "Job.manifest.json"), capture_output=True, text=True, timeout=60
    )
    assert (verified.returncode, verified.stdout) == (0, "All 5 files are as written.\n")


def test_tables_and_job_sheet_tell_the_same(shop):
    render(shop, *ALL)
    with (shop / "out" / "Job_Placements.csv").open(encoding="utf-8-sig", newline="") as file:
        placed = list(csv.DictReader(file))
    with (shop / "out" / "Job_Missing.csv").open(encoding="utf-8-sig", newline="") as file:
        (missing,) = csv.DictReader(file)
    assert [(row["Order"], row["Copies"], row["Order file"], row["Row"]) for row in [missing]] == [
        ("1002", "3", "orders.csv", "3")
    ]
    document = pypdfium2.PdfDocument(shop / "out" / "Job_Job_Sheet.pdf")
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    assert missing["Reason"] in texts[0]
    blue = sorted(int(row["Number"]) for row in placed if row["Design"] == "blue.png")
    assert f"2 Part 1: {blue[0]}\N{EN DASH}{blue[1]}" in texts[0] or f"{blue[0]}, {blue[1]}" in texts[0]
    assert "blue.png 1 x 1 in (25.4 x 25.4 mm)" in texts[0]


def test_nothing_is_written_of_what_is_not_missing(shop):
    (shop / "orders.csv").write_text("Order,Design,Size,Qty\n1001,red.png,3x2,4\n")
    (shop / "out").mkdir()
    (shop / "out" / "Job_Missing.csv").write_text("older")
    manifest = render(shop, "--missing-csv", code=0)
    assert [file["kind"] for file in manifest["files"]] == ["sheet"]
    assert manifest["problems"][-1]["id"] == "output.older-sheet"
    assert "Job_Missing.csv is from an earlier run" in manifest["problems"][-1]["message"]


@pytest.mark.parametrize("name", NAMES[1:3])
def test_what_can_not_be_written_costs_no_sheet(shop, name):
    (shop / "out" / name / "taken").mkdir(parents=True)
    assert name in render(shop, *ALL, code=1)
    assert not list((shop / "out").glob("*.tmp")) and (shop / "out" / "Job.journal").exists()
    before = (shop / "out" / "Job_Part_1.png").stat().st_mtime_ns
    (shop / "out" / name / "taken").rmdir()
    (shop / "out" / name).rmdir()
    (shop / "out" / f".{name}.4711.tmp").write_bytes(b"of a run that died")
    manifest = render(shop, *ALL)
    assert (shop / "out" / "Job_Part_1.png").stat().st_mtime_ns == before
    assert {path.name for path in (shop / "out").iterdir()} == {*NAMES, "Job.manifest.json"}
    assert [file["name"] for file in manifest["files"]] == NAMES


def job(shop, **changes):
    lines = (OrderLine(design="red.png", path=str(shop / "art" / "red.png"), size=Size(2.0), quantity=3),)
    output = Output(preview="jpeg", job_sheet=True, placements_csv=True)
    folders = {"out": str(shop / "out"), "scratch": str(shop / "scratch")}
    return Job(
        name="Job", lines=lines, film=Film(width=10, longest=10, dpi=100), output=output, **folders, **changes
    )


@pytest.mark.parametrize("moment", ["Drawing red.png small", "Writing the preview", "Writing the job sheet"])
def test_cancelling_keeps_the_sheets_and_going_on_gives_the_same_paper(shop, moment):
    cancel, kept = threading.Event(), []

    def listener(message):
        if isinstance(message, Progress) and message.text.startswith(moment):
            cancel.set()
        if isinstance(message, SheetKept):
            kept.append(message.file)

    with Artwork() as artwork:
        with pytest.raises(CancelledError):
            run(RenderRequest(id=1, job=job(shop)), listener, cancel, artwork)
        assert not list((shop / "out").glob("*.tmp")) and not list((shop / "scratch").iterdir())
        done = run(RenderRequest(id=1, job=job(shop)), listener, threading.Event(), artwork)
        assert kept == ["Job_Part_1.png"]
        again = run(RenderRequest(id=1, job=job(shop, fresh=True)), listener, threading.Event(), artwork)
    pictures = [file for file in done.manifest.files if file.kind != "job-sheet"]
    assert pictures == [file for file in again.manifest.files if file.kind != "job-sheet"]


def test_artwork_that_went_away_is_left_out_of_pictures_alone(shop):
    heard = []

    def listener(message):
        heard.append(message)
        if isinstance(message, SheetSaved):  # after it was painted, before it is drawn small
            (shop / "art" / "red.png").unlink()

    with Artwork() as artwork:
        done = run(RenderRequest(id=1, job=job(shop)), listener, threading.Event(), artwork)
    assert [file.kind for file in done.manifest.files] == ["sheet", "preview", "job-sheet", "placements"]
    with Image.open(shop / "out" / "Job_Part_1_preview.jpg") as preview:
        assert preview.convert("RGB").getextrema() == ((255, 255),) * 3
    assert any("Not drawn small" in getattr(message, "text", "") for message in heard)
