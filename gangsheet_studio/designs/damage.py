"""What is wrong with an artwork file, told by its structure while all of it is read for its hash."""

from __future__ import annotations

import hashlib
import os
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final

from msgspec import Struct

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format

_READ: Final = 1 << 18
_TAIL: Final = 1 << 20
_CUT: Final = "ends before its last row"

# PNG specification, third edition, 5.3 and 5.6
_PNG_SIGNATURE: Final = 8
_ONCE_BEFORE_PIXELS: Final = {b"PLTE", b"IHDR"}
_JPEG_END: Final = b"\xff\xd9"  # ISO 10918-1, B.1.1.3: EOI
_RIFF_HEAD: Final = 12  # WebP container specification


class Content(Struct, frozen=True):
    """A file's hash, and a phrase about what is wrong with it, empty where nothing is."""

    key: str
    damage: str


def read_content(path: Path, kind: Format) -> Content:
    """Return what reading all of the file at `path` tells. OSError."""
    with path.open("rb", buffering=0) as file:
        reader = _Reader(file)
        match kind:
            case "png":
                damage = _png(reader)
            case "jpeg":
                damage = "" if _JPEG_END in reader.tail() else _CUT
            case "webp":
                damage = _webp(reader)
            case _:
                damage = ""
        reader.drain()
    return Content(reader.digest.hexdigest(), damage)


class _Reader:
    """Reads a file once from start to end, and hashes what it reads."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()
        self.size = os.fstat(file.fileno()).st_size

    def read(self, count: int) -> bytes:
        """Return the next `count` bytes, less at the end of the file."""
        data = b""
        while len(data) < count and (more := self._file.read(count - len(data))):
            data += more
        self.digest.update(data)
        return data

    def drain(self) -> None:
        """Read on to the end."""
        while self.read(_READ):
            continue

    def tail(self) -> bytes:
        """Read on to the end; return the last bytes of it, up to some number."""
        data = b""
        while more := self.read(_READ):
            data = (data + more)[-_TAIL:]
        return data


def _png(reader: _Reader) -> str:
    """Walk the chunks: their order, their checksums, and whether the last one is there."""
    reader.read(_PNG_SIGNATURE)
    seen: set[bytes] = set()
    last = b""
    while last != b"IEND":
        head = reader.read(8)
        if len(head) < 8:
            return _CUT
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if wrong := _wrong_order(kind, last, seen):
            return wrong
        crc = zlib.crc32(kind)
        while length:
            data = reader.read(min(length, _READ))
            if not data:
                return _CUT
            crc = zlib.crc32(data, crc)
            length -= len(data)
        if len(sum_there := reader.read(4)) < 4:
            return _CUT
        if int.from_bytes(sum_there, "big") != crc and kind[:1].isupper():
            return "has a wrong checksum in it"  # what is not critical, no decoder looks at
        seen.add(kind)
        last = kind
    return "" if b"IDAT" in seen else "has no pixels in it"


def _wrong_order(kind: bytes, last: bytes, seen: set[bytes]) -> str:
    if not kind.isalpha():
        return "has a piece in it that is no part of a PNG"
    if (not seen) != (kind == b"IHDR"):
        return "does not begin with its header"
    repeated = kind in _ONCE_BEFORE_PIXELS and (kind in seen or b"IDAT" in seen)
    torn = kind == b"IDAT" and b"IDAT" in seen and last != b"IDAT"
    return "has its pieces in a wrong order" if repeated or torn else ""


def _webp(reader: _Reader) -> str:
    head = reader.read(_RIFF_HEAD)
    return _CUT if int.from_bytes(head[4:8], "little") + 8 > reader.size else ""
