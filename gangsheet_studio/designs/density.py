"""The dots per inch that a file states; libvips does not tell a missing figure from its default."""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.designs.vips import SVG_DPI

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format

_MM_PER_INCH: Final = 25.4
_CM_PER_INCH: Final = 2.54
_SENSIBLE: Final = (1.0, 100_000.0)


def density(path: Path, kind: Format, image: Any) -> tuple[float, float] | None:  # noqa: ANN401
    """Return dots per inch across and down the stored picture, None where the file states none.

    `image` is the file at `path`, opened by libvips.
    """
    fields = set(image.get_fields())
    found: tuple[float, float] | None = None
    match kind:
        case "svg":
            found = SVG_DPI, SVG_DPI
        case "png":
            found = _png(path) or _exif(image, fields)
        case "jpeg":
            found = _jfif(path) or _exif(image, fields)
        case "tiff":
            if "resolution-unit" in fields:
                found = image.xres * _MM_PER_INCH, image.yres * _MM_PER_INCH
        case "webp" | "heif":
            found = _exif(image, fields)
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
        head = file.read(18)
    if len(head) < 18 or head[2:4] != b"\xff\xe0" or head[6:11] != b"JFIF\0":
        return None
    unit, across, down = struct.unpack(">BHH", head[13:18])
    per_inch = {1: 1.0, 2: _CM_PER_INCH}.get(unit)
    return None if per_inch is None else (across * per_inch, down * per_inch)


def _exif(image: Any, fields: set[str]) -> tuple[float, float] | None:  # noqa: ANN401
    """Read EXIF as libvips writes it out: “300/1 (300, Rational, 1 components, 8 bytes)”."""

    def first_word(tag: str) -> str:
        name = f"exif-ifd0-{tag}"
        return str(image.get(name)).partition(" ")[0] if name in fields else ""

    try:
        across, down = (float(Fraction(first_word(tag))) for tag in ("XResolution", "YResolution"))
    except (ValueError, ZeroDivisionError):
        return None
    per_inch = _CM_PER_INCH if first_word("ResolutionUnit") in ("3", "Centimeter") else 1.0
    return across * per_inch, down * per_inch
