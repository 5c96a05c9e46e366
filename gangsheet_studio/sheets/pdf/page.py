"""What a page shows: copies by their designs, in layers, with lines to cut along."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from gangsheet_studio.sheets.pdf.objects import numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.model.outline import CutLines

POINTS_PER_INCH: Final = 72.0
_LONGEST: Final = 14_400  # points; more is beyond what viewers show (ISO 32000-1, annex C)
_MATRICES: Final = {  # of the unit square, turned clockwise
    0: (1, 0, 0, 1, 0, 0),
    90: (0, -1, 1, 0, 0, 1),
    180: (-1, 0, 0, -1, 1, 1),
    270: (0, 1, -1, 0, 1, 0),
}
_CUT_WIDTH: Final = 0.25
_HAIR: Final = 0.01  # of a pixel of the sheet


class PageSize:
    """A sheet's size in units of the page: points, or `unit` of them each where it is too long for that."""

    def __init__(self, part: Part, dpi: int) -> None:
        longest = max(part.width_px, part.height_px) * POINTS_PER_INCH / dpi
        self.unit = max(1, math.ceil(longest / _LONGEST))
        self.scale = POINTS_PER_INCH / dpi / self.unit
        self.width, self.height = part.width_px * self.scale, part.height_px * self.scale

    def matrix(self, copy: Printed, *, mirror: bool) -> tuple[float, ...]:
        """Return what takes the unit square, from the lower left, to where the design of `copy` lies.

        It stays a hair inside: renderers round outwards, and would print it a pixel larger.
        """
        width, height = (copy.width - 2 * _HAIR) * self.scale, (copy.height - 2 * _HAIR) * self.scale
        left = (copy.x + _HAIR) * self.scale
        bottom = self.height - (copy.y + copy.height - _HAIR) * self.scale
        a, b, c, d, e, f = _MATRICES[copy.rotation]
        if mirror:
            a, c, e = -a, -c, 1 - e
        return a * width, b * height, c * width, d * height, e * width + left, f * height + bottom

    def inches(self, length: float) -> float:
        """Return the units of a `length` in inches."""
        return length * POINTS_PER_INCH / self.unit


def show_picture(matrix: Sequence[float], name: str) -> bytes:
    """Return the operators that show the XObject `name`, whose unit square `matrix` takes to the page."""
    return b"q %s cm /%s Do Q\n" % (numbers(*matrix), name.encode())


def show_form(matrix: Sequence[float], width: float, height: float, name: str) -> bytes:
    """Return the operators that show the form `name`, of `width` x `height` units."""
    a, b, c, d, e, f = matrix
    return show_picture((a / width, b / width, c / height, d / height, e, f), name)


def stroke(rings: CutLines, size: PageSize, height: float) -> bytes:
    """Return the operators that draw `rings`, inches from the upper left of a form of `height`."""
    drawn = bytearray()
    for ring in rings:
        for index, (x, y) in enumerate(ring):
            point = numbers(size.inches(x), size.inches(height - y))
            drawn += point + (b" l\n" if index else b" m\n")
        drawn += b"h\n"
    width = numbers(_CUT_WIDTH / size.unit)
    return b"/Cut CS 1 SCN %s w 1 j 1 J\n%sS\n" % (width, bytes(drawn))
