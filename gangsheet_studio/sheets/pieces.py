"""The rows of a picture as pieces of bytes, kept until they are joined into sheets."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from gangsheet_studio.sheets.types import Checksums


class Pieces:
    """One piece a row, each of its own length; in memory, or in a scratch file that it owns."""

    def __init__(self, ends: Checksums, checksums: Checksums, kept: bytes | Path) -> None:
        self.checksums = checksums
        self._starts = np.concatenate(([0], ends))
        self._blob = None if not isinstance(kept, bytes) else memoryview(kept)
        self._path = None if isinstance(kept, bytes) else kept

    @property
    def ends(self) -> Checksums:
        """Where each piece ends among all bytes."""
        return self._starts[1:]

    @property
    def kept(self) -> bytes | None:
        """All bytes, None where they lie in its scratch file."""
        return None if self._blob is None else self._blob.tobytes()

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        tables = self._starts.nbytes + self.checksums.nbytes
        return tables + (self._blob.nbytes if self._blob is not None else 0)

    @property
    def scratch_bytes(self) -> int:
        """What it holds on disk."""
        return int(self._starts[-1]) if self._path is not None else 0

    def pieces(self, first: int, last: int) -> list[bytes | memoryview]:
        """Return the pieces of rows `first` to `last`, the end excluded."""
        edges = self._starts[first : last + 1].tolist()
        start, stop = edges[0], edges[-1]
        data = self._blob[start:stop] if self._blob is not None else self._read(start, stop)
        return [data[a - start : b - start] for a, b in pairwise(edges)]

    def close(self) -> None:
        """Give back memory and scratch; the object is of no use afterwards."""
        self._blob = None
        if self._path is not None:
            with suppress(OSError):  # another program looks at it: it goes with its folder
                self._path.unlink(missing_ok=True)

    def _read(self, start: int, stop: int) -> memoryview:
        if self._path is None:
            raise ValueError("rows are closed")
        with self._path.open("rb", buffering=0) as file:
            file.seek(start)
            data = file.read(stop - start)
        if len(data) != stop - start:
            raise OSError(f"scratch file {self._path} is cut short")
        return memoryview(data)


class PieceKeeper:
    """Takes pieces as they are made: up to `keep` bytes in memory, more in the file `scratch`.

    Leaving it with an error removes the file.
    """

    def __init__(self, keep: int, scratch: Path) -> None:
        self._keep, self._scratch = keep, scratch
        self._kept = bytearray()
        self._file: BinaryIO | None = None
        self.lengths: list[int] = []

    def __enter__(self) -> PieceKeeper:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None:
            return
        try:
            self._file.close()
        except OSError:  # what it still holds can't be written either
            self._scratch.unlink(missing_ok=True)
            if error is None:
                raise
        if error is not None:
            self._scratch.unlink(missing_ok=True)

    def add(self, data: bytes, lengths: Sequence[int]) -> None:
        """Take pieces that lie one after the other in `data`. OSError from the file."""
        self.lengths += lengths
        self._kept += data
        if self._file is None and len(self._kept) > self._keep:
            self._file = self._scratch.open("wb")
        if self._file is not None:
            self._file.write(self._kept)
            self._kept = bytearray()

    @property
    def ends(self) -> Checksums:
        """Where each piece ends among all bytes."""
        return np.cumsum(np.array(self.lengths, np.int64))

    @property
    def kept(self) -> bytes | Path:
        """All bytes, or the file that they are in."""
        return bytes(self._kept) if self._file is None else self._scratch
