"""How large marks are, in pixels of the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.model.units import to_px

if TYPE_CHECKING:
    from gangsheet_studio.model.output import Output

_MM: Final = 1 / 25.4
_CLEAR: Final = 0.5 * _MM
"""Above and below text."""
_CROP: Final = 3 * _MM
_REGISTRATION: Final = 5 * _MM
_HEADER: Final = 8 * _MM
_QR: Final = 12 * _MM
"""With its quiet zone. The code itself is then 8 mm across: less is hard to read for phones."""
QR_MODULE_PX: Final = 4
"""The least pixels across a module of a QR code."""
QR_MODULES: Final = 29 + 8
"""Across a QR code of version 3 with its quiet zone (ISO/IEC 18004, 9.1): the largest that is printed."""
QR_BYTES: Final = 53
"""What a QR code of version 3 holds at error correction level L (ISO/IEC 18004, table 7)."""


class MarkSizes(Struct, frozen=True, kw_only=True):
    """Pixels that each kind of mark takes; 0 for what is not printed.

    `label` is across the text, whose letters are `text` high. `crop` is how far crop marks reach from a
    corner, `registration` the side of a mark, `header` the height of the strip. `apart` is what cut lines
    keep free around each copy.
    """

    text: int = 0
    label: int = 0
    crop: int = 0
    registration: int = 0
    header: int = 0
    apart: int = 0


def mark_sizes(output: Output, dpi: int) -> MarkSizes:
    """Return how large the marks of `output` are at `dpi`."""
    text = label = 0
    if output.label is not None:
        text = max(1, to_px(output.label.height, dpi))
        label = text + 2 * to_px(_CLEAR, dpi)
        if output.label.qr:
            label = max(label, to_px(_QR, dpi), QR_MODULES * QR_MODULE_PX)
    return MarkSizes(
        text=text,
        label=label,
        crop=to_px(_CROP, dpi) if output.crop_marks else 0,
        registration=to_px(_REGISTRATION, dpi) if output.registration else 0,
        header=to_px(_HEADER, dpi) if output.header else 0,
        apart=to_px(output.cut.offset, dpi) if output.cut else 0,
    )
