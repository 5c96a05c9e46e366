"""`gangsheet-studio doctor`, as a process: it speaks whatever is broken."""

import json
import os
import subprocess
import sys

import pytest

from gangsheet_studio import __version__


@pytest.fixture
def doctor(tmp_path):
    """Run the doctor with a home of its own and return code, stdout and stderr."""

    def run(*arguments, **more):
        home = str(tmp_path / "home")
        homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home)
        names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        environ = {key: value for key, value in os.environ.items() if key not in names} | homes | more
        command = [sys.executable, "-m", "gangsheet_studio", "doctor", *arguments]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, done.stdout, done.stderr

    return run


def test_a_machine_that_works_is_told_in_lines_for_a_message(doctor):
    code, said, complained = doctor()
    assert (code, complained) == (0, "")
    lines = said.splitlines()
    assert lines[0] == "Nothing is wrong."
    assert lines[2].split() == ["Program", "Gangsheet", "Studio", __version__]
    assert any(line.startswith("Artwork") and "PNG, JPEG, TIFF" in line for line in lines)


def test_programs_get_figures(doctor):
    code, said, _ = doctor("--json")
    told = json.loads(said)
    assert code == 0
    assert told["program"] == __version__
    assert 0 < told["engine_memory"] <= told["memory"]
    assert {"PNG", "AVIF", "SVG"} <= set(told["formats"])
    assert [folder["name"] for folder in told["folders"]][:2] == ["Settings", "Unsaved jobs"]
    assert all(folder["writable"] for folder in told["folders"])
    assert "numpy" in told["libraries"]


def test_no_name_of_a_person_is_in_it(doctor, tmp_path):
    for arguments in ((), ("--json",)):
        assert str(tmp_path) not in doctor(*arguments)[1]


def test_a_library_that_is_broken_is_named_and_the_rest_told(doctor, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pyvips.py").write_text("raise ImportError('libvips is gone')\n")
    code, said, _ = doctor("--json", PYTHONPATH=str(broken))
    told = json.loads(said)
    assert code == 1
    (wrong,) = told["wrong"]
    assert "libvips is gone" in wrong
    assert wrong.endswith("install Gangsheet Studio again.")
    assert told["memory"] > 0
    assert told["formats"] == []


def test_quiet_says_only_what_is_wrong(doctor):
    assert doctor("--quiet") == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_can_not_be_written_is_named(doctor, tmp_path):
    (tmp_path / "home").mkdir(mode=0o500)
    code, said, _ = doctor()
    assert code == 1
    assert said.startswith("Settings can't be kept in ~")
