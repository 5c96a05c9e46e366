"""The eight ways to turn and mirror a picture, done on rows that arrive from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.model.inspection import Box

Strip: TypeAlias = NDArray[np.uint32]
"""Rows of whole RGBA pixels, shape (rows, columns)."""

BLOCK_ROWS: Final = 64  # transposing more rows at once misses the cache
_READ_ROWS: Final = 96  # each block is read once for so many rows
_BLOCK_BYTES: Final = 2 << 20


class Turn(Struct, frozen=True):
    """Swap rows and columns first, then mirror left-right and top-bottom."""

    transpose: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    def then(self, after: Turn) -> Turn:
        """Return the turn that does this one and then `after`."""
        x, y = (self.mirror_y, self.mirror_x) if after.transpose else (self.mirror_x, self.mirror_y)
        return Turn(self.transpose ^ after.transpose, x ^ after.mirror_x, y ^ after.mirror_y)

    def apply(self, picture: Strip) -> Strip:
        """Return a view of a whole `picture`, turned."""
        turned = picture.T if self.transpose else picture
        return turned[:: -1 if self.mirror_y else 1, :: -1 if self.mirror_x else 1]

    def box(self, box: Box, width: int, height: int) -> Box:
        """Return where `box` of a `width` x `height` picture lies once that is turned."""
        left, top, across, down = box
        if self.transpose:
            left, top, across, down, width, height = top, left, down, across, height, width
        return (
            width - left - across if self.mirror_x else left,
            height - top - down if self.mirror_y else top,
            across,
            down,
        )

    def back(self) -> Turn:
        """Return the turn that undoes this one."""
        return Turn(True, self.mirror_y, self.mirror_x) if self.transpose else self


_ROTATIONS = {
    0: Turn(),
    90: Turn(transpose=True, mirror_x=True),
    180: Turn(mirror_x=True, mirror_y=True),
    270: Turn(transpose=True, mirror_y=True),
}
# EXIF 2.3, tag 274: what undoes each orientation.
_ORIENTATIONS = {
    1: Turn(),
    2: Turn(mirror_x=True),
    3: _ROTATIONS[180],
    4: Turn(mirror_y=True),
    5: Turn(transpose=True),
    6: _ROTATIONS[90],
    7: Turn(transpose=True, mirror_x=True, mirror_y=True),
    8: _ROTATIONS[270],
}


def turn_for(orientation: int, rotation: Rotation, *, mirror: bool = False) -> Turn:
    """Return the turn from a file's stored rows to the sheet.

    They come upright first, then turn clockwise by `rotation`, then `mirror` flips them from left to right.
    """
    turn = _ORIENTATIONS[orientation].then(_ROTATIONS[rotation])
    return turn.then(Turn(mirror_x=True)) if mirror else turn


def turn_strips(
    strips: Iterable[Strip], width: int, height: int, turn: Turn, scratch: Path, in_memory: int
) -> Generator[Strip, None, None]:
    """Turn a `width` x `height` picture that comes in `strips`; yields strips of the turned one.

    What comes out in another order than it went in waits in the file `scratch`, or in memory up to
    `in_memory` bytes. The file stays for the next picture: writing over pages that the system has is
    twice as fast as having it make new ones. Whoever owns the folder removes it.
    """
    if not turn.transpose and not turn.mirror_y:
        yield from (turn.apply(strip) for strip in strips)
    elif width * height * 4 <= in_memory:
        yield turn.apply(np.concatenate(list(strips)))
    else:
        with scratch.open("r+b" if scratch.exists() else "w+b", buffering=0) as file:
            blocks = [_store(file, block, turn) for block in _regroup(strips, _rows_of(width, BLOCK_ROWS))]
            yield from _columns(file, blocks, turn) if turn.transpose else _upwards(file, blocks)


def _rows_of(width: int, most: int) -> int:
    """Return the rows to handle at once of a picture that is `width` wide, `most` at the most."""
    return min(most, max(1, _BLOCK_BYTES // (width * 4)))


class _Block(Struct, frozen=True):
    """Turned rows of one block of the source, at `offset` in the file."""

    offset: int
    rows: int
    columns: int


def _regroup(strips: Iterable[Strip], rows: int) -> Iterator[Strip]:
    waiting: list[Strip] = []
    count = 0
    for strip in strips:
        waiting.append(strip)
        count += len(strip)
        if count >= rows:
            yield np.concatenate(waiting)
            waiting, count = [], 0
    if waiting:
        yield np.concatenate(waiting)


def _store(file: BinaryIO, block: Strip, turn: Turn) -> _Block:
    turned = np.ascontiguousarray(turn.apply(block))
    offset = file.tell()
    view = turned.data.cast("B")
    while view:
        view = view[file.write(view) :]
    return _Block(offset, *turned.shape)


def _load(file: BinaryIO, offset: int, rows: int, columns: int) -> Strip:
    data = np.empty((rows, columns), np.uint32)
    view = data.data.cast("B")
    file.seek(offset)
    while view:
        read = file.readinto(view)  # type: ignore[attr-defined]
        if not read:
            raise OSError(f"scratch file {file.name} is cut short")
        view = view[read:]
    return data


def _columns(file: BinaryIO, blocks: list[_Block], turn: Turn) -> Iterator[Strip]:
    """Each block is a stripe of columns as high as the turned picture."""
    height = blocks[0].rows
    stripes = blocks[::-1] if turn.mirror_x else blocks
    step = _rows_of(sum(block.columns for block in blocks), _READ_ROWS)
    for top in range(0, height, step):
        rows = min(step, height - top)
        yield np.concatenate(
            [_load(file, b.offset + top * b.columns * 4, rows, b.columns) for b in stripes], axis=1
        )


def _upwards(file: BinaryIO, blocks: list[_Block]) -> Iterator[Strip]:
    for block in reversed(blocks):
        yield _load(file, block.offset, block.rows, block.columns)
