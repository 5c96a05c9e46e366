"""A TIFF sheet, written a strip at a time (TIFF 6.0; BigTIFF where it must be)."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.sheets.tiff.tags import (
    CLASSIC_BYTES,
    HEADER_BYTES,
    count_tags,
    directory,
    directory_bytes,
    header,
    start_of_entries,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.tiff.tags import Sheet


class WrittenTiff(Struct, frozen=True):
    """A file as it was written: header, strips (their CRC-32) and directory lie in this order.

    `starts` are where the strips lie, with the end of the last.
    """

    header: bytes
    strips_crc: int
    starts: tuple[int, ...]
    directory: bytes
    big: bool

    @property
    def bytes(self) -> int:
        """Size of the whole file."""
        return self.starts[-1] + self.starts[-1] % 2 + len(self.directory)


class TiffWriter:
    """Streams strips into `file`, and says at the end where they are.

    A file of `classic_bytes` or more becomes a BigTIFF.
    """

    def __init__(self, file: AtomicFile, sheet: Sheet, classic_bytes: int = CLASSIC_BYTES) -> None:
        self._file, self._sheet, self._classic_bytes = file, sheet, classic_bytes
        self._lengths: list[int] = []
        self._crc = 0
        file.write(bytes(HEADER_BYTES))

    def write(self, strips: Sequence[bytes]) -> None:
        """Append strips; NotEnoughDiskError or OutputError name the file."""
        data = b"".join(strips)
        self._lengths += map(len, strips)
        self._crc = isal_zlib.crc32(data, self._crc)
        self._file.write(data)

    def finish(self) -> WrittenTiff:
        """Write the directory, then the header; the file is complete."""
        starts = tuple(accumulate(self._lengths, initial=HEADER_BYTES))
        at = starts[-1] + starts[-1] % 2
        strips = len(self._lengths)
        big = at + directory_bytes(self._sheet, strips, big=False) >= self._classic_bytes
        written = directory(self._sheet, starts[:-1], self._lengths, at, big=big)
        entries = at + start_of_entries(written, count_tags(self._sheet), big=big)
        first = header(entries, big=big).ljust(HEADER_BYTES, b"\0")
        self._file.write(bytes(at - starts[-1]) + written)
        self._file.write_at_start(first)
        return WrittenTiff(first, self._crc, starts, written, big)
