"""Artwork of a job that was moved is found again, and never taken for another."""

import pytest

from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.project import Project
from gangsheet_studio.studio.job.moved import find_moved


def files(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def paths(*wanted, designs=(), file):
    lines = tuple(OrderLine(design="a", path=path) for path in wanted)
    project, changed = find_moved(Project(lines=lines, designs=designs), file)
    assert changed == sum(line.path != path for line, path in zip(project.lines, wanted, strict=True))
    return [line.path for line in project.lines]


@pytest.mark.parametrize("gone", ["/nowhere/art/red.png", r"D:\jobs\art\red.png", r"\\server\art\red.png"])
def test_files_beside_the_job_and_in_its_artwork_folders_are_found(tmp_path, gone):
    art = str(files(tmp_path / "elsewhere", "red.png") / "red.png")
    job = tmp_path / "job" / "a.gangsheet"
    assert paths(gone, gone, designs=(str(tmp_path / "elsewhere"),), file=job) == [art, art]
    beside = str(files(tmp_path / "job", "red.png") / "red.png")
    assert paths(gone, file=job) == [beside]


def test_a_folder_that_moved_with_the_job_tells_files_of_one_name_apart(tmp_path):
    files(tmp_path / "new", "a/logo.png", "b/logo.png")
    old = ["/old/a/logo.png", "/old/b/logo.png"]
    new = [str(tmp_path / "new" / name / "logo.png") for name in "ab"]
    assert paths(*old, file=tmp_path / "new" / "x.gangsheet") == new


def test_one_file_is_not_taken_for_two(tmp_path):
    files(tmp_path, "logo.png")
    for other in ("/old/b/logo.png", str(tmp_path / "logo.png")):
        old = ["/old/a/logo.png", other, None]
        assert paths(*old, file=tmp_path / "x.gangsheet") == old


def test_a_file_that_is_there_stays(tmp_path):
    files(tmp_path, "red.png", "art/red.png")
    there = str(tmp_path / "art" / "red.png")
    assert paths(there, "", file=tmp_path / "x.gangsheet") == [there, ""]
