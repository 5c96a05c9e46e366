"""Rendering a job again keeps what is finished and makes the rest, as if nothing had happened."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

from gangsheet_studio.engine.disk import scratch_parent
from gangsheet_studio.engine.sweeping import sweep_scratch
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import FinishedDone, FinishedRequest
from tests.engine.conftest import PATIENCE, EngineChild

PARTS = 3


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A folder with artwork and orders for three sheets, and an undisturbed run of them in `whole`."""
    folder = tmp_path_factory.mktemp("shop")
    rng = np.random.default_rng(5)
    for name in "abc":
        pixels = rng.integers(0, 256, (900, 900, 4), np.uint8)
        Image.fromarray(pixels).save(folder / f"{name}.png", dpi=(100, 100))
    (folder / "orders.csv").write_text("design,quantity,order\na,1,#1\nb,1,#2\nc,1,#3\n")
    finish(folder, folder / "whole")
    return folder


def start(shop, out, *more):
    command = [
        sys.executable,
        "-m",
        "gangsheet_studio",
        "render",
        str(shop / "orders.csv"),
        "--out",
        str(out),
    ]
    command += [
        "--film",
        "10x10in",
        "--dpi",
        "100",
        "--job",
        "Night",
        "--scratch",
        str(out.parent / "scratch"),
    ]
    return subprocess.Popen([*command, *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(shop, out, *more, code=0):
    """Run to the end and return the messages that were said."""
    run = start(shop, out, "--json", *more)
    said, errors = run.communicate(timeout=60)
    assert run.returncode == code, errors
    return [json.loads(line) for line in said.splitlines()]


def kill_after_first(shop, out):
    """Kill a run as soon as its first sheet is written down as finished."""
    run = start(shop, out, "--json")
    with run:
        for line in run.stdout:
            if json.loads(line)["type"] == "sheet_freed":
                run.kill()
                return
    raise AssertionError("no sheet was finished")


@contextmanager
def held_up(shop, out):
    """A run that stands still in the middle of a sheet meanwhile, and then ends well."""
    run = start(shop, out, "--json")
    with run:
        for line in run.stdout:
            if json.loads(line)["type"] == "sheet_opened":
                break
        run.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            run.send_signal(signal.SIGCONT)
        run.communicate(timeout=60)
    assert run.returncode == 0


def sheets(out):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.glob("*.png")}


def kept(said):
    return [message["part"] for message in said if message["type"] == "sheet_kept"]


def made(said):
    return [message["part"] for message in said if message["type"] == "sheet_saved"]


def test_after_a_kill_the_rest_is_made_and_nothing_is_left_over(shop, tmp_path):
    out = tmp_path / "out"
    kill_after_first(shop, out)
    assert (out / "Night.journal").exists() and not (out / "Night.manifest.json").exists()
    (out / ".Night_Part_2.png.4711.tmp").write_bytes(b"half")
    said = finish(shop, out)
    assert kept(said) and sorted(kept(said) + made(said)) == [1, 2, 3]
    assert said[-1]["kept"] == kept(said)
    assert sheets(out) == sheets(shop / "whole")
    names = {path.name for path in out.iterdir()}
    assert names == {"Night.manifest.json", *(f"Night_Part_{n}.png" for n in (1, 2, 3))}
    assert list((tmp_path / "scratch").iterdir()) == []
    ours, theirs = (json.loads((each / "Night.manifest.json").read_text()) for each in (out, shop / "whole"))
    assert ours["parts"] == theirs["parts"]


def test_what_a_run_left_that_died_after_its_last_sheet_goes_too(shop, tmp_path):
    finish(shop, tmp_path / "out")
    (tmp_path / "scratch" / "job-0123abcd").mkdir()
    (tmp_path / "scratch" / "job-0123abcd.lock").touch()
    assert made(finish(shop, tmp_path / "out")) == []
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_finished_job_is_kept_whole_and_made_anew_when_that_is_asked(shop, tmp_path):
    out = tmp_path / "out"
    finish(shop, out)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("*.png")}
    said = finish(shop, out, "--resume")
    assert (kept(said), made(said)) == ([1, 2, 3], [])
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("*.png")} == before
    said = finish(shop, out, "--fresh")
    assert (kept(said), made(said)) == ([], [1, 2, 3])
    assert sheets(out) == sheets(shop / "whole")


def test_the_summary_says_what_was_kept(shop, tmp_path):
    out = tmp_path / "out"
    finish(shop, out)
    (out / "Night_Part_2.png").unlink()
    said, _ = start(shop, out).communicate(timeout=60)
    assert "Keeping finished gang sheet: Night_Part_1.png" in said
    assert "2 of 3 sheets were already done, and were kept" in said


@pytest.mark.parametrize("change", ["touched", "cut", "other", "gone", "linked"])
def test_a_sheet_that_is_not_what_was_written_is_made_again(shop, tmp_path, change):
    out = tmp_path / "out"
    finish(shop, out)
    sheet = out / "Night_Part_2.png"
    data = bytearray(sheet.read_bytes())
    match change:
        case "touched":
            data[len(data) // 2] ^= 1
            sheet.write_bytes(data)
        case "cut":
            os.truncate(sheet, len(data) - 1)
        case "other":
            sheet.write_bytes((out / "Night_Part_1.png").read_bytes())
        case "gone":
            sheet.unlink()
        case "linked":
            sheet.rename(tmp_path / "elsewhere.png")
            sheet.symlink_to(tmp_path / "elsewhere.png")
    said = finish(shop, out)
    assert (kept(said), made(said)) == ([1, 3], [2])
    warned = [m["problem"]["id"] for m in said if m["type"] == "finding"]
    assert ("output.sheet-changed" in warned) is (change not in ("gone", "linked"))
    assert sheets(out) == sheets(shop / "whole") and not sheet.is_symlink()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["--gap", "0.2in"], [1, 2, 3]),  # the same pixels: one copy a sheet, whatever the gap
        (["--dpi", "101"], []),
        (["--margin", "0.1in"], []),
    ],
)
def test_only_what_is_still_asked_for_is_kept(shop, tmp_path, more, expected):
    out = tmp_path / "out"
    finish(shop, out)
    assert kept(finish(shop, out, *more)) == expected


def test_a_kept_sheet_tells_the_orders_of_today(shop, tmp_path):
    out = tmp_path / "out"
    finish(shop, out)
    renamed = shop / "renamed.csv"
    renamed.write_text("design,quantity,order\na,1,#7\nb,1,#8\nc,1,#9\n")
    run = start(shop, out, "--json")
    command = [renamed if each == str(shop / "orders.csv") else each for each in run.args]
    run.communicate(timeout=60)
    subprocess.run(command, check=True, capture_output=True)
    manifest = json.loads((out / "Night.manifest.json").read_text())
    orders = {place["order"] for entry in manifest["parts"] for place in entry["placements"]}
    assert orders == {"#7", "#8", "#9"}


def test_two_runs_of_one_job_do_not_meet(shop, tmp_path):
    out = tmp_path / "out"
    with held_up(shop, out):
        second = start(shop, out)
        _, errors = second.communicate(timeout=60)
        assert second.returncode == 1
        assert "Another run is making the sheets of “Night”" in errors
    assert sheets(out) == sheets(shop / "whole")


def test_a_live_run_of_another_job_keeps_its_files(shop, tmp_path):
    out = tmp_path / "out"
    with held_up(shop, out):
        (out / ".Night_Part_9.png.99.tmp").write_bytes(b"half")
        (out / ".Dead_Part_1.png.99.tmp").write_bytes(b"half")
        (out / ".Notes.png.99.tmp").write_bytes(b"nothing of ours")
        second = start(shop, out, "--job", "Day")
        second.communicate(timeout=60)
        assert second.returncode == 0
        assert (out / ".Night_Part_9.png.99.tmp").exists()
        assert not (out / ".Dead_Part_1.png.99.tmp").exists()
        assert (out / ".Notes.png.99.tmp").exists()


def test_scratch_of_dead_runs_goes_and_nothing_else_does(tmp_path):
    dead, foreign, link = tmp_path / "job-0123abcd", tmp_path / "job-notes", tmp_path / "job-89abcdef"
    for folder in (dead, foreign):
        folder.mkdir()
        (folder / "0.rows").write_bytes(b"rows")
    link.symlink_to(foreign)
    (tmp_path / "job-dddddddd.lock").touch()
    sweep_scratch(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["job-89abcdef", "job-notes"]
    assert (foreign / "0.rows").exists()


def test_an_engine_tells_which_sheets_are_finished(shop, tmp_path, engine):
    out = tmp_path / "out"
    finish(shop, out)
    lines = tuple(
        OrderLine(design=name, path=str(shop / f"{name}.png"), order=f"#{number}")
        for number, name in enumerate("abc", 1)
    )
    job = Job(name="Night", lines=lines, out=str(out), film=Film(width=10, longest=10, dpi=100))
    engine.say(FinishedRequest(id=1, job=job))
    assert engine.hear_until(FinishedDone)[-1] == FinishedDone(id=1, parts=3, finished=(1, 2, 3))
    os.truncate(out / "Night_Part_1.png", 10)
    (out / "Night_Part_3.png").unlink()
    engine.say(FinishedRequest(id=2, job=job))
    assert engine.hear_until(FinishedDone)[-1].finished == (2,)


def test_an_engine_that_starts_frees_the_disk_of_what_a_dead_run_left(tmp_path, monkeypatch):
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    scratch = scratch_parent(None)
    (scratch / "job-0123abcd").mkdir(parents=True)
    (scratch / "job-0123abcd" / "0.rows").write_bytes(b"rows")
    child = EngineChild(tmp_path)
    try:
        deadline = time.monotonic() + PATIENCE
        while list(scratch.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not list(scratch.iterdir())
    finally:
        child.close()


def test_sheets_with_the_date_in_their_names_are_kept_on_other_days(shop, tmp_path):
    out, names = tmp_path / "out", ("--names", "{job} {date} {n}")
    finish(shop, out, *names)
    (manifest,) = out.glob("*.manifest.json")
    today = time.strftime("%Y-%m-%d")
    manifest.write_text(manifest.read_text().replace(f"Night {today}", "Night 2020-02-29"))
    for sheet in list(out.glob("*.png")):
        sheet.rename(out / sheet.name.replace(today, "2020-02-29"))
    said = finish(shop, out, *names)
    assert kept(said) == [1, 2, 3]
    assert {part["file"] for part in said[-1]["manifest"]["parts"]} == set(sheets(out))
    assert not any(problem["id"].startswith("output.") for problem in said[-1]["manifest"]["problems"])
    assert made(finish(shop, out, "--names", "{job} sheet {n}")) == [1, 2, 3]  # another name is another file
