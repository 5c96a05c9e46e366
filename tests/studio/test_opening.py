"""Opening and saving jobs: nothing is overwritten unasked, and no file that was given is lost."""

import pytest

from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job import project_file
from tests.studio.staff import answer


def saved(path, design="other.png", **fields):
    """Save a job of one line, and return where."""
    project_file.save(path, Project(name=path.stem, lines=(OrderLine(design=design),), **fields))
    return path


@pytest.mark.parametrize(("word", "replaced"), [("Cancel", False), ("Replace it", True)])
def test_a_name_without_its_suffix_overwrites_no_job_unasked(desk, tmp_path, monkeypatch, word, replaced):
    other = saved(tmp_path / "keep.gangsheet")
    typed = str(tmp_path / "keep"), ""
    monkeypatch.setattr("gangsheet_studio.studio.job.opening.QFileDialog.getSaveFileName", lambda *_: typed)
    desk.document.new(Project(name="mine", lines=(OrderLine(design="mine.png"),)))
    asked = answer(word)
    assert desk.opener.save_as() is replaced
    assert asked[0].startswith("“keep.gangsheet” is already in this folder.")
    assert project_file.load(other).lines[0].design == ("mine.png" if replaced else "other.png")
