"""The whole program in a process of its own, and what it does with faults of ours."""

import json
import os
import subprocess
import sys
import time

import pytest

from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.studio import app as studio
from gangsheet_studio.studio.faults import FaultReport
from gangsheet_studio.studio.preferences import Preferences

PATIENCE = 60


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user who has never started the program."""
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in ("CONFIG", "STATE", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def wait_for(found, child):
    end = time.monotonic() + PATIENCE
    while not (there := found()):
        assert child.poll() is None, child.stderr.read()
        assert time.monotonic() < end, "it did not get there"
        time.sleep(0.05)
    return there


@pytest.mark.skipif(sys.platform == "win32", reason="the documents folder is not taken from the environment")
def test_the_sample_job_is_opened_and_made_in_the_window(home):
    environ = dict(os.environ)
    if not environ.get("DISPLAY"):
        environ["QT_QPA_PLATFORM"] = "offscreen"
    command = [sys.executable, "-m", "gangsheet_studio", "demo", "--window"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as child:
        try:
            (manifest,) = wait_for(lambda: list(home.glob("Documents/**/*.manifest.json")), child)
            # the job is not saved yet: a copy of it survives whatever happens now
            wait_for(lambda: list(home.glob("**/recovery/*.gangsheet")), child)
        finally:
            child.kill()
    made = json.loads(manifest.read_text())
    assert len(made["parts"]) == 2
    assert all((manifest.parent / part["file"]).is_file() for part in made["parts"])
    assert any("Gangsheet Studio" in log.read_text() for log in home.glob("**/studio.log"))


def test_a_fault_of_ours_is_told_and_logged(qtbot, home):
    desk = studio.open_desk(Preferences())
    qtbot.addWidget(desk.window, before_close_func=lambda window: setattr(window, "may_close", lambda: True))
    log = open_log(home, name="studio")
    desk.window.log.file = log
    try:
        raise KeyError("lost")
    except KeyError as error:
        FaultReport(desk.window).take(type(error), error, error.__traceback__)
    assert "Something went wrong in the window (KeyError)" in desk.window.run_bar.text
    close_log(log)
    assert "test_a_fault_of_ours_is_told_and_logged" in (home / "studio.log").read_text()
    desk.flow.close()
