"""HEIF and AVIF: whether the boxes of the file are there (ISO/IEC 14496-12, 4.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.designs.structure.phrases import CUT, TOO_COMPLEX

if TYPE_CHECKING:
    from gangsheet_studio.designs.structure.reader import Reader

_HEAD: Final = 8
_LONG: Final = 1  # a length that says: it follows, with 64 bits
_TO_THE_END: Final = 0
_KNOWN: Final = {b"ftyp", b"meta", b"mdat", b"moov", b"moof"}
_MOST_BOXES: Final = 10_000


def check(reader: Reader) -> None:
    """Raise RefusedInputError where boxes are far too many, or missing: nothing can be decoded then."""
    boxes = 0
    while reader.position + _HEAD <= reader.size:
        length, kind = reader.number(4), reader.take(4)
        head = _HEAD
        if length == _LONG:
            length, head = reader.number(8), 16
        if length == _TO_THE_END:
            return
        if length < head or not reader.skip(length - head):
            if kind in _KNOWN:
                raise reader.refused("damaged", f"{CUT}; export it again")
            return  # what stands behind the last box is nobody's business
        boxes += 1
        if boxes > _MOST_BOXES:
            raise reader.refused(TOO_COMPLEX, "is made of far too many pieces; export it again")
