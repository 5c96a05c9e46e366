"""JPEG: whether its end is there, and how often all of it is gone over (ISO 10918-1, annex B)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gangsheet_studio.designs.structure.phrases import CUT, TOO_COMPLEX

if TYPE_CHECKING:
    from gangsheet_studio.designs.structure.reader import Reader

# B.1.1: what no marker is, are stuffed bytes, restarts, and bytes that fill
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_END, _SCAN = b"\xff\xd9", b"\xff\xda"
_WITH_LENGTH: Final = {  # frames, tables, scans, what programs note down, comments
    bytes((0xFF, code)) for code in (*range(0xC0, 0xD0), *range(0xDA, 0xF0), 0xFE) if code != 0xC8
}
_MOST_SCANS: Final = 100  # ten are common, and each takes 7 ns a block where it changes nothing


def damage(reader: Reader) -> str:
    """Return a phrase about what is wrong with a JPEG, empty where nothing is. RefusedInputError.

    What is damaged between its markers, the decoder tells. What stands behind its end is nobody's business.
    """
    reader.skip(2)
    scans = 0
    while marker := reader.find(_MARKER, 2):
        if marker == _END:
            return "" if scans else CUT
        if marker not in _WITH_LENGTH:
            continue  # of no format that we know: the decoder tells whether it minds
        if not reader.skip(max(0, reader.number(2) - 2)):
            break
        if marker == _SCAN:
            scans += 1
            if scans > _MOST_SCANS:
                raise reader.refused(TOO_COMPLEX, f"comes in more than {_MOST_SCANS} scans; export it again")
    return CUT
