"""Reads a file once from start to end in pieces, and hashes it meanwhile."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, BinaryIO, Final

from gangsheet_studio.designs.sniff import refused

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator
    from pathlib import Path

    from gangsheet_studio.errors import RefusedInputError

_BLOCK: Final = 1 << 18


class Reader:
    """A file's bytes in their order; `path` is what it is called."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        self.path = path
        self.size = os.fstat(file.fileno()).st_size
        self._file = file
        self._digest = hashlib.sha256()
        self._block = b""
        self._at = 0
        self._before = 0  # bytes of the file in front of the block

    @property
    def position(self) -> int:
        """The bytes that were taken, found or skipped so far."""
        return self._before + self._at

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes, a few, or less at the end of the file."""
        while len(self._block) - self._at < count and self._more():
            continue
        taken = self._block[self._at : self._at + count]
        self._at += len(taken)
        return taken

    def number(self, count: int) -> int:
        """Return a whole number of `count` bytes, the highest first; what the file lacks is 0."""
        return int.from_bytes(self.take(count).ljust(count, b"\0"), "big")

    def pieces(self, count: int) -> Iterator[bytes]:
        """Yield the next `count` bytes, any number, in pieces; less at the end of the file."""
        while count and (self._at < len(self._block) or self._more()):
            piece = self._block[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> bool:
        """Leave out `count` bytes; tell whether there were as many."""
        end = self.position + count
        while self._before + len(self._block) < end:
            self._at = len(self._block)
            if not self._more():
                return False
        self._at = end - self._before
        return True

    def find(self, pattern: re.Pattern[bytes], longest: int) -> bytes:
        """Return the next match of at most `longest` bytes, and stand behind it; empty if there is none."""
        while True:
            if found := pattern.search(self._block, self._at):
                self._at = found.end()
                return found[0]
            self._at = max(self._at, len(self._block) - longest + 1)
            if not self._more():
                self._at = len(self._block)
                return b""

    def hash(self) -> str:
        """Read on to the end; return the SHA-256 of the file."""
        self._at = len(self._block)
        while self._more():
            self._at = len(self._block)
        return self._digest.hexdigest()

    def refused(self, reason: str, what: str) -> RefusedInputError:
        """Return the error for a file that nobody should open."""
        return refused(self.path, reason, what)

    def _more(self) -> bool:
        more = self._file.read(_BLOCK)
        self._digest.update(more)
        self._before += self._at
        self._block = self._block[self._at :] + more
        self._at = 0
        return bool(more)
