"""Turning rows that arrive from top to bottom, against numpy's own turning of whole pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gangsheet_studio.designs import orient
from gangsheet_studio.designs.orient import Turn, turn_for, turn_strips

TURNS = [Turn(t, x, y) for t in (False, True) for x in (False, True) for y in (False, True)]
# what a viewer does to show a file of each EXIF orientation upright, clockwise turns after mirroring
UPRIGHT = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: np.rot90(np.fliplr(a), 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(np.fliplr(a), -1),
    8: lambda a: np.rot90(a, 1),
}


def picture(width: int, height: int) -> np.ndarray:
    """Return pixels that are all different."""
    return np.arange(width * height, dtype=np.uint32).reshape(height, width)


def cut(pixels: np.ndarray, rows: int) -> list[np.ndarray]:
    return [pixels[top : top + rows] for top in range(0, len(pixels), rows)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    width=st.integers(1, 150),
    height=st.integers(1, 150),
    rows=st.integers(1, 40),
    orientation=st.integers(1, 8),
    rotation=st.sampled_from([0, 90, 180, 270]),
    in_memory=st.sampled_from([0, 1 << 30]),
    block=st.sampled_from([1, 7, 64]),
)
def test_every_turn_of_every_shape(
    tmp_path: Path,
    width: int,
    height: int,
    rows: int,
    orientation: int,
    rotation: int,
    in_memory: int,
    block: int,
) -> None:
    pixels, scratch = picture(width, height), tmp_path / "turn"
    turn = turn_for(orientation, rotation)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orient, "BLOCK_ROWS", block)
        strips = list(turn_strips(cut(pixels, rows), width, height, turn, scratch, in_memory))
    expected = np.rot90(UPRIGHT[orientation](pixels), -rotation // 90)
    assert np.array_equal(np.concatenate(strips), expected)


@given(first=st.sampled_from(TURNS), after=st.sampled_from(TURNS))
def test_then_is_one_after_the_other(first: Turn, after: Turn) -> None:
    pixels = picture(5, 3)
    assert np.array_equal(first.then(after).apply(pixels), after.apply(first.apply(pixels)))


def test_a_wide_picture_is_stored_a_few_rows_at_a_time(tmp_path: Path) -> None:
    width, height = 1 << 18, 5  # a row of a megabyte
    pixels = picture(width, height)
    strips = list(turn_strips(cut(pixels, 2), width, height, Turn(transpose=True), tmp_path / "turn", 0))
    assert max(strip.nbytes for strip in strips) <= 4 << 20
    assert np.array_equal(np.concatenate(strips), pixels.T)


@pytest.mark.parametrize("turn", TURNS[1:])
def test_a_scratch_file_serves_the_next_picture(tmp_path: Path, turn: Turn) -> None:
    scratch = tmp_path / "turn"
    for width, height in ((100, 200), (30, 20), (200, 300)):
        pixels = picture(width, height)
        given_up = turn_strips(cut(pixels, 16), width, height, turn, scratch, 0)
        next(given_up)
        given_up.close()
        strips = list(turn_strips(cut(pixels, 16), width, height, turn, scratch, 0))
        assert np.array_equal(np.concatenate(strips), turn.apply(pixels))
    assert scratch.exists() is (turn.transpose or turn.mirror_y)


def test_a_source_that_breaks_is_passed_on(tmp_path: Path) -> None:
    def strips():
        yield picture(100, 90)
        assert (tmp_path / "turn").exists()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(turn_strips(strips(), 100, 200, Turn(transpose=True), tmp_path / "turn", 0))


def test_a_scratch_file_that_is_cut_by_others_is_no_endless_wait(tmp_path: Path) -> None:
    scratch = tmp_path / "turn"
    strips = turn_strips(cut(picture(100, 200), 16), 100, 200, Turn(mirror_y=True), scratch, 0)
    next(strips)
    with scratch.open("r+b") as file:
        file.truncate(10)
    with pytest.raises(OSError, match="cut short"):
        list(strips)
