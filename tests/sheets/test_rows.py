"""Rows kept as deflated pieces come back as they were, in any order."""

from __future__ import annotations

import errno
import io
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.errors import CancelledError
from gangsheet_studio.sheets.adler import RunningAdler
from gangsheet_studio.sheets.png.rows import deflate_rows
from tests.sheets.conftest import picture, stage


def unfilter(filtered: np.ndarray) -> np.ndarray:
    return np.cumsum(filtered, axis=0, dtype=np.uint8)


@pytest.mark.parametrize("keep", [0, 1 << 20], ids=["in scratch", "in memory"])
@pytest.mark.parametrize("strip", [1, 4, 100])
def test_rows_come_back(tmp_path: Path, keep: int, strip: int) -> None:
    pixels = picture(13, 29, seed=1)
    rows = stage(pixels, tmp_path / "d.rows", keep, strip)
    assert np.array_equal(unfilter(rows.filtered(0, 29)), pixels.reshape(29, -1))
    assert not unfilter(rows.filtered(0, 30))[-1].any(), "the closing row returns to transparent"
    assert (rows.scratch_bytes > 0, (tmp_path / "d.rows").exists()) == (keep == 0, keep == 0)
    rows.close()
    assert not (tmp_path / "d.rows").exists()


def test_scratch_that_cannot_be_removed_is_left_to_its_folder(tmp_path: Path) -> None:
    rows = stage(picture(13, 29, seed=1), tmp_path / "d.rows", keep=0)
    (tmp_path / "d.rows").unlink()
    (tmp_path / "d.rows").mkdir()  # which nothing removes as a file
    rows.close()
    assert (tmp_path / "d.rows").is_dir()


def test_a_full_disk_is_told_and_leaves_no_scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.FileIO):
        def write(self, _data: object) -> int:
            raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(Path, "open", lambda path, mode: io.BufferedWriter(Full(path, mode)))
    strips = [np.ones((4, 40), np.uint8)]
    with pytest.raises(OSError, match="no space left"):
        deflate_rows(strips, 10, 4, keep=0, scratch=tmp_path / "d.rows", cancel=threading.Event())
    assert not list(tmp_path.iterdir())


def test_pieces_stand_alone(tmp_path: Path) -> None:
    rows = stage(picture(40, 20, seed=2), tmp_path / "d.rows")
    shuffled = [rows.pieces(n, n + 1)[0] for n in (7, 3, 20, 3, 0)]
    stream = zlib.decompressobj(wbits=-15).decompress(b"".join(shuffled))
    expected = np.concatenate([rows.filtered(n, n + 1) for n in (7, 3, 20, 3, 0)])
    assert stream == expected.tobytes()


def test_each_row_has_its_checksum(tmp_path: Path) -> None:
    rows = stage(picture(40, 20, seed=3), tmp_path / "d.rows")
    assert [zlib.adler32(row) for row in rows.filtered(0, 21)] == rows.checksums.tolist()


def test_too_few_rows_are_refused_and_leave_no_scratch(tmp_path: Path) -> None:
    strips = [np.ones((3, 40), np.uint8)]
    with pytest.raises(ValueError, match="3 rows instead of 4"):
        deflate_rows(strips, 10, 4, keep=0, scratch=tmp_path / "d.rows", cancel=threading.Event())
    assert not list(tmp_path.iterdir())


def test_cancel_leaves_no_scratch(tmp_path: Path) -> None:
    cancel = threading.Event()

    def strips():
        yield np.ones((3, 40), np.uint8)
        cancel.set()
        yield np.ones((3, 40), np.uint8)

    with pytest.raises(CancelledError):
        deflate_rows(strips(), 10, 6, keep=0, scratch=tmp_path / "d.rows", cancel=cancel)
    assert not list(tmp_path.iterdir())


@given(st.lists(st.lists(st.binary(max_size=300), min_size=1, max_size=6), min_size=1, max_size=5))
def test_adler_of_pieces_is_adler_of_all(batches: list[list[bytes]]) -> None:
    running = RunningAdler()
    for batch in batches:
        sums = np.array([zlib.adler32(piece) for piece in batch], np.int64)
        running.append(sums, np.array([len(piece) for piece in batch], np.int64))
    assert running.value == zlib.adler32(b"".join(piece for batch in batches for piece in batch))


def test_adler_of_many_long_pieces() -> None:
    piece = b"\xff" * 200_000
    running = RunningAdler()
    running.append(np.full(300, zlib.adler32(piece), np.int64), np.full(300, len(piece), np.int64))
    assert running.value == zlib.adler32(piece * 300)
