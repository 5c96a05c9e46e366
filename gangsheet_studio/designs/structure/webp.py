"""WebP: whether all of its container is there, and how many pieces it has (WebP container specification)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.designs.structure.phrases import CUT, TOO_COMPLEX

if TYPE_CHECKING:
    from gangsheet_studio.designs.structure.reader import Reader

_HEAD: Final = 8
_MOST_CHUNKS: Final = 10_000  # an animation at 30 frames a second takes more after five minutes


def damage(reader: Reader) -> str:
    """Return a phrase about what is wrong with a WebP, empty where nothing is. RefusedInputError."""
    head = reader.take(_HEAD)
    end = int.from_bytes(head[4:], "little") + _HEAD
    if end > reader.size:
        return CUT
    reader.skip(4)  # WEBP
    chunks = 0
    while reader.position + _HEAD <= end:
        length = int.from_bytes(reader.take(_HEAD)[4:], "little")
        chunks += 1
        if chunks > _MOST_CHUNKS:
            raise reader.refused(
                TOO_COMPLEX, "is made of far too many pieces; export it again as a still picture"
            )
        if not reader.skip(length + length % 2):
            return ""  # the decoder tells
    return ""
