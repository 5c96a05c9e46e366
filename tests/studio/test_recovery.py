"""A studio that was killed: what it had open comes back, and nothing is thrown away unasked."""

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from gangsheet_studio.model.order import OrderLine, Orders, Size
from gangsheet_studio.studio.job.project_file import Autosave
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
