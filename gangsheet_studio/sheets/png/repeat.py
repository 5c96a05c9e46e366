"""A piece that repeats an earlier one: for copies of a design side by side on the same rows."""

from __future__ import annotations

import random
import zlib

_FARTHEST = 32_505  # how far back zlib looks: 32 KB less its look-ahead and a byte
_LONGEST_MATCH = 258
_TAIL = 4


def repeat_piece(length: int, distance: int) -> bytes | None:
    """Return deflated bytes that say "once more the `length` bytes that began `distance` bytes ago".

    They are back-references alone (RFC 1951, 3.2.3), so they hold whatever those bytes are. None where
    the distance is out of deflate's reach or there is too little to repeat.
    """
    if length < 2 * _TAIL or not length <= distance <= _FARTHEST:
        return None
    source = random.Random(0)  # noqa: S311  # bytes in which nothing repeats by itself
    # one byte more in front: zlib takes a match at the very start for none
    piece = _deflate_again(source.randbytes(distance + 1), length)
    other = source.randbytes(distance)
    holds = zlib.decompressobj(wbits=-15, zdict=other).decompress(piece) == other[:length]
    return piece if holds else None


def _deflate_again(earlier: bytes, length: int) -> bytes:
    compressor = zlib.compressobj(9, wbits=-15, zdict=earlier)
    # zlib writes a last match of three bytes or less as they are: it gets a tail of its own
    tail = _TAIL if length % _LONGEST_MATCH <= 3 else 0
    end = 1 + length - tail
    head = compressor.compress(earlier[1:end])
    if tail:
        head += compressor.flush(zlib.Z_SYNC_FLUSH) + compressor.compress(earlier[end : 1 + length])
    return head + compressor.flush(zlib.Z_SYNC_FLUSH)
