"""Reopens a finished TIFF and holds it against its layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.errors import VerificationError, stop_if
from gangsheet_studio.sheets.verify import called, expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.sheets.tiff.codec import Codec
    from gangsheet_studio.sheets.tiff.writer import WrittenTiff

_READ = 1 << 20


class Witness(Struct, frozen=True):
    """Row `row` of the sheet has a row of copy `number`, which has `checksum` after its first pixel."""

    number: int
    row: int
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
            expect(name, "checksum of its strips", _crc(file, written, cancel), written.strips_crc)
            file.read(written.starts[-1] % 2)
            found = file.read()
            expect(name, "length", file.tell(), written.bytes)
            if found != written.directory:
                expect(name, "directory", isal_zlib.crc32(found), isal_zlib.crc32(written.directory))
            for witness in witnesses:
                stop_if(cancel)
                copy = printed[witness.number]
                _find(file, name, part.width_px, copy, pixel_bytes, codec, written, witness)
    except (OSError, EOFError) as error:
        raise VerificationError(f"{name} could not be read back ({error}).") from error
    except ValueError as error:
        raise VerificationError(f"{name} is damaged on the disk ({error}).") from error


def _crc(file: BinaryIO, written: WrittenTiff, cancel: Event) -> int:
    crc, left = 0, written.starts[-1] - len(written.header)
    while left:
        stop_if(cancel)
        data = file.read(min(left, _READ))
        if not data:
            raise EOFError("it is cut short")
        crc = isal_zlib.crc32(data, crc)
        left -= len(data)
    return crc


def _find(
    file: BinaryIO,
    name: str,
    width_px: int,
    copy: Printed,
    pixel_bytes: int,
    codec: Codec,
    written: WrittenTiff,
    witness: Witness,
) -> None:
    start, end = written.starts[witness.row : witness.row + 2]
    file.seek(start)
    row = codec.decode(file.read(end - start), width_px * pixel_bytes)
    expect(name, "row length", len(row), width_px * pixel_bytes)
    body = row[(copy.x + 1) * pixel_bytes : (copy.x + copy.width) * pixel_bytes]
    found = isal_zlib.adler32(body)
    expect(name, called(copy), found, witness.checksum)
