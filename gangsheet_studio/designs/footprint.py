"""What libvips holds of a picture while it decodes it, beyond a few rows.

Figures are those of libvips 8.18, measured; tests/designs/test_footprint.py measures them again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gangsheet_studio.designs.tiff import held_bytes, read_tags
from gangsheet_studio.model.units import MB

if TYPE_CHECKING:
    from pathlib import Path

    from gangsheet_studio.model.design import Format

MOST_HELD: Final = 512 * MB
"""What one picture may take where it is only looked at, not printed."""
_WEBP_BYTES_A_PIXEL: Final = 8
_GIF_BYTES_A_PIXEL: Final = 8
_HEIF_BYTES_A_PIXEL: Final = {8: 20, 10: 26, 12: 26}
_SVG_EFFECT_BYTES_A_PIXEL: Final = 28
_SVG_EFFECT: Final = re.compile(rb"<(?:\w+:)?(?:filter|mask)[\s>]|[\s;\"']filter\s*:\s*[a-z-]+\(")
_FEW_ROWS: Final = 8 * MB


def whole_bytes(path: Path, kind: Format, image: Any) -> int:  # noqa: ANN401
    """Return the bytes that decoding holds at once, 0 where it goes by rows.

    `image` is the file at `path`, opened by libvips. An SVG's figure is that of its own size.
    """
    fields = image.get_fields()
    pixels = int(image.width * image.height)
    match kind:
        case "png" if "interlaced" in fields:
            return pixels * int(image.bands) * (2 if image.format == "ushort" else 1)
        case "jpeg" if "interlaced" in fields:
            halved = "jpeg-chroma-subsample" in fields and image.get("jpeg-chroma-subsample") == "4:2:0"
            # its coefficients, 16 bit each
            return pixels * (3 if halved and image.bands == 3 else 2 * int(image.bands)) + path.stat().st_size
        case "webp":
            return pixels * _WEBP_BYTES_A_PIXEL + path.stat().st_size
        case "gif":
            return pixels * _GIF_BYTES_A_PIXEL + path.stat().st_size
        case "heif":
            return pixels * _HEIF_BYTES_A_PIXEL.get(image.get("bits-per-sample"), 26) + path.stat().st_size
        case "svg" if _SVG_EFFECT.search(path.read_bytes()):
            return pixels * _SVG_EFFECT_BYTES_A_PIXEL
        case "tiff":
            held = held_bytes(read_tags(path), path.stat().st_size)
            return held if held > _FEW_ROWS else 0
    return 0
