"""What a forecast finds too small is told with figures, and nothing is made on the way."""

from collections import namedtuple

import pytest

from gangsheet_studio.engine import disk
from gangsheet_studio.engine.shortages import shortages
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.units import GB, MB
from gangsheet_studio.protocol import Failed, Finding, Forecast, NestDone, NestRequest

SMALL = Film(width=10, longest=20, dpi=100)
Usage = namedtuple("Usage", "total used free")


def ahead(**changes):
    figures = {"peak_bytes": MB, "scratch_bytes": MB, "output_bytes": MB, "seconds": 1.0, "limit_bytes": GB}
    return Forecast(**(figures | changes))


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: Usage(GB, GB - 10 * MB, 10 * MB))


def test_where_all_fits_nothing_is_said_and_nothing_is_made(tmp_path):
    out = tmp_path / "not" / "there" / "yet"
    assert shortages(str(out), str(tmp_path / "scratch"), ahead()) == []
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_once_with_what_is_missing(tmp_path, full_disk):
    [problem] = shortages(
        str(tmp_path / "new" / "out"), str(tmp_path / "scratch"), ahead(output_bytes=2 * GB)
    )
    assert (problem.id, problem.severity) == ("forecast.disk", "error")
    assert problem.figure == 2 * GB + MB + 64 * MB - 10 * MB  # both folders are on one disk
    assert "2.06 GB is needed, 10 MB is free" in problem.message
    assert "choose another folder" in problem.message


def test_too_little_memory_is_told_with_what_is_missing(tmp_path):
    [problem] = shortages(str(tmp_path), None, ahead(peak_bytes=300 * MB, limit_bytes=256 * MB))
    assert (problem.id, problem.severity, problem.figure) == ("forecast.memory", "error", 44 * MB)
    assert "300 MB is needed, 256 MB may be used" in problem.message


def test_scratch_that_is_in_memory_is_told(tmp_path):
    figures = {"peak_bytes": 300 * MB, "limit_bytes": 256 * MB, "scratch_in_memory": True}
    [problem] = shortages(str(tmp_path), None, ahead(**figures))
    assert "The scratch folder is in memory: choose another" in problem.message


def test_a_folder_that_nobody_can_make_is_left_to_the_render():
    assert shortages("a\0b", None, ahead()) == []


def test_a_nest_tells_them_where_an_output_folder_is_named(engine, art, tmp_path):
    lines = (OrderLine(design="red", path=str(art / "red.png")),)
    engine.say(NestRequest(id=1, lines=lines, film=SMALL, memory=MB))
    done = engine.hear_until(NestDone, Failed)[-1]
    assert "forecast.memory" not in [problem.id for problem in done.problems]
    assert [item.line for item in done.items] == [1]
    engine.say(NestRequest(id=2, lines=lines, film=SMALL, memory=MB, out=str(tmp_path / "out")))
    *news, done = engine.hear_until(NestDone, Failed)
    assert done.problems[-1].id == "forecast.memory"
    assert [each.problem for each in news if isinstance(each, Finding)] == list(done.problems)
    assert not (tmp_path / "out").exists()
