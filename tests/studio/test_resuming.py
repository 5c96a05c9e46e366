"""A job some of whose sheets are finished: it goes on from there, and staff are asked in words."""

import hashlib

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel, QPushButton

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.project import Project
from gangsheet_studio.protocol import SheetKept, SheetSaved
from gangsheet_studio.studio import running
from tests.studio.staff import answer

PATIENCE = 60_000
SHEETS = 4


@pytest.fixture
def job(desk, tmp_path, qtbot):
    """A window with a job of four sheets, laid out."""
    Image.effect_noise((900, 900), 60).convert("RGBA").save(tmp_path / "red.png", dpi=(300, 300))
    line = OrderLine(design="red", path=str(tmp_path / "red.png"), size=Size(3), quantity=SHEETS)
    film = Film(width=4, longest=4, dpi=300)
    desk.document.new(Project(name="orders", lines=(line,), film=film, out=str(tmp_path / "out")))
    laid_out(desk, qtbot)
    assert len(desk.flow.last.layout.parts) == SHEETS
    return desk


def laid_out(desk, qtbot):
    qtbot.waitUntil(lambda: desk.flow.last is not None and not desk.flow.busy, timeout=PATIENCE)


@pytest.fixture
def half_done(job, qtbot):
    """The same, after a run that was cancelled when its first sheet was saved."""

    def hear(message):
        if isinstance(message, SheetSaved):
            job.runner.cancel()

    job.flow.run_said.connect(hear)
    with qtbot.waitSignal(job.flow.run_failed, timeout=PATIENCE) as failed:
        job.runner.make_sheets()
    job.flow.run_said.disconnect(hear)
    assert 0 < len(failed.args[0].saved) < SHEETS
    return job


def make(desk, qtbot):
    """Press Make sheets and return the parts that were kept and those that were made."""
    kept, made = [], []

    def hear(message):
        if isinstance(message, SheetKept):
            kept.append(message.part)
        if isinstance(message, SheetSaved):
            made.append(message.part)

    desk.flow.run_said.connect(hear)
    with qtbot.waitSignal(desk.flow.run_done, timeout=PATIENCE):
        desk.runner.make_sheets()
    desk.flow.run_said.disconnect(hear)
    return kept, made


def sheets(out):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.glob("*.png")}


def card(desk):
    return "\n".join(label.text() for label in desk.window.result.findChildren(QLabel))


def test_a_run_that_was_cancelled_goes_on_without_a_question(half_done, qtbot):
    retry = half_done.window.result.findChild(QPushButton, "retryButton")
    assert retry.text() == "Make the other sheets"
    kept, made = make(half_done, qtbot)
    assert kept and sorted(kept + made) == [1, 2, 3, 4]
    assert "already done and kept." in card(half_done)
    assert half_done.flow.record.part_fractions == dict.fromkeys((1, 2, 3, 4), 1.0)


def test_a_job_that_is_opened_again_is_asked_about(half_done, qtbot, tmp_path):
    done = len(list((tmp_path / "out").glob("*.png")))
    half_done.document.new(half_done.document.project)
    half_done.flow.last = None
    laid_out(half_done, qtbot)
    said = answer("Make the other 3" if done == 1 else f"Make the other {SHEETS - done}")
    kept, _made = make(half_done, qtbot)
    assert len(kept) == done
    assert said[0].startswith(f"{done} of {SHEETS} sheets {'is' if done == 1 else 'are'} already done.")


def test_all_can_be_made_again_and_come_out_the_same(half_done, qtbot, tmp_path):
    make(half_done, qtbot)
    first = sheets(tmp_path / "out")
    said = answer(f"Make all {SHEETS} again")
    assert make(half_done, qtbot) == ([], [1, 2, 3, 4])
    assert said[0].startswith(f"All {SHEETS} sheets are already done.")
    assert sheets(tmp_path / "out") == first


def test_a_job_that_is_all_done_shows_its_folder(half_done, qtbot, tmp_path, monkeypatch):
    make(half_done, qtbot)
    shown = []
    monkeypatch.setattr(running, "show_in_folder", shown.append)
    answer("Show in folder")
    half_done.runner.make_sheets()
    qtbot.waitUntil(lambda: bool(shown), timeout=PATIENCE)
    assert shown == [str(tmp_path / "out")] and not half_done.flow.running
    assert half_done.window.run_bar.state == "ready"


def test_to_cancel_while_it_looks_changes_nothing(half_done, qtbot):
    make(half_done, qtbot)
    runs = []
    half_done.flow.run_started.connect(runs.append)
    half_done.runner.make_sheets()
    assert "Looking for sheets that are finished" in half_done.window.run_bar.text
    half_done.runner.cancel()
    assert half_done.window.run_bar.state == "ready"
    qtbot.wait(300)
    assert runs == []


def test_an_engine_that_dies_while_it_looks_stops_no_run(half_done, qtbot):
    answer("Replace them")
    half_done.document.new(half_done.document.project)
    half_done.flow.last = None
    laid_out(half_done, qtbot)
    half_done.flow._client.kill()
    kept, made = make(half_done, qtbot)
    assert sorted(kept + made) == [1, 2, 3, 4]
