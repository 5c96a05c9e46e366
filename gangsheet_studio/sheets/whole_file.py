"""Reads a file that was written once, from its first byte to its last, and holds it against that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isal import isal_zlib

from gangsheet_studio.errors import VerificationError, stop_if
from gangsheet_studio.sheets.planned import expect

if TYPE_CHECKING:
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.sheets.written import WrittenFile

_READ = 1 << 22


def verify_whole(path: Path, name: str, written: WrittenFile, crc: int, cancel: Event) -> None:
    """Raise VerificationError unless `path` has the bytes that were `written`, which have the CRC-32 `crc`.

    `name` is what errors call it, for a file that does not have its final name yet.
    """
    found, size = 0, 0
    try:
        with path.open("rb", buffering=0) as file:
            while data := file.read(_READ):
                stop_if(cancel)
                found = isal_zlib.crc32(data, found)
                size += len(data)
    except OSError as error:
        raise VerificationError(f"{name} could not be read back ({error}).") from error
    expect(name, "length", size, written.bytes)
    expect(name, "checksum", found, crc)
