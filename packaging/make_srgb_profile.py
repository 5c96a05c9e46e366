"""Makes resources/srgb.icc: `python packaging/make_srgb_profile.py`.

An ICC profile of version 2 (ICC.1:2001-04), which every RIP reads, of the colour space sRGB (IEC 61966-2-1).
"""

from __future__ import annotations

import struct
from pathlib import Path

_NAME = "sRGB"
_MADE = (2026, 1, 1, 0, 0, 0)
_WHITE = (0.9642, 1.0, 0.8249)  # D50, the white of every profile's connection space
_PRIMARIES = {  # of sRGB, adapted from D65 to D50 by Bradford's transform
    b"r": (0.43607, 0.22249, 0.01392),
    b"g": (0.38515, 0.71687, 0.09708),
    b"b": (0.14307, 0.06061, 0.71410),
}
_STEPS = 1024


def main() -> None:
    """Write the profile."""
    path = Path(__file__).parents[1] / "resources" / "srgb.icc"
    path.write_bytes(profile())
    print(f"{path}: {path.stat().st_size} bytes")


def profile() -> bytes:
    """Return the profile's bytes."""
    tags = {
        b"desc": _description(),
        b"cprt": b"text\0\0\0\0No copyright, use freely\0",
        b"wtpt": _xyz(_WHITE),
    }
    tags |= {letter + b"XYZ": _xyz(values) for letter, values in _PRIMARIES.items()}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve())
    at = 128 + 4 + 12 * len(tags)
    table, body, places = struct.pack(">I", len(tags)), b"", dict[bytes, int]()
    for name, data in tags.items():
        if data not in places:
            places[data] = at + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", name, places[data], len(data))
    return _header(at + len(body)) + table + body


def _header(size: int) -> bytes:
    white = struct.pack(">3i", *(_fixed(value) for value in _WHITE))
    made = struct.pack(">6H", *_MADE)
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    return (head + made + b"acsp" + bytes(28) + white).ljust(128, b"\0")


def _description() -> bytes:
    text = _NAME.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *map(_fixed, values))


def _fixed(value: float) -> int:
    return round(value * 65536)


def _curve() -> bytes:
    levels = (index / (_STEPS - 1) for index in range(_STEPS))
    linear = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in levels)
    return b"curv\0\0\0\0" + struct.pack(f">I{_STEPS}H", _STEPS, *(round(65535 * v) for v in linear))


if __name__ == "__main__":
    main()
