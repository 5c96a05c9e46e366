"""The whole program in a process of its own, and what it does with faults of ours."""

import json
import os
import subprocess
import sys
import time

import pytest

from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.faults import FaultReport
from gangsheet_studio.studio.job import project_file
from tests.bench.startup import OURS, STEPS
from tests.bench.startup import start as start_of
from tests.studio.staff import answer

PATIENCE = 60


def wait_for(found, child):
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert child.poll() is None, child.stderr.read()
        assert time.monotonic() < end, "it did not get there"
        time.sleep(0.05)
    return there


@pytest.fixture
def start(home):
    """Start the program with words after its name; it is killed in the end."""
    environ = dict(os.environ)
    if not environ.get("DISPLAY"):
        environ["QT_QPA_PLATFORM"] = "offscreen"
    children = []

    def begin(*words):
        command = [sys.executable, "-m", "gangsheet_studio", *map(str, words)]
        child = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
        children.append(child)
        return child

    yield begin
    for child in children:
        child.kill()
        child.communicate()


def kept_job(home):
    """Return the unsaved job that the program keeps for recovery, once it does."""
    return [json.loads(file.read_bytes())["project"] for file in home.glob("**/recovery/*.gangsheet")]


@pytest.mark.skipif(sys.platform == "win32", reason="the documents folder is not taken from the environment")
def test_the_sample_job_is_opened_and_made_in_the_window(home, start):
    child = start("demo", "--window")
    (manifest,) = wait_for(lambda: list(home.glob("**/*.manifest.json")), child)
    made = json.loads(manifest.read_text())
    assert len(made["parts"]) == 2
    assert all((manifest.parent / part["file"]).is_file() for part in made["parts"])
    assert any("Gangsheet Studio" in log.read_text() for log in home.glob("**/studio.log"))


def test_files_on_the_command_line_are_opened(home, start):
    orders = home / "monday.csv"
    orders.write_text("Design,Size,Qty\nnobody.png,2in,3\n")
    child = start(orders)
    (job,) = wait_for(lambda: [job for job in kept_job(home) if job["lines"]], child)
    assert job["name"] == "monday"
    assert [(line["design"], line["quantity"]) for line in job["lines"]] == [("nobody.png", 3)]


def test_a_saved_job_on_the_command_line_is_opened(home, start):
    saved = home / "friday.gangsheet"
    project_file.save(saved, Project(name="friday", lines=(OrderLine(design="a.png", quantity=2),)))
    child = start(saved)
    recent = wait_for(
        lambda: [file for file in home.glob("**/preferences.json") if file.stat().st_size], child
    )
    assert json.loads(recent[0].read_bytes())["recent"] == [str(saved)]


def test_the_bench_of_the_start_knows_the_program(home):
    steps = start_of(OURS, str(home))
    assert set(steps) == set(STEPS) and sum(steps.values()) > 0


def test_a_fault_of_ours_is_told_and_logged(desk, home, qtbot):
    log = open_log(home, name="studio")
    desk.window.log.file = log
    try:
        raise KeyError("lost")
    except KeyError as error:
        fault = FaultReport(desk.window, home / "reports")
        asked = answer("Go on")
        fault.take(type(error), error, error.__traceback__)
        fault.take(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    assert asked[0].startswith("Something went wrong in the window.")
    assert "builtins.KeyError" in next((home / "reports").glob("crash-*.txt")).read_text()
    assert "Something went wrong in the window (KeyError)" in desk.window.run_bar.text
    close_log(log)
    assert "test_a_fault_of_ours_is_told_and_logged" in (home / "studio.log").read_text()
