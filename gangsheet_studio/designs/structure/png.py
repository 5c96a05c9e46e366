"""PNG: its chunks in order, their checksums, what would be inflated (PNG specification, third edition)."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from gangsheet_studio.designs.structure.phrases import CUT, TOO_COMPLEX
from gangsheet_studio.model.units import MB

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.designs.structure.reader import Reader

_SIGNATURE: Final = 8
_ONCE_BEFORE_PIXELS: Final = {b"PLTE", b"IHDR"}
_MOST_CHUNKS: Final = 100_000  # and one more for each of these bytes: writers put far more into one
_BYTES_A_CHUNK: Final = 1024
_MOST_TEXT_HEAD: Final = 1 << 16
_MOST_INFLATED: Final = 8 * MB  # where libpng gives a text or a profile up
_MOST_INFLATED_IN_ALL: Final = 64 * MB


def damage(reader: Reader) -> str:
    """Return a phrase about what is wrong with a PNG, empty where nothing is. RefusedInputError."""
    reader.skip(_SIGNATURE)
    walk = _Walk(reader)
    while walk.last != b"IEND":
        if wrong := walk.next_chunk():
            return wrong
    return "" if b"IDAT" in walk.seen else "has no pixels in it"


class _Walk:
    """Where a walk over the chunks has come to."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._chunks = self._inflated = 0
        self.seen: set[bytes] = set()
        self.last = b""

    def next_chunk(self) -> str:
        """Read one chunk; return what is wrong with it."""
        head = self._reader.take(8)
        if len(head) < 8:
            return CUT
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if wrong := _wrong_order(kind, self.last, self.seen):
            return wrong
        self._count()
        left, crc = length, zlib.crc32(kind)
        for piece in self._contents(kind, length):
            crc = zlib.crc32(piece, crc)
            left -= len(piece)
        checksum = self._reader.take(4)
        if left or len(checksum) < 4:
            return CUT
        if int.from_bytes(checksum, "big") != crc and kind[:1].isupper():
            return "has a wrong checksum in it"  # what is not critical, no decoder looks at
        self.seen.add(kind)
        self.last = kind
        return ""

    def _count(self) -> None:
        self._chunks += 1
        if self._chunks > _MOST_CHUNKS + self._reader.position / _BYTES_A_CHUNK:
            raise self._reader.refused(TOO_COMPLEX, "is made of far too many pieces; export it again")

    def _contents(self, kind: bytes, length: int) -> Iterator[bytes]:
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            return self._inflating(kind, length)
        return self._reader.pieces(length)

    def _inflating(self, kind: bytes, length: int) -> Iterator[bytes]:
        """Yield a chunk's pieces, and look what they would come to."""
        head = self._reader.take(min(length, _MOST_TEXT_HEAD))
        yield head
        start = _start_of_deflate(kind, head)
        room = _MOST_INFLATED if start else 0
        inflater = zlib.decompressobj()
        room -= _inflate(inflater, head[start:], room)
        for piece in self._reader.pieces(length - len(head)):
            room -= _inflate(inflater, piece, room)
            yield piece
        self._inflated += _MOST_INFLATED - room if start else 0
        if self._inflated > _MOST_INFLATED_IN_ALL:
            what = "has texts in it that are far too long; export it again without them"
            raise self._reader.refused(TOO_COMPLEX, what)


def _wrong_order(kind: bytes, last: bytes, seen: set[bytes]) -> str:
    if not kind.isalpha():
        return "has a piece in it that is no part of a PNG"
    if (not seen) != (kind == b"IHDR"):
        return "does not begin with its header"
    repeated = kind in _ONCE_BEFORE_PIXELS and (kind in seen or b"IDAT" in seen)
    torn = kind == b"IDAT" and b"IDAT" in seen and last != b"IDAT"
    return "has its pieces in a wrong order" if repeated or torn else ""


def _start_of_deflate(kind: bytes, head: bytes) -> int:
    """Return where what is deflated of a text or profile begins (11.3.2.3, 11.3.3.3 and 4); 0 for none."""
    keyword = head.find(b"\0")
    if keyword < 0 or kind != b"iTXt":
        return keyword + 2 if keyword >= 0 else 0
    language = head.find(b"\0", keyword + 3)
    translation = head.find(b"\0", language + 1)
    deflated = head[keyword + 1 : keyword + 2] == b"\1" and 0 < language < translation
    return translation + 1 if deflated else 0


def _inflate(inflater: zlib._Decompress, data: bytes, room: int) -> int:
    """Return the bytes that `data` inflates to, at most `room`; what is no deflate comes to nothing."""
    if room <= 0 or inflater.eof:
        return 0
    try:
        return len(inflater.decompress(data, room))
    except zlib.error:
        return 0
