"""A report says where something went wrong, and nothing of what customers sent."""

import json
import os
import subprocess
import sys

import pytest

from gangsheet_studio import __version__
from gangsheet_studio.crash_report import reports, write_report

SECRET = "Mrs Smith's birthday.png"


def fail(value):
    try:
        raise FileNotFoundError(2, "No such file", f"/home/smith/{value}")
    except FileNotFoundError as error:
        raise ValueError(f"bad cell {value}") from error


def test_it_says_where_and_on_what_and_nothing_of_customers(tmp_path):
    with pytest.raises(ValueError, match="bad cell") as caught:
        fail(SECRET)
    text = write_report(caught.value, "engine", tmp_path / "log").read_text()
    for word in (
        __version__,
        "engine",
        "builtins.ValueError",
        "FileNotFoundError ENOENT (2)",
        "in fail",
        "numpy",
    ):
        assert word in text
    assert f"Python {sys.version_info.major}.{sys.version_info.minor}" in text
    for word in ("Smith", "smith", "bad cell", str(tmp_path), "/home"):
        assert word not in text


def test_the_newest_are_kept(tmp_path):
    for number in range(25):
        (tmp_path / f"crash-20200101-0000{number:02}-1.txt").touch()
    newest = write_report(ValueError(), "engine", tmp_path)
    kept = reports(tmp_path)
    assert kept[0] == newest and len(kept) == 20 and kept[-1].name == "crash-20200101-000006-1.txt"


def test_a_folder_that_takes_nothing_costs_nothing(tmp_path):
    (tmp_path / "file").touch()
    assert write_report(ValueError(), "engine", tmp_path / "file") is None


BREAKS = """
import sys
from gangsheet_studio.engine import verbs
def broken(*args, **more):
    raise KeyError("Mrs Smith")
verbs.orders = broken
from gangsheet_studio.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def home(tmp_path):
    names = ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")
    return os.environ | {name: str(tmp_path) for name in names}


def test_the_command_line_names_its_report(tmp_path, home):
    (tmp_path / "orders.csv").write_text("design\na.png\n")
    call = ["check", str(tmp_path / "orders.csv")]
    done = subprocess.run([sys.executable, "-c", BREAKS, *call], env=home, capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    [line] = [line for line in done.stderr.splitlines() if line.startswith("The report: ")]
    with open(line.removeprefix("The report: ")) as report:
        text = report.read()
    assert "builtins.KeyError" in text and "Smith" not in text


def test_an_engine_names_its_report_and_goes_on(home):
    engine = subprocess.Popen(
        [sys.executable, "-c", BREAKS, "engine"],
        env=home,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def ask(**request):
        engine.stdin.write(json.dumps(request) + "\n")
        engine.stdin.flush()
        lines = map(json.loads, iter(engine.stdout.readline, ""))
        return next(line for line in lines if line["type"] in ("failed", "probe_done"))

    with engine:
        failed = ask(request="orders", id=1, paths=["a.csv"])
        assert failed["error"] == "unexpected"
        with open(failed["report"]) as report:
            assert "builtins.KeyError" in report.read()
        assert ask(request="probe", id=2, paths=[])["type"] == "probe_done"
        engine.stdin.close()
        assert "Traceback" not in engine.stderr.read()
    assert engine.returncode == 0
