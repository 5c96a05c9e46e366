"""Adler-32 of a long stream from the checksums of its pieces (RFC 1950, section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.sheets.types import Checksums

_BASE = 65521


class RunningAdler:
    """The Adler-32 of all pieces appended so far."""

    def __init__(self) -> None:
        self._low = 1
        self._high = 0

    @property
    def value(self) -> int:
        """The checksum as it ends a zlib stream."""
        return self._high << 16 | self._low

    def append(self, checksums: Checksums, lengths: Checksums) -> None:
        """Append pieces in order: int64 arrays of their own Adler-32 values and byte lengths."""
        sums = (checksums & 0xFFFF) - 1
        low_before = (self._low + np.cumsum(sums) - sums) % _BASE
        high = (checksums >> 16) - lengths + lengths % _BASE * low_before % _BASE
        self._high = int((self._high + high.sum()) % _BASE)
        self._low = int((low_before[-1] + sums[-1]) % _BASE)


def joined(checksums: Sequence[Checksums], lengths: Sequence[int], count: int) -> Checksums:
    """Return the Adler-32 of `count` streams, each of the pieces with the same place in `checksums`.

    Each of `checksums` has a value a stream, or one for all; `lengths` are the bytes of their pieces.
    """
    low, high = np.ones(count, np.int64), np.zeros(count, np.int64)
    for piece, length in zip(checksums, lengths, strict=True):
        high = (high + (piece >> 16) + length * (low - 1)) % _BASE
        low = (low + (piece & 0xFFFF) - 1) % _BASE
    return high << 16 | low
