"""A PDF as a stream of objects (ISO 32000-1, section 7), of which none is held.

Libraries keep a stream's data until the file is written; a sheet's designs may be larger than memory.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING, Final

from isal import isal_zlib

from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.sheets.written import HashedFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.written import WrittenFile

_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"  # bytes above 127 say that it is no text
_FREE: Final = b"0000000000 65535 f \n"


class PdfWriter:
    """Appends objects to `file`; they refer to each other by the numbers that `reserve` gives."""

    def __init__(self, file: AtomicFile) -> None:
        self._file = HashedFile(file)
        self._starts: list[int] = []
        self.crc = 0
        self._put(_HEADER)

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._starts.append(0)
        return len(self._starts)

    def write(self, number: int, body: bytes) -> int:
        """Write object `number`; returns it."""
        self._starts[number - 1] = self._file.bytes
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        return number

    def add(self, body: bytes) -> int:
        """Write an object, and return its number."""
        return self.write(self.reserve(), body)

    def add_stream(self, entries: bytes, data: Iterable[bytes], length: int) -> int:
        """Write a stream of `length` bytes with dictionary `entries`, and return its number."""
        number = self.reserve()
        self._starts[number - 1] = self._file.bytes
        self._put(b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, entries, length))
        for piece in data:
            self._put(piece)
        self._put(b"\nendstream\nendobj\n")
        return number

    def add_text_stream(self, entries: bytes, text: bytes) -> int:
        """Write a stream of operators, deflated, and return its number."""
        data = zlib.compress(text)
        return self.add_stream(b"%s /Filter /FlateDecode" % entries, (data,), len(data))

    def finish(self, catalog: int, info: int) -> WrittenFile:
        """Write where all objects are; the file is complete."""
        start = self._file.bytes
        count = len(self._starts) + 1
        table = b"".join(b"%010d 00000 n \n" % each for each in self._starts)
        self._put(b"xref\n0 %d\n%s%s" % (count, _FREE, table))
        name = hashlib.sha256(table).hexdigest()[:32].encode()
        trailer = b"<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>"
        self._put(b"trailer\n" + trailer % (count, catalog, info, name, name))
        self._put(b"\nstartxref\n%d\n%%%%EOF\n" % start)
        return self._file.written

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self.crc = isal_zlib.crc32(data, self.crc)


def text(said: str) -> bytes:
    """Return a text string of any script, of what would steer a viewer in words."""
    return b"<FEFF" + one_line(said).encode("utf-16-be", "replace").hex().upper().encode() + b">"


def name(said: str) -> bytes:
    """Return the name object of `said`, which is ASCII."""
    return b"/" + b"".join(
        bytes((byte,)) if chr(byte).isalnum() or byte in b"_-." else b"#%02X" % byte
        for byte in said.encode("ascii")
    )


def numbers(*values: float) -> bytes:
    """Return numbers side by side, to the hundred-thousandth of a point."""
    return b" ".join(_number(value) for value in values)


def _number(value: float) -> bytes:
    shown = f"{value:.5f}".rstrip("0").rstrip(".")
    return b"0" if shown in ("-0", "") else shown.encode()
