"""Reopens a finished PNG sheet and holds it against its layout."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.errors import VerificationError, stop_if
from gangsheet_studio.sheets.planned import called, expect
from gangsheet_studio.sheets.png.writer import METRES_PER_INCH, SIGNATURE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.sheets.written import WrittenFile

_READ = 1 << 20


class Witness(Struct, frozen=True):
    """A row of copy `number` is alone in the chunk at `start`; its bytes from `left` have `checksum`."""

    number: int
    start: int
    left: int
    length: int
    checksum: int


def verify_png(
    path: Path,
    name: str,
    part: Part,
    dpi: int,
    written: WrittenFile,
    witnesses: Sequence[Witness],
    cancel: Event,
) -> None:
    """Raise VerificationError unless `path` is whole, of the right size and dpi, with every copy in place.

    `name` is what errors call it, for a file that does not have its final name yet.
    All of it is read back, chunk by chunk with its CRC, and one row of each copy is inflated.
    """
    printed = part.printed
    try:
        with path.open("rb") as file:
            header, density = _walk(file, name, written, cancel)
            expect(name, "size", header[:2], (part.width_px, part.height_px))
            expect(name, "pixel format", header[2:], (8, 6, 0, 0, 0))
            expect(name, "resolution", density, (*[round(dpi / METRES_PER_INCH)] * 2, 1))
            for witness in witnesses:
                stop_if(cancel)
                _find(file, name, part.width_px, printed[witness.number], witness)
    except (OSError, EOFError, struct.error) as error:
        raise VerificationError(f"{name} could not be read back ({error}).") from error
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls the class an instance
        raise VerificationError(f"{name} is damaged on the disk ({error}).") from error


def _walk(
    file: BinaryIO, name: str, written: WrittenFile, cancel: Event
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    def read(count: int) -> bytes:
        data = file.read(count)
        if len(data) != count:
            raise EOFError("it is cut short")
        return data

    expect(name, "signature", read(len(SIGNATURE)), SIGNATURE)
    header: tuple[int, ...] = ()
    density: tuple[int, ...] = ()
    kind = b""
    while kind != b"IEND":
        stop_if(cancel)
        length, kind = struct.unpack(">I4s", read(8))
        crc = isal_zlib.crc32(kind)
        while length:
            data = read(min(length, _READ))
            crc = isal_zlib.crc32(data, crc)
            length -= len(data)
            if kind == b"IHDR":
                header = struct.unpack(">IIBBBBB", data)
            elif kind == b"pHYs":
                density = struct.unpack(">IIB", data)
        expect(name, f"checksum in a chunk {kind!r}", int.from_bytes(read(4), "big"), crc)
    expect(name, "length", file.tell(), written.bytes)
    return header, density


def _find(file: BinaryIO, name: str, width_px: int, copy: Printed, witness: Witness) -> None:
    file.seek(witness.start)
    length, _ = struct.unpack(">I4s", file.read(8))
    row = isal_zlib.decompressobj(wbits=-15).decompress(file.read(length))
    expect(name, "row length", len(row), width_px * 4 + 1)
    found = isal_zlib.adler32(row[1 + witness.left : 1 + witness.left + witness.length])
    expect(name, called(copy), found, witness.checksum)
