"""A studio that was killed: what it had open comes back, and nothing is thrown away unasked."""

import os
import subprocess
import sys
import time

import pytest
from PySide6.QtWidgets import QApplication

from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.studio.job.project_file import Autosave, load
from gangsheet_studio.studio.recovery import Recovery
from tests.studio.staff import answer

LEAVE = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.job.project_file import Autosave
app = QCoreApplication([])
document = Document()
autosave = Autosave(document, Path(sys.argv[1]))
document.set_name("Monday")
document.add_lines(Orders(lines=(OrderLine(design="a.png", size=Size(2.0, 2.0), quantity=7),)))
autosave.save_now()
print("kept", flush=True)
time.sleep(60)
"""

BUSY = """
import itertools, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.job.project_file import Autosave, save
app = QCoreApplication([])
document = Document()
autosave = Autosave(document, Path(sys.argv[1]))
for number in itertools.count():
    document.set_name(str(number) + "x" * 50_000)
    assert autosave.save_now()
    save(Path(sys.argv[1]) / "mine.gangsheet", document.project)
    print(number, flush=True)
"""
KILLS = 12


@pytest.fixture
def left(tmp_path):
    """A folder in which a killed studio left an unsaved job."""
    state = tmp_path / "state"
    child = subprocess.Popen([sys.executable, "-c", LEAVE, str(state)], stdout=subprocess.PIPE)
    assert child.stdout.readline().strip() == b"kept"
    child.kill()
    child.wait()
    child.stdout.close()
    return state


def recovery_of(desk, state):
    autosave = Autosave(desk.document, state, parent=desk)
    return Recovery(desk, autosave), autosave


def test_the_job_of_a_killed_studio_is_opened_again(left, desk, qtbot):
    recovery, autosave = recovery_of(desk, left)
    said = answer("Open it")
    recovery.offer()
    assert "“Monday”" in said[0] and "1 line, 7 copies" in said[0]
    assert desk.document.project.name == "Monday"
    assert not desk.document.is_clean and desk.window.windowTitle().endswith("*")
    kept = [file.name for file in (left / "recovery").glob("*.gangsheet")]
    assert kept == [autosave.file.name]  # under our name now, not lost in between
    desk.document.mark_saved(left / "Monday.gangsheet")
    assert not autosave.file.exists()
    autosave.close()


def test_a_studio_that_is_killed_at_any_moment_loses_no_file_and_leaves_nothing_half_written(
    tmp_path, desk, qtbot
):
    recovery = tmp_path / "recovery"
    for kill in range(KILLS):
        child = subprocess.Popen([sys.executable, "-c", BUSY, str(tmp_path)], stdout=subprocess.PIPE)
        last = [int(child.stdout.readline()) for _ in range(2 + kill)][-1]
        time.sleep(kill * 0.0007)  # somewhere in the next two files
        child.kill()
        last = max([last, *map(int, child.stdout.read().split(b"\n")[:-1])])
        child.wait()
        child.stdout.close()
        assert number_of(load(tmp_path / "mine.gangsheet")) in (last, last + 1)
        autosave = Autosave(desk.document, tmp_path, parent=desk)
        (recovered,) = autosave.recoverable()
        assert number_of(recovered.project) in (last, last + 1)
        assert {path.suffix for path in recovery.iterdir()} <= {".gangsheet", ".lock"}
        autosave.discard(recovered)
        autosave.close()


def number_of(project):
    return int(project.name.rstrip("x"))


def test_what_a_dead_studio_left_half_written_is_swept_and_nothing_of_a_living_one(left, desk):
    (dead,) = (left / "recovery").glob("*.gangsheet")
    _, living = recovery_of(desk, left)
    desk.document.add_lines(Orders(lines=(OrderLine(design="a.png", size=Size(2.0, 2.0), quantity=1),)))
    assert living.save_now()
    torn = [path.with_name(f"{path.name}.aBcDeF") for path in (dead, living.file)]
    for path in torn:
        path.write_bytes(b"{")
    _, starting = recovery_of(desk, left)
    assert len(starting.recoverable()) == 1
    assert [path.exists() for path in torn] == [False, True]
    living.close()
    starting.close()


def test_it_is_asked_again_until_it_is_decided(left, desk):
    recovery, autosave = recovery_of(desk, left)
    answer("Ask me next time")
    recovery.offer()
    assert not desk.document.project.lines
    assert len(list((left / "recovery").glob("*.gangsheet"))) == 1
    answer("Throw it away")
    recovery.offer()
    assert not list((left / "recovery").glob("*.gangsheet"))
    autosave.close()


def test_nothing_left_asks_nothing(tmp_path, desk):
    recovery, autosave = recovery_of(desk, tmp_path / "none")
    recovery.offer()
    assert QApplication.activeModalWidget() is None
    autosave.close()


@pytest.mark.skipif(os.name == "nt", reason="a read-only folder is no obstacle there")
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_takes_no_copy_is_told_once(tmp_path, desk):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    _, autosave = recovery_of(desk, folder)
    desk.document.add_lines(Orders(lines=(OrderLine(design="a.png", size=Size(2.0, 2.0), quantity=1),)))
    assert not autosave.save_now() and not autosave.save_now()
    autosave.close()


def test_panels_are_where_they_were_at_the_next_start(open_desk, desk):
    desk.window.show_job(True)
    desk.window.docks["settings"].hide()
    desk.window.resize(900, 650)
    assert desk.may_close()
    again = open_desk(desk.preferences)
    assert again.window.size() == desk.window.size()
    assert not again.window.docks["orders"].isVisible()  # nothing is open yet
    again.window.show_job(True)
    assert again.window.docks["orders"].isVisible() and not again.window.docks["settings"].isVisible()
