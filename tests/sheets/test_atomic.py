"""A file has its final name once it is whole, and what fails before that is told as what it is."""

import errno
from pathlib import Path

import pytest

from gangsheet_studio.errors import OutputError
from gangsheet_studio.sheets.atomic import AtomicFile


def test_what_is_committed_is_there_and_nothing_else(tmp_path):
    with AtomicFile(tmp_path / "sheet.png") as file:
        file.write(b"whole")
        assert not (tmp_path / "sheet.png").exists()
        file.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]
    assert (tmp_path / "sheet.png").read_bytes() == b"whole"


def test_leaving_without_commit_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), AtomicFile(tmp_path / "sheet.png") as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())


def test_what_went_wrong_is_told_although_the_temporary_file_stays(tmp_path, monkeypatch):
    def unlink(_path, missing_ok=False):
        raise PermissionError(errno.EACCES, "another program looks at it")

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(ZeroDivisionError), AtomicFile(tmp_path / "sheet.png"):
        raise ZeroDivisionError


def test_a_name_that_cannot_be_given_is_told_and_leaves_nothing(tmp_path):
    (tmp_path / "sheet.png").mkdir()
    with AtomicFile(tmp_path / "sheet.png") as file:
        with pytest.raises(OutputError, match=r"sheet\.png"):
            file.commit()
        assert not file.committed
    assert [path.name for path in tmp_path.iterdir()] == ["sheet.png"]
