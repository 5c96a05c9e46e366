"""A TIFF sheet, written a strip at a time (TIFF 6.0; BigTIFF where it must be)."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.sheets.tiff.tags import CLASSIC_BYTES, HEADER_BYTES, directory, header

if TYPE_CHECKING:
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.tiff.splice import Strips
    from gangsheet_studio.sheets.tiff.tags import Sheet


class WrittenTiff(Struct, frozen=True):
    """A file as it was written: its header, the CRC-32 of all that follows, and how long it is."""

    header: bytes
    crc: int
    bytes: int
    big: bool


class TiffWriter:
    """Streams strips into `file`, and says at the end where they are.

    A file of `classic_bytes` or more becomes a BigTIFF.
    """

    def __init__(self, file: AtomicFile, sheet: Sheet, classic_bytes: int = CLASSIC_BYTES) -> None:
        self._file, self._sheet, self._classic_bytes = file, sheet, classic_bytes
        self._lengths = array("Q")  # of every strip: a list would take four times as much
        self._end = HEADER_BYTES
        self._crc = 0
        file.write(bytes(HEADER_BYTES))

    def write(self, strips: Strips) -> int:
        """Append strips; return where the first begins. NotEnoughDiskError or OutputError name the file."""
        start = self._end
        self._lengths.extend(strips.lengths)
        self._append(strips.data)
        return start

    def finish(self) -> WrittenTiff:
        """Write the directory, then the header; the file is complete."""
        lengths = np.frombuffer(self._lengths, np.uint64)
        offsets = HEADER_BYTES + np.cumsum(lengths) - lengths
        self._append(bytes(self._end % 2))
        at, big = self._end, False
        written, entries = directory(self._sheet, offsets, lengths, at, big=False)
        if at + len(written) >= self._classic_bytes:
            big = True
            written, entries = directory(self._sheet, offsets, lengths, at, big=True)
        self._append(written)
        first = header(entries, big=big).ljust(HEADER_BYTES, b"\0")
        self._file.write_at_start(first)
        return WrittenTiff(first, self._crc, self._end, big)

    def _append(self, data: bytes) -> None:
        self._file.write(data)
        self._crc = isal_zlib.crc32(data, self._crc)
        self._end += len(data)
