"""GIF: whether its last block is there, and how many come before it (GIF89a specification)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.designs.structure.phrases import CUT, TOO_COMPLEX

if TYPE_CHECKING:
    from gangsheet_studio.designs.structure.reader import Reader

_IMAGE, _EXTENSION = b",", b"!"
_MOST_BLOCKS: Final = 1_000_000


def damage(reader: Reader) -> str:
    """Return a phrase about what is wrong with a GIF, empty where nothing is. RefusedInputError.

    The trailer itself is missing in many a good file.
    """
    screen = reader.take(13)
    if len(screen) < 13 or not reader.skip(_table_bytes(screen[10])):
        return CUT
    images = blocks = 0
    while (kind := reader.take(1)) in (_IMAGE, _EXTENSION):
        if kind == _IMAGE:
            head = reader.take(9)
            whole = len(head) == 9 and reader.skip(_table_bytes(head[8]) + 1)
        else:
            whole = reader.skip(1)
        count = _skip_data(reader) if whole else 0
        if not count:
            return CUT
        blocks += count
        images += kind == _IMAGE
        if blocks > _MOST_BLOCKS + reader.position // 64:
            raise reader.refused(TOO_COMPLEX, "is made of far too many pieces; export it again")
    return "" if images else "has no picture in it"


def _table_bytes(flags: int) -> int:
    """Return the bytes of the colour table that `flags` tell of (18 and 20)."""
    return 3 * 2 << (flags & 7) if flags & 0x80 else 0


def _skip_data(reader: Reader) -> int:
    """Leave out data sub-blocks up to their end (15); return how many, 0 where the file ends before."""
    count = 1
    while length := reader.take(1):
        if length == b"\0":
            return count
        if not reader.skip(length[0]):
            break
        count += 1
    return 0
