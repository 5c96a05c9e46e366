"""The name of a spot channel, as Photoshop keeps it and others read it: its image resources."""

from __future__ import annotations

import struct
from typing import Final

_NAMES, _UNICODE_NAMES, _DISPLAY = 1006, 1045, 1077
_HIDDEN_COLOUR, _SPOT_COLOUR = (0, 0, 0, 0, 0), (0, 65535, 65535, 65535, 0)  # of RGB: black, white
_MASK, _SPOT = 0, 2
_TRANSPARENCY: Final = "Transparency"


def spot_resources(name: str) -> bytes:
    """Return what names the channel after the alpha `name` and marks it as a spot colour.

    Adobe Photoshop File Formats Specification, "Image Resource Blocks"; `name` is ASCII of up to 255 letters.
    """
    names = (_TRANSPARENCY, name)
    pascal = b"".join(bytes((len(each),)) + each.encode("ascii") for each in names)
    unicode = b"".join(
        struct.pack(">I", len(each) + 1) + each.encode("utf-16-be") + b"\0\0" for each in names
    )
    display = struct.pack(">I", 1)
    for colour, kind in ((_HIDDEN_COLOUR, _MASK), (_SPOT_COLOUR, _SPOT)):
        display += struct.pack(">5HhB", *colour, 100, kind)
    return _block(_NAMES, pascal) + _block(_UNICODE_NAMES, unicode) + _block(_DISPLAY, display)


def _block(number: int, data: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(data)) + data + bytes(len(data) % 2)
