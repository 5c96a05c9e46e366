"""A PNG sheet, written a band at a time (PNG specification, third edition)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from isal import isal_zlib

from gangsheet_studio.sheets.adler import RunningAdler
from gangsheet_studio.sheets.written import HashedFile, WrittenFile

if TYPE_CHECKING:
    from gangsheet_studio.sheets.png.splice import Spliced
    from gangsheet_studio.sheets.written import Sink

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ZLIB_HEADER = b"\x78\x01"
_LAST_BLOCK = b"\x01\x00\x00\xff\xff"
_PERCEPTUAL = b"\x00"
METRES_PER_INCH = 0.0254


class PngWriter:
    """Streams rows of 8-bit RGBA into `file`: 8-bit, colour type 6, sRGB and pHYs chunks."""

    def __init__(self, file: Sink, width_px: int, height_px: int, dpi: int) -> None:
        self._file = HashedFile(file)
        self._adler = RunningAdler()
        self._file.write(SIGNATURE)
        self._chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, 8, 6, 0, 0, 0))
        self._chunk(b"sRGB", _PERCEPTUAL)
        self._chunk(b"pHYs", struct.pack(">IIB", *[round(dpi / METRES_PER_INCH)] * 2, 1))
        self._chunk(b"IDAT", _ZLIB_HEADER)

    def write(self, band: Spliced) -> int:
        """Append the rows of `band` as one chunk; returns where in the file it begins."""
        start = self._file.bytes
        self._adler.append(band.checksums, band.lengths)
        self._chunk(b"IDAT", band.data)
        return start

    def finish(self) -> WrittenFile:
        """End the stream; the file is complete."""
        self._chunk(b"IDAT", _LAST_BLOCK + self._adler.value.to_bytes(4, "big"))
        self._chunk(b"IEND", b"")
        return self._file.written

    def _chunk(self, kind: bytes, data: bytes) -> None:
        self._file.write(len(data).to_bytes(4, "big") + kind)
        self._file.write(data)
        self._file.write(isal_zlib.crc32(data, isal_zlib.crc32(kind)).to_bytes(4, "big"))
