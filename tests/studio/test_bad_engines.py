"""Engines that misbehave, through the window: staff read what happened and what to do, and go on."""

import csv
import json
import os
import signal
import sys
import time
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QTableView

from gangsheet_studio.model.project import Project
from gangsheet_studio.protocol import PROTOCOL
from gangsheet_studio.studio.job import project_file
from gangsheet_studio.studio.settings.preferences import Preferences
from tests.studio.test_engine_process import BAD_LINES, HELLO, PROGRESS

PATIENCE = 30_000
LONGEST = 1.0  # between two ticks, in a busy machine too: to wait for an engine takes longer
MOODY = str(Path(__file__).with_name("moody_engine.py"))
SAVED = '{"type":"sheet_saved","id":1,"part":1,"file":"orders_Part_1.png","bytes":9,"copies":1,"rss":1}\\n'


def failed(error, text, **more):
    said = {"type": "failed", "id": 1, "error": error, "text": text, "exit_code": 1, **more}
    return json.dumps(said) + "\\n"


class Shop:
    """A window, its engines' mood, and what is read in it."""

    def __init__(self, qtbot, open_desk, folder):
        self.qtbot, self.open_desk, self.folder = qtbot, open_desk, folder
        self._mood = folder / "mood.json"
        self.mood(real=True)
        self.desk = None

    def mood(self, **how):
        self._mood.write_text(json.dumps(how))

    def open(self, silence=20.0, command=None):
        command = command or [sys.executable, MOODY, str(self._mood)]
        chosen = Preferences(out=str(self.folder / "out"))
        self.desk = self.open_desk(chosen, command, silence=silence)
        return self.desk

    def read(self):
        self.desk.opener.open_paths([self.folder / "orders.csv"], add=True)

    def lay_out(self):
        flow = self.desk.flow

        def there():
            if flow.last is None and not flow.busy:
                self.read()  # again, if an engine of the mood before was still there to die
            return flow.last is not None and not flow.busy

        self.until(there)

    def until(self, condition):
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    @contextmanager
    def alive(self):
        """Hold that the window lives meanwhile: a timer ticks on."""
        ticks, timer = [time.monotonic()], QTimer(interval=5)
        timer.timeout.connect(lambda: ticks.append(time.monotonic()))
        timer.start()
        yield
        ticks.append(time.monotonic())
        assert len(ticks) > 2
        assert max(after - before for before, after in pairwise(ticks)) < LONGEST

    def fail_to_read(self):
        """Drop the orders on an engine that fails; return what the run bar says then."""
        bar = self.desk.window.run_bar
        with self.alive():
            self.read()
            self.until(lambda: bar.state == "failed")
        return bar.text

    def make(self, meanwhile=None):
        """Make sheets, and return how that failed, None if it did not."""
        flow, ends = self.desk.flow, []
        flow.run_done.connect(lambda _done: ends.append(None))
        flow.run_failed.connect(ends.append)
        with self.alive():
            self.desk.runner.make_sheets()
            if meanwhile:
                meanwhile()
            self.until(lambda: bool(ends))
        return ends[0]

    @property
    def result(self):
        """All words of the card at the end of a run."""
        card = self.desk.window.result
        return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())

    @property
    def log(self):
        model = self.desk.window.findChild(QTableView, "logView").model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def shop(qtbot, open_desk, tmp_path):
    Image.new("RGBA", (600, 600), "red").save(tmp_path / "red.png", dpi=(300, 300))
    with (tmp_path / "orders.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["Design", "Size", "Qty"], ["red.png", "2in", 3]])
    return Shop(qtbot, open_desk, tmp_path)


def test_an_engine_of_another_version_is_told_at_the_first_drop(shop):
    newer = f'{{"type":"hello","protocol":{PROTOCOL + 1},"version":"9","pid":1}}\\n'
    shop.mood(then="listen", lines=[newer])
    bar = shop.open().window.run_bar
    text = shop.fail_to_read()
    assert f"speaks version {PROTOCOL + 1} of the protocol" in text
    assert "Install Gangsheet Studio again" in text
    shop.mood(real=True)
    shop.lay_out()
    assert bar.state == "ready" and shop.make() is None


def test_a_program_that_cannot_start_is_told(shop, open_desk):
    shop.desk = open_desk(Preferences(), ["/nowhere/gangsheet-engine"])
    text = shop.fail_to_read()
    assert "could not be started" in text and "virus scanner" in text


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")
def test_a_program_that_is_gone_when_sheets_are_made_is_told(shop):
    program = shop.folder / "engine"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gangsheet_studio engine\n')
    program.chmod(0o755)
    shop.open(command=[str(program)])
    shop.lay_out()
    away = program.rename(shop.folder / "in quarantine")
    outcome = shop.make()
    assert outcome.kind == "could-not-start" and outcome.next_step in shop.result
    assert "could not be started" in shop.result
    away.rename(program)
    assert shop.make() is None


@pytest.mark.parametrize("name", BAD_LINES)
def test_garbage_between_the_messages_costs_nothing(shop, name):
    shop.mood(noise=[BAD_LINES[name]])
    shop.open()
    shop.lay_out()
    assert shop.make() is None
    manifest = json.loads((shop.folder / "out" / "orders.manifest.json").read_text())
    assert sum(len(part["placements"]) for part in manifest["parts"]) == 3


def test_half_a_line_at_the_end_is_a_crash_and_what_is_saved_is_named(shop):
    shop.open()
    shop.lay_out()
    shop.mood(then="signal SIGSEGV", lines=[HELLO, SAVED, PROGRESS[:30]])
    outcome = shop.make()
    assert outcome.kind == "crashed" and outcome.saved == ("orders_Part_1.png",)
    assert "The engine crashed" in shop.result and "orders_Part_1.png" in shop.result
    assert outcome.next_step in shop.result
    shop.mood(real=True)
    assert shop.make() is None


def test_a_silent_engine_is_ended_while_reading_and_the_next_drop_works(shop):
    shop.mood(then="sleep", lines=[HELLO])
    bar = shop.open(silence=1.0).window.run_bar
    text = shop.fail_to_read()
    assert "has not said anything for 1 second" in text and "network drive" in text
    shop.mood(real=True)
    shop.lay_out()
    assert bar.state == "ready"


@pytest.mark.parametrize("more", [(), (PROGRESS[:30],)], ids=["silent", "half a line"])
def test_an_engine_that_falls_silent_is_ended_while_rendering(shop, more):
    shop.open(silence=1.0)
    shop.lay_out()
    shop.mood(then="sleep", lines=[HELLO, SAVED, *more])
    outcome = shop.make()
    assert outcome.kind == "hung" and "has not said anything" in shop.result
    assert "orders_Part_1.png" in shop.result


def test_an_engine_that_does_not_hear_cancel_is_ended(shop):
    shop.open(silence=1.0)
    shop.lay_out()
    shop.mood(then="repeat", lines=[HELLO, SAVED, PROGRESS])
    outcome = shop.make(meanwhile=shop.desk.runner.cancel)
    assert outcome.kind == "cancelled" and outcome.saved == ("orders_Part_1.png",)
    assert "The run was cancelled" in shop.result
    shop.mood(real=True)
    assert shop.make() is None


@pytest.mark.parametrize("then", ["signal SIGSEGV", "signal SIGKILL", "raise", "end"])
def test_an_engine_that_dies_reading_orders_is_told_and_replaced(shop, then):
    shop.mood(then=then, lines=[HELLO])
    bar = shop.open().window.run_bar
    assert shop.fail_to_read().startswith("The engine")
    shop.until(lambda: any(bar.text.startswith(line.removeprefix("error: ")[:20]) for line in shop.log))
    shop.mood(real=True)
    shop.lay_out()
    assert bar.state == "ready"


@pytest.mark.parametrize(
    ("said", "kind", "next_step"),
    [
        (
            failed("not-enough-memory", "Not enough memory.", needed=1 << 30, available=1 << 28),
            "not-enough-memory",
            "Allow more memory",
        ),
        (failed("not-enough-disk", "Not enough room."), "not-enough-disk", "Free some space"),
        (failed("refused-input", "a.png is damaged."), "refused", "Put it right"),
        (failed("output", "The folder is gone."), "output", "output folder"),
        (failed("brand-new-reason", "Something else."), "unexpected", "send us the log"),
    ],
    ids=["memory", "disk", "refused", "output", "unknown"],
)
def test_what_the_engine_refuses_has_its_sentence_and_its_next_step(shop, said, kind, next_step):
    shop.open()
    shop.lay_out()
    shop.mood(then="listen", lines=[HELLO, said])
    outcome = shop.make()
    assert outcome.kind == kind
    assert json.loads(said.removesuffix("\\n"))["text"] in shop.result and next_step in shop.result
    if kind == "not-enough-memory":
        assert "1.00 GB are needed, 256 MB are there" in shop.result
    assert shop.desk.window.run_bar.make_button.isEnabled()


def test_a_layout_that_fails_leaves_none_of_another_job_in_sight(shop):
    desk = shop.open()
    shop.lay_out()
    second = shop.folder / "second.gangsheet"
    project_file.save(second, Project(name="second", lines=desk.document.project.lines * 2))
    desk.document.mark_saved(second)
    shop.mood(then="signal SIGSEGV", lines=[HELLO])
    os.kill(desk.flow._client.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    desk.opener.open_paths([second])
    bar = desk.window.run_bar
    shop.until(lambda: bar.state == "failed" and desk.flow.last is None)
    assert not bar.make_button.isEnabled() and desk.window.totals.text() == ""
    assert "again" in bar.text
    shop.mood(real=True)
    desk.window.actions_by_name["lay-out"].trigger()
    shop.until(lambda: bar.state == "ready")
    assert desk.flow.last.layout.copies == 6
