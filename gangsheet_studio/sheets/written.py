"""What is known of a sheet once it is written."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Protocol

from msgspec import Struct

from gangsheet_studio.errors import stop_if

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.problem import Problem

_READ: Final = 1 << 20


class WrittenFile(Struct, frozen=True):
    """Size and SHA-256 of a file as it was written."""

    bytes: int
    sha256: str


class Painted(Struct, frozen=True):
    """A sheet that is written whole.

    `verify` holds a file against it, and is told what errors call that: VerificationError, CancelledError.
    `problems` are what staff should know of it.
    """

    written: WrittenFile
    verify: Callable[[Path, str, Event], None]
    problems: tuple[Problem, ...] = ()


def read_written(
    path: Path, cancel: Event, on_read: Callable[[int], None] = lambda _bytes: None
) -> WrittenFile:
    """Return size and SHA-256 of the file at `path`. OSError; CancelledError once `cancel` is set.

    `on_read` hears after each piece how much of it is read.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while data := file.read(_READ):
            stop_if(cancel)
            digest.update(data)
            size += len(data)
            on_read(size)
    return WrittenFile(size, digest.hexdigest())


class Sink(Protocol):
    """What can be written to."""

    def write(self, data: bytes | memoryview) -> None:
        """Append `data`."""


class HashedFile:
    """Appends to `file`, and knows how much and what it was."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes | memoryview) -> None:
        """Append `data`; NotEnoughDiskError or OutputError name the file."""
        self._file.write(data)
        self._hash.update(data)
        self.bytes += memoryview(data).nbytes

    @property
    def written(self) -> WrittenFile:
        """What it came to so far."""
        return WrittenFile(self.bytes, self._hash.hexdigest())
