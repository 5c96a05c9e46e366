"""Reopens a finished TIFF and holds it against its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.errors import VerificationError, stop_if
from gangsheet_studio.sheets.planned import called, expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.sheets.tiff.codec import Codec
    from gangsheet_studio.sheets.tiff.writer import WrittenTiff

_READ: Final = 1 << 20


class Witness(Struct, frozen=True):
    """The strip of `length` bytes at `start` has a row of copy `number`: `checksum` after its first pixel."""

    number: int
    start: int
    length: int
    checksum: int


def verify_tiff(
    path: Path,
    name: str,
    part: Part,
    pixel_bytes: int,
    codec: Codec,
    written: WrittenTiff,
    witnesses: Sequence[Witness],
    cancel: Event,
) -> None:
    """Raise VerificationError unless `path` is what was written, with every copy in place.

    `name` is what errors call it, for a file that does not have its final name yet. All of it is read back,
    and one row of each copy is decoded.
    """
    printed = part.printed
    try:
        with path.open("rb") as file:
            expect(name, "header", file.read(len(written.header)), written.header)
            expect(name, "checksum", _crc_of_rest(file, cancel), written.crc)
            expect(name, "length", file.tell(), written.bytes)
            for witness in witnesses:
                stop_if(cancel)
                copy = printed[witness.number]
                _find(file, name, part.width_px, copy, pixel_bytes, codec, witness)
    except OSError as error:
        raise VerificationError(f"{name} could not be read back ({error}).") from error
    except ValueError as error:
        raise VerificationError(f"{name} is damaged on the disk ({error}).") from error


def _crc_of_rest(file: BinaryIO, cancel: Event) -> int:
    crc = 0
    while data := file.read(_READ):
        stop_if(cancel)
        crc = isal_zlib.crc32(data, crc)
    return crc


def _find(
    file: BinaryIO,
    name: str,
    width_px: int,
    copy: Printed,
    pixel_bytes: int,
    codec: Codec,
    witness: Witness,
) -> None:
    file.seek(witness.start)
    row = codec.decode(file.read(witness.length), width_px * pixel_bytes)
    expect(name, "row length", len(row), width_px * pixel_bytes)
    body = row[(copy.x + 1) * pixel_bytes : (copy.x + copy.width) * pixel_bytes]
    found = isal_zlib.adler32(body)
    expect(name, called(copy), found, witness.checksum)
