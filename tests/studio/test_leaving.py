"""The window is closed while sheets are being made, or with changes that are not saved."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from gangsheet_studio.studio.job import leaving
from tests.studio.staff import answer

PATIENCE = 60_000
PROGRAM = str(Path(__file__).with_name("background_program.py"))


@pytest.fixture
def desk(desk, qtbot, tmp_path):
    """A window with a job of some seconds, laid out."""
    Image.effect_noise((1500, 1500), 90).convert("RGBA").save(tmp_path / "red.png", dpi=(300, 300))
    with (tmp_path / "orders.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["Design", "Size", "Qty"], ["red.png", "7in", 60]])
    desk.opener.open_paths([tmp_path / "orders.csv"])
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)
    return desk


def start(desk, qtbot):
    with qtbot.waitSignal(desk.flow.run_started, timeout=PATIENCE):
        desk.runner.make_sheets()
    qtbot.waitUntil(lambda: desk.flow.record.samples != [], timeout=PATIENCE)


def test_to_wait_changes_nothing(desk, qtbot):
    start(desk, qtbot)
    said = answer("Wait here")
    assert not desk.window.close()
    assert [text.partition("\n")[0] for text in said] == ["Sheets are still being made."]
    assert desk.window.isVisible() and desk.flow.running
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        pass


def test_to_cancel_leaves_no_engine_and_nothing_half_written(desk, qtbot, tmp_path):
    start(desk, qtbot)
    answer("Cancel the run and close", "Discard")
    assert desk.window.close()
    assert not desk.flow.running and desk.flow.run.pid == 0
    assert not desk.window.isVisible()
    assert [path.name for path in (tmp_path / "out").rglob("*")] == []


def test_in_the_background_the_sheets_are_finished_and_the_program_ends(desk, qtbot, tmp_path, monkeypatch):
    quits = []
    monkeypatch.setattr(leaving.QApplication, "quit", lambda: quits.append(True))
    start(desk, qtbot)
    said = answer("Keep going in the background", "Discard")
    assert not desk.window.close()
    assert len(said) == 2  # about changes now, since nobody is there to answer later
    assert not desk.window.isVisible() and desk.flow.running
    qtbot.waitUntil(lambda: bool(quits), timeout=PATIENCE)
    manifest = json.loads((tmp_path / "out" / "orders.manifest.json").read_text())
    assert sum(len(part["placements"]) for part in manifest["parts"]) == 60


@pytest.mark.parametrize(
    ("answer", "finished"), [("Keep going in the background", True), ("Cancel the run and close", False)]
)
def test_the_program_itself_ends_once_nothing_is_left_to_do(desk, tmp_path, answer, finished):
    out = tmp_path / "elsewhere"
    ended = subprocess.run(
        [sys.executable, PROGRAM, str(tmp_path / "orders.csv"), str(out), answer],
        capture_output=True,
        text=True,
        timeout=PATIENCE / 1000,
        check=False,
    )
    assert (ended.returncode, ended.stdout.split()) == (0, ["hidden", "ended"]), ended.stderr
    assert "QProcess" not in ended.stderr
    names = {path.name for path in out.rglob("*")}
    assert ("orders.manifest.json" in names) if finished else not names


def test_a_run_that_fails_in_the_background_comes_back_to_say_so(desk, qtbot):
    start(desk, qtbot)
    answer("Keep going in the background", "Discard")
    assert not desk.window.close()
    desk.flow.run.kill()
    qtbot.waitUntil(desk.window.isVisible, timeout=PATIENCE)
    assert desk.window.result.isVisible()


def test_unsaved_changes_are_asked_about(desk):
    answer("Cancel")
    assert not desk.window.close()
    answer("Discard")
    assert desk.window.close()
