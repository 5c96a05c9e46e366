"""What the decoder answers of staged rows, as sheets take it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gangsheet_studio.sheets.png.rows import DeflatedRows

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.decoder.tasks import StagedRows
    from gangsheet_studio.engine.sheet_format import StagingRoom


def deflated(staged: StagedRows, box: tuple[int, int], room: StagingRoom, bare: bytes) -> DeflatedRows:
    """Return the rows of a picture of the size `box`, for film of `bare` pixels."""
    return DeflatedRows(*box, *tables(staged), kept(staged, room), bare)


def tables(staged: StagedRows) -> tuple[np.ndarray, np.ndarray]:
    """Return where each row ends, and the checksum of each."""
    return np.frombuffer(staged.ends, np.int64), np.frombuffer(staged.checksums, np.int64)


def kept(staged: StagedRows, room: StagingRoom) -> bytes | Path:
    """Return the rows themselves, or the file that they lie in."""
    return room.scratch if staged.kept is None else staged.kept
