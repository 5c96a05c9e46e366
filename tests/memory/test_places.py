"""Folders whose files take memory."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gangsheet_studio.memory.places import file_bytes, is_in_memory


def test_a_folder_on_a_disk(tmp_path: Path) -> None:
    on_disk = Path(__file__).parent
    assert not is_in_memory(on_disk)
    assert not is_in_memory(on_disk / "not" / "there" / "yet")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no folder in memory is at hand")
def test_a_folder_in_memory() -> None:
    assert is_in_memory(Path("/dev/shm"))
    assert is_in_memory(Path("/dev/shm/not/there/yet"))


def test_where_it_is_not_known_it_is_a_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert not is_in_memory(Path("/dev/shm"))


def test_files_are_added_up(tmp_path: Path) -> None:
    assert file_bytes(tmp_path / "gone") == 0
    (tmp_path / "a").write_bytes(bytes(1000))
    (tmp_path / "b").write_bytes(bytes(234))
    assert file_bytes(tmp_path) == 1234
