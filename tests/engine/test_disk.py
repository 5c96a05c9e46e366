"""Folders that a job writes to: made where they are missing, and gone again where nothing came of it."""

import errno
from pathlib import Path

import pytest

from gangsheet_studio.engine.disk import output_folder, scratch_folder
from gangsheet_studio.errors import NotEnoughDiskError


def test_an_output_folder_without_anything_in_it_goes_again(tmp_path):
    with output_folder(str(tmp_path / "out")) as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_one_that_was_there_or_has_something_in_it_stays(tmp_path):
    with output_folder(str(tmp_path)):
        pass
    with output_folder(str(tmp_path / "out")) as folder:
        (folder / "sheet.png").touch()
    assert (tmp_path / "out" / "sheet.png").exists()


def test_what_went_wrong_is_told_although_the_folder_stays(tmp_path, monkeypatch):
    def rmdir(_path):
        raise PermissionError(errno.EACCES, "another program looks at it")

    monkeypatch.setattr(Path, "rmdir", rmdir)
    with pytest.raises(ZeroDivisionError), output_folder(str(tmp_path / "out")):
        raise ZeroDivisionError


@pytest.mark.parametrize("make", [output_folder, scratch_folder])
def test_a_disk_without_room_for_a_folder_is_told_as_full(tmp_path, monkeypatch, make):
    def mkdir(_path, **_options):
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    with pytest.raises(NotEnoughDiskError, match="could not be made"), make(str(tmp_path / "new")):
        pass
