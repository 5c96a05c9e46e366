"""Pictures that are written out inside a drawing, as addresses that hold their content (RFC 2397)."""

from __future__ import annotations

import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from gangsheet_studio.designs.sniff import HEAD_BYTES, sniff

_FRAME: Final = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(....)", re.DOTALL)


def content_of(address: str) -> bytes:
    """Return the content of a `data:` address; empty where there is none that can be read."""
    kind, _, data = address.partition(",")
    if not kind.rstrip().lower().endswith(";base64"):
        return unquote_to_bytes(data)
    try:
        return binascii.a2b_base64(unquote_to_bytes(data) if "%" in data else data.encode("ascii", "ignore"))
    except binascii.Error:
        return b""


def is_drawing(content: bytes) -> bool:
    """Tell whether a drawing holds another one, packed or not."""
    return sniff(content[:HEAD_BYTES]) == "svg" or content[:2] == b"\x1f\x8b"


def pixels_of(content: bytes) -> int:
    """Return how many pixels the header of a picture tells of; 0 where none is found."""
    match sniff(content[:HEAD_BYTES]):
        case "png":
            width, height = content[16:20], content[20:24]
        case "jpeg" if frame := _FRAME.search(content):
            height, width = frame[1][:2], frame[1][2:]
        case "gif":
            width, height = content[7:5:-1], content[9:7:-1]
        case "webp" if content[12:16] == b"VP8X":
            width, height = content[26:23:-1], content[29:26:-1]
            return (int.from_bytes(width, "big") + 1) * (int.from_bytes(height, "big") + 1)
        case _:
            return 0
    return int.from_bytes(width, "big") * int.from_bytes(height, "big")
