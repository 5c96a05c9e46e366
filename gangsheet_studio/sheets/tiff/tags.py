"""A TIFF's directory: its tags as bytes, in the classic form and in that of BigTIFF."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_ASCII, _SHORT, _LONG, _RATIONAL, _BYTE, _UNDEFINED, _LONG8 = 2, 3, 4, 5, 1, 7, 16
_FORMATS: Final = {_SHORT: "<u2", _LONG: "<u4", _RATIONAL: "<u4", _LONG8: "<u8"}
HEADER_BYTES: Final = 16
"""Room for the larger of both headers."""
CLASSIC_BYTES: Final = 1 << 32
"""What a classic TIFF has to be smaller than."""


class Sheet(Struct, frozen=True, kw_only=True):
    """What the tags say of a picture of one strip a row.

    `extra_samples` are TIFF 6.0's values for what comes after red, green and blue: 2 is alpha that colour is
    not multiplied by, 0 anything else. `resources` are Photoshop's.
    """

    width_px: int
    height_px: int
    dpi: int
    compression: int
    predictor: int
    extra_samples: tuple[int, ...]
    profile: bytes
    software: str
    resources: bytes = b""


class _Tag(Struct, frozen=True):
    number: int
    kind: int
    count: int
    data: bytes


def directory(
    sheet: Sheet, offsets: ArrayLike, lengths: ArrayLike, at: int, *, big: bool
) -> tuple[bytes, int]:
    """Return what to write at byte `at`, which is even, and where in the file its entries begin.

    What is too long for an entry comes first: where the strips lie, and how long they are.
    """
    where = _LONG8 if big else _LONG
    tags = [*_tags(sheet), _numbers(273, where, offsets), _numbers(279, _LONG, lengths)]
    room = 8 if big else 4
    body = bytearray()
    entries = b""
    for tag in sorted(tags, key=lambda tag: tag.number):
        if len(tag.data) <= room:
            value = tag.data.ljust(room, b"\0")
        else:
            value = struct.pack("<Q" if big else "<I", at + len(body))
            body += tag.data + bytes(len(tag.data) % 2)
        entries += struct.pack("<HHQ" if big else "<HHI", tag.number, tag.kind, tag.count) + value
    count = struct.pack("<Q" if big else "<H", len(tags))
    return bytes(body) + count + entries + bytes(room), at + len(body)


def header(directory_at: int, *, big: bool) -> bytes:
    """Return the first bytes of a file whose directory's entries begin at `directory_at`."""
    if big:
        return struct.pack("<2sHHHQ", b"II", 43, 8, 0, directory_at)
    return struct.pack("<2sHI", b"II", 42, directory_at)


def _tags(sheet: Sheet) -> list[_Tag]:
    samples = 3 + len(sheet.extra_samples)
    tags = [
        _numbers(256, _LONG, [sheet.width_px]),
        _numbers(257, _LONG, [sheet.height_px]),
        _numbers(258, _SHORT, [8] * samples),
        _numbers(259, _SHORT, [sheet.compression]),
        _numbers(262, _SHORT, [2]),  # red, green and blue
        _numbers(277, _SHORT, [samples]),
        _numbers(278, _LONG, [1]),  # a row a strip
        _numbers(282, _RATIONAL, [sheet.dpi, 1]),
        _numbers(283, _RATIONAL, [sheet.dpi, 1]),
        _numbers(284, _SHORT, [1]),  # samples side by side
        _numbers(296, _SHORT, [2]),  # to the inch
        _Tag(305, _ASCII, len(sheet.software) + 1, sheet.software.encode() + b"\0"),
        _numbers(338, _SHORT, sheet.extra_samples),
        _Tag(34675, _UNDEFINED, len(sheet.profile), sheet.profile),
    ]
    if sheet.predictor != 1:
        tags.append(_numbers(317, _SHORT, [sheet.predictor]))
    if sheet.resources:
        tags.append(_Tag(34377, _BYTE, len(sheet.resources), sheet.resources))
    return tags


def _numbers(number: int, kind: int, values: ArrayLike) -> _Tag:
    data = np.asarray(values, _FORMATS[kind])
    return _Tag(number, kind, data.size // 2 if kind == _RATIONAL else data.size, data.tobytes())
