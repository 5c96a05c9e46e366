"""The dots per inch that a file states; libvips does not tell a missing figure from its default."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.designs.vips import SVG_DPI

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format

_MM_PER_INCH: Final = 25.4
_CM_PER_INCH: Final = 2.54
_SENSIBLE: Final = (1.0, 100_000.0)

_MOST_SEGMENTS: Final = 4096  # a large profile takes 255 of them
_WITHOUT_HEADERS: Final = {0x00, 0x01, *range(0xD0, 0xDB)}  # JPEG's B.1.1.3: what has no length, and SOS

# TIFF 6.0, sections 2 and 8, which EXIF builds on
_X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 282, 283, 296
_SHORT, _RATIONAL = 3, 5
_INCH: Final = (2,)  # where no unit is written
_EXIF_UNITS: Final = {2: 1.0, 3: _CM_PER_INCH}


def density(path: Path, kind: Format, image: Any) -> tuple[float, float] | None:  # noqa: ANN401
    """Return dots per inch across and down the stored picture, None where the file states none.

    `image` is the file at `path`, opened by libvips.
    """
    found: tuple[float, float] | None = None
    match kind:
        case "svg":
            found = SVG_DPI, SVG_DPI
        case "png":
            found = _png(path) or _exif(image)
        case "jpeg":
            found = _jfif(path) or _exif(image)
        case "tiff":
            if "resolution-unit" in image.get_fields():
                found = image.xres * _MM_PER_INCH, image.yres * _MM_PER_INCH
        case "webp" | "heif":
            found = _exif(image)
    if found is None or not all(_SENSIBLE[0] <= value <= _SENSIBLE[1] for value in found):
        return None
    return round(found[0], 2), round(found[1], 2)


def _png(path: Path) -> tuple[float, float] | None:
    """Read a PNG's pHYs chunk (PNG specification, third edition, 11.3.4.3)."""
    with path.open("rb") as file:
        file.seek(8)
        while len(head := file.read(8)) == 8:
            length, name = struct.unpack(">I4s", head)
            if name == b"pHYs" and length == 9:
                across, down, unit = struct.unpack(">IIB", file.read(9).ljust(9, b"\0"))
                per_inch = _MM_PER_INCH / 1000
                return (across * per_inch, down * per_inch) if unit == 1 else None
            if name == b"IDAT":
                break
            file.seek(length + 4, 1)
    return None


def _jfif(path: Path) -> tuple[float, float] | None:
    """Read the density in a JFIF header: it is set on purpose where cameras' EXIF says 72 by default."""
    with path.open("rb") as file:
        file.seek(2)
        for _ in range(_MOST_SEGMENTS):
            marker = file.read(2)
            if marker == b"\xff\xff":  # the first of them only fills
                file.seek(-1, 1)
                continue
            if len(marker) < 2 or marker[0] != 0xFF or marker[1] in _WITHOUT_HEADERS:
                break
            size = int.from_bytes(file.read(2), "big")
            body = file.tell()
            if marker == b"\xff\xe0" and size >= 14:
                name, unit, across, down = struct.unpack(">5s2xBHH", file.read(12).ljust(12, b"\0"))
                if name == b"JFIF\0":
                    per_inch = {1: 1.0, 2: _CM_PER_INCH}.get(unit)
                    return None if per_inch is None else (across * per_inch, down * per_inch)
            file.seek(body + max(0, size - 2))
    return None


def _exif(image: Any) -> tuple[float, float] | None:  # noqa: ANN401
    """Read EXIF as it is stored: libvips' fields made of it hold defaults that nobody wrote."""
    if "exif-data" not in image.get_fields():
        return None
    try:
        tags = _exif_tags(bytes(image.get("exif-data")).removeprefix(b"Exif\0\0"))
        across, down = (top / bottom for top, bottom in (tags[_X_RESOLUTION], tags[_Y_RESOLUTION]))
    except (struct.error, KeyError, ZeroDivisionError):
        return None
    per_inch = _EXIF_UNITS.get(tags.get(_RESOLUTION_UNIT, _INCH)[0])
    return None if per_inch is None else (across * per_inch, down * per_inch)


def _exif_tags(data: bytes) -> dict[int, tuple[int, ...]]:
    """Return the tags about resolution in the first directory; struct.error where it leads out of `data`."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4])
    if order is None:
        return {}
    (start,) = struct.unpack_from(order + "I", data, 4)
    (count,) = struct.unpack_from(order + "H", data, start)
    tags: dict[int, tuple[int, ...]] = {}
    for entry in range(start + 2, start + 2 + count * 12, 12):
        tag, kind, values = struct.unpack_from(order + "HHI", data, entry)
        if tag == _RESOLUTION_UNIT and (kind, values) == (_SHORT, 1):
            tags[tag] = struct.unpack_from(order + "H", data, entry + 8)
        elif tag in (_X_RESOLUTION, _Y_RESOLUTION) and (kind, values) == (_RATIONAL, 1):
            (offset,) = struct.unpack_from(order + "I", data, entry + 8)
            tags[tag] = struct.unpack_from(order + "II", data, offset)
    return tags
