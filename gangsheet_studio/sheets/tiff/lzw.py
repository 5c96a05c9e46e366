"""LZW as TIFF has it (TIFF 6.0, section 13), in pieces that stand alone.

A piece begins with an empty table and codes of 9 bits, and ends with a Clear code on a whole byte, so that
pieces can follow each other in any order. What makes it end on a byte are its last bytes: they are coded one
by one, with as many Clear codes among them as are needed. Runs of zeros, which predictors leave most of, are
coded by the longest such string that is known. `_lzw.c` does the same, code by code.
"""

from __future__ import annotations

from typing import Final

CLEAR: Final = 256
END: Final = 257
_FIRST: Final = 258
_MOST_CODES: Final = 3836  # the last of them is coded with 12 bits; then the table is full
_TAIL: Final = 8


def encode(rows: list[bytes], *, opens: bool = False) -> list[bytes]:
    """Return each of `rows` as a piece; pieces that open a strip begin with a Clear code.

    A row has 4, 5 or at least 8 bytes.
    """
    return [_piece(row, opens) for row in rows]


def decode(piece: bytes, size: int) -> bytes:
    """Return up to `size` bytes that pieces in a row say; ValueError where they can't be read."""
    out = bytearray()
    table: dict[int, bytes] = {}
    last = b""
    bits = held = 0
    width, upcoming = 9, iter(piece)
    while True:
        while held < width:
            byte = next(upcoming, None)
            if byte is None:
                return _checked(out, size)
            bits, held = (bits << 8 | byte) & 0xFFFFFF, held + 8
        held -= width
        code = bits >> held & ((1 << width) - 1)
        if code == END:
            return _checked(out, size)
        if code == CLEAR:
            table, last, width = {}, b"", 9
            continue
        if code < CLEAR:
            string = bytes((code,))
        elif last and code == _FIRST + len(table):
            string = last + last[:1]
        elif code in table:
            string = table[code]
        else:
            raise ValueError("no LZW code")
        if last:
            table[_FIRST + len(table)] = last + string[:1]
        out += string
        last = string
        width = _width_after(len(table) + 1)


def _checked(out: bytearray, size: int) -> bytes:
    if len(out) > size:
        raise ValueError("too many bytes")
    return bytes(out)


def _width_after(count: int) -> int:
    """Return the bits of the next code, `count` of them after a Clear."""
    return 9 if count < 254 else 10 if count < 766 else 11 if count < 1790 else 12


class _Sink:
    """Codes, packed from the highest bit on."""

    def __init__(self) -> None:
        self._value = self._bits = 0
        self._count = 0
        self._table: dict[tuple[int, int], int] = {}
        self.zeros = [0, 0]

    def put(self, code: int, width: int) -> None:
        self._value = self._value << width | code
        self._bits += width

    @property
    def held(self) -> int:
        return self._bits % 8

    @property
    def packed(self) -> bytes:
        return self._value.to_bytes(self._bits // 8, "big")

    @property
    def is_fresh(self) -> bool:
        return self._count == 0

    @property
    def next_code(self) -> int:
        return _FIRST + self._count

    @property
    def width(self) -> int:
        return _width_after(self._count)

    def find(self, prefix: int, byte: int) -> int | None:
        return self._table.get((prefix, byte))

    def emit(self, code: int, added: tuple[int, int] | None) -> bool:
        """Write `code` and remember the string that it ends with `added`; False where the table is full."""
        self.put(code, self.width)
        if added is not None:
            self._table[added] = _FIRST + self._count
        self._count += 1
        if self._count < _MOST_CODES:
            return True
        self.put(CLEAR, 12)
        self._count, self._table, self.zeros = 0, {}, [0, 0]
        return False


def _piece(row: bytes, opens: bool) -> bytes:
    head = max(0, len(row) - _TAIL)
    sink = _Sink()
    if opens:
        sink.put(CLEAR, 9)
    _code_head(sink, row[:head])
    if not sink.is_fresh:
        sink.put(CLEAR, sink.width)
    tail = row[head:]
    clears = -(sink.held + len(tail) + 1) % 8  # each code of 9 bits shifts the end by one
    for at, byte in enumerate(tail):
        sink.put(byte, 9)
        if at + 1 == len(tail) or at < clears:
            sink.put(CLEAR, 9)
    return sink.packed


def _code_head(sink: _Sink, row: bytes) -> None:
    at = 0
    while at < len(row):
        if row[at] == 0:
            run = len(row) - at - len(row[at:].lstrip(b"\0"))
            longest = len(sink.zeros) - 1
            if run > longest:
                code, fresh = sink.zeros[longest], sink.next_code
                at += longest
                if sink.emit(code, None):
                    sink.zeros.append(fresh)
                continue
            prefix = sink.zeros[run]
            at += run
        else:
            prefix = row[at]
            at += 1
        while at < len(row):
            longer = sink.find(prefix, row[at])
            if longer is None:
                sink.emit(prefix, (prefix, row[at]))
                break
            prefix = longer
            at += 1
        else:
            sink.emit(prefix, None)
