"""Projects on disk, and the copy that survives a crash."""

import subprocess
import sys

import pytest

from gangsheet_studio.errors import OutputError, RefusedInputError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.project import LARGEST, VERSION, Project
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.job.project_file import Autosave, load, save

PROJECT = Project(
    name="Monday",
    lines=(OrderLine(design="UV840.png", path="/art/UV840.png", size=Size(3.0, 3.0), quantity=5),),
    film=Film(width=22.0),
    problems=(Problem(id="orders.repeated", severity="warning", message="Twice.", line=1),),
    memory=1 << 28,
)


def test_a_saved_project_opens_as_it_was(tmp_path):
    file = tmp_path / "Monday.gangsheet"
    save(file, PROJECT)
    assert load(file) == PROJECT
    assert [each.name for each in tmp_path.iterdir()] == ["Monday.gangsheet"]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not a Gangsheet Studio project"),
        (b"\xff\xfe", "not a Gangsheet Studio project"),
        (b"[" * 100_000, "not a Gangsheet Studio project"),
        (b"{}", "not a Gangsheet Studio project"),
        (f'{{"version": {VERSION + 1}, "clouds": true}}'.encode(), "newer Gangsheet Studio; update"),
        (b'{"version": 1, "clouds": true}', "damaged"),
        (b'{"version": 0}', "damaged"),
        (
            b'{"version": 1, "problems": [{"id": "a", "severity": "note", "message": "b", "line": 1}]}',
            "lines",
        ),
        (
            b'{"version": 2, "layout": {"film": {}, "parts": [{"number": 1, "width_px": 1, "height_px": 1, '
            b'"placements": [{"line": 1, "design": "a", "key": "a", "order": "", "copy": 1, "x": 0, "y": 0, '
            b'"width": 1, "height": 1, "rotation": 0}]}]}}',
            "lines",
        ),
    ],
)
def test_what_is_no_project_is_refused_with_a_sentence(tmp_path, data, says):
    file = tmp_path / "odd.gangsheet"
    file.write_bytes(data)
    with pytest.raises(RefusedInputError, match=says) as caught:
        load(file)
    assert str(caught.value).startswith("“odd.gangsheet” can't be opened. It ")


def test_a_project_of_the_first_version_opens_as_one_of_this(tmp_path):
    file = tmp_path / "old.gangsheet"
    file.write_bytes(b'{"version": 1, "lines": [{"design": "a.png"}], "film": {"gap": 0.25}}')
    project = load(file)
    assert (project.version, project.layout, project.nesting) == (VERSION, None, Nesting())
    assert (project.film.gap, project.film.gap_along) == (0.25, None)


def test_a_huge_file_is_not_read_whole(tmp_path):
    file = tmp_path / "huge.gangsheet"
    with file.open("wb") as opened:
        opened.truncate(LARGEST * 100)
    with pytest.raises(RefusedInputError, match="larger than 64 MB"):
        load(file)


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(OutputError, match=r"“a\.gangsheet” can't be saved"):
        save(tmp_path / "gone" / "a.gangsheet", PROJECT)
    with pytest.raises(RefusedInputError, match="can't be opened"):
        load(tmp_path / "gone" / "a.gangsheet")


def test_a_change_is_kept_until_it_is_saved(qapp, qtbot, tmp_path):
    document = Document()
    autosave = Autosave(document, tmp_path)
    document.set_name("Tuesday")
    qtbot.waitUntil(autosave.file.exists, timeout=4000)
    document.mark_saved(tmp_path / "Tuesday.gangsheet")
    assert not autosave.file.exists()
    document.set_name("Wednesday")
    autosave.save_now()
    assert autosave.file.exists()
    autosave.close()
    assert not list((tmp_path / "recovery").iterdir())


def test_a_living_studio_is_not_recovered(qapp, tmp_path):
    document = Document()
    alive = Autosave(document, tmp_path)
    document.set_name("Tuesday")
    alive.save_now()
    assert Autosave(Document(), tmp_path).recoverable() == ()
    alive.close()


CRASH = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.job.project_file import Autosave
app = QCoreApplication([])
document = Document()
document.new(Project(name="Lost"), Path("/jobs/Lost.gangsheet"))
autosave = Autosave(document, Path(sys.argv[1]))
document.set_out("/out")
autosave.save_now()
os._exit(9)
"""


def test_what_a_crash_left_is_offered_once_and_can_be_discarded(qapp, tmp_path):
    subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], check=False, timeout=60)
    first, second = Autosave(Document(), tmp_path), Autosave(Document(), tmp_path)
    (found,) = first.recoverable()
    assert (found.project.name, found.project.out, str(found.path)) == (
        "Lost",
        "/out",
        "/jobs/Lost.gangsheet".replace("/", found.path.anchor),
    )
    assert second.recoverable() == ()
    first.discard(found)
    assert not list((tmp_path / "recovery").iterdir())
    first.close()
    second.close()
