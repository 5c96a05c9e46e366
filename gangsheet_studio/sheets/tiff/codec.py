"""How rows of a TIFF become pieces that stand alone, and pieces a strip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from isal import isal_zlib

from gangsheet_studio.sheets.tiff import fast_lzw, lzw

if TYPE_CHECKING:
    from gangsheet_studio.model.output import Compression
    from gangsheet_studio.sheets.types import Checksums, Pixels

_LEVEL: Final = 2
_ZLIB_HEADER: Final = b"\x78\x01"
_LAST_BLOCK: Final = b"\x01\x00\x00\xff\xff"
_LZW_END: Final = b"\x80\x80"  # END, with 9 bits
_STORED: Final = b"\x00"  # a deflate block that is not compressed


class Codec(Protocol):
    """One of TIFF's compressions; `predicts` is whether pixels are coded less the pixel to their left.

    Pieces that `open` a strip may differ from those that follow others.
    """

    compression: int
    predicts: bool
    start: bytes

    def encode(self, rows: Pixels, *, opens: bool = False) -> tuple[bytes, list[int]]:
        """Return the pieces of `rows`, shape (rows, bytes), one after the other, and the length of each."""

    def end(self, checksums: Checksums) -> list[bytes]:
        """Return what ends each strip, by the Adler-32 of all that is in it."""

    def decode(self, strip: bytes, size: int) -> bytes:
        """Return the `size` bytes of a whole strip, or of pieces; ValueError where they can't be read."""


class Lzw:
    """TIFF 6.0, section 13, with predictor 2 (section 14)."""

    compression = 5
    predicts = True
    start = b""

    def encode(self, rows: Pixels, *, opens: bool = False) -> tuple[bytes, list[int]]:
        """Return the pieces of `rows`, and the length of each."""
        if fast_lzw.library() is not None:
            data, ends = fast_lzw.encode(rows, opens=opens)
            return data, np.diff(ends, prepend=0).tolist()
        pieces = lzw.encode([row.tobytes() for row in rows], opens=opens)
        return b"".join(pieces), list(map(len, pieces))

    def end(self, checksums: Checksums) -> list[bytes]:
        """Return the code that ends a strip."""
        return [_LZW_END] * len(checksums)

    def decode(self, strip: bytes, size: int) -> bytes:
        """Return the bytes of a strip."""
        if fast_lzw.library() is not None:
            return fast_lzw.decode(strip, size)
        return lzw.decode(strip, size)


class Deflate:
    """Adobe Photoshop TIFF Technical Notes, 2002: a zlib stream a strip; with predictor 2."""

    compression = 8
    predicts = True
    start = _ZLIB_HEADER

    def encode(self, rows: Pixels, *, opens: bool = False) -> tuple[bytes, list[int]]:  # noqa: ARG002
        """Return the pieces of `rows`, and the length of each."""
        if rows.shape[1] <= 8:  # too little to compress
            count = rows.shape[1]
            head = _STORED + count.to_bytes(2, "little") + (count ^ 0xFFFF).to_bytes(2, "little")
            return b"".join(head + row.tobytes() for row in rows), [5 + count] * len(rows)
        compressor = isal_zlib.compressobj(_LEVEL, wbits=-15)
        flat, size = np.ascontiguousarray(rows).data.cast("B"), rows.shape[1]
        pieces = [
            compressor.compress(flat[start : start + size]) + compressor.flush(isal_zlib.Z_FULL_FLUSH)
            for start in range(0, rows.size, size)
        ]
        return b"".join(pieces), list(map(len, pieces))

    def end(self, checksums: Checksums) -> list[bytes]:
        """Return an empty last block and the checksum."""
        return [_LAST_BLOCK + checksum.to_bytes(4, "big") for checksum in checksums.tolist()]

    def decode(self, strip: bytes, size: int) -> bytes:
        """Return the bytes of a strip, with or without its start and its end."""
        raw = strip if strip.startswith(_ZLIB_HEADER) else _ZLIB_HEADER + strip
        try:
            return isal_zlib.decompressobj().decompress(raw, size)
        except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls the class an instance
            raise ValueError(str(error)) from error


class Plain:
    """Pixels as they are."""

    compression = 1
    predicts = False
    start = b""

    def encode(self, rows: Pixels, *, opens: bool = False) -> tuple[bytes, list[int]]:  # noqa: ARG002
        """Return the bytes of `rows`, and the length of each."""
        return np.ascontiguousarray(rows).tobytes(), [rows.shape[1]] * len(rows)

    def end(self, checksums: Checksums) -> list[bytes]:
        """Return nothing."""
        return [b""] * len(checksums)

    def decode(self, strip: bytes, size: int) -> bytes:
        """Return the bytes of a strip."""
        if len(strip) > size:
            raise ValueError("too many bytes")
        return strip


def codec_for(compression: Compression) -> Codec:
    """Return what codes strips with `compression`."""
    codecs: dict[Compression, Codec] = {"lzw": Lzw(), "deflate": Deflate(), "none": Plain()}
    return codecs[compression]
