"""A part as a picture with numbered copies, cut into columns that are read from left to right."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.paper.head import sheet_size
from gangsheet_studio.paper.numbers import in_reading_order
from gangsheet_studio.paper.pages import GREY, INK, PLATE, RULE
from gangsheet_studio.paper.text import plain, width_of

if TYPE_CHECKING:
    from gangsheet_studio.model.manifest import ManifestPart, ManifestPlacement
    from gangsheet_studio.paper.pages import Pages

_MOST_COLUMNS: Final = 5
_BETWEEN: Final = 14.0
_LEAST_SIZE: Final = 6.0
_MOST_SIZE: Final = 11.0
_ENOUGH: Final = 0.98  # of the copies have room for their numbers
_CAPITALS: Final = 0.73  # of the size, the height of figures
_MARK: Final = 10.0


class _Columns(Struct, frozen=True):
    """How a part is cut: so many side by side, each `width` points wide, `scale` points to a pixel."""

    count: int
    width: float
    scale: float


class _Slice(Struct, frozen=True):
    """Rows of a part from `top` to `bottom`, in its pixels, whose left edge is `x` on the page."""

    top: float
    bottom: float
    x: float

    def point(self, across: float, down: float, scale: float, y: float) -> tuple[float, float]:
        """Return where a pixel of the part is on a page where the slice begins at `y`."""
        return self.x + across * scale, y - (down - self.top) * scale


def draw_part_map(pages: Pages, part: ManifestPart, parts: int, picture: bytes, *, boxes: bool) -> None:
    """Draw one of `parts`, whose JPEG is `picture`, on pages of its own, with `boxes` around its copies."""
    copies = in_reading_order(part)
    pages.next()
    pages.heading(f"Part {part.part} of {parts}", f"{plain(part.file)}, {sheet_size(part)}")
    columns = _columns(pages, part)
    rows = (pages.y - _MARK - pages.bottom) / columns.scale
    for index in range(math.ceil(part.height_px / rows)):
        if index and index % columns.count == 0:
            pages.next()
            pages.heading(f"Part {part.part} of {parts}", "continued")
        x = pages.left + index % columns.count * (columns.width + _BETWEEN)
        there = _Slice(index * rows, min((index + 1) * rows, part.height_px), x)
        _draw_slice(pages, part, picture, columns, there, boxes=boxes)
        _draw_numbers(pages, copies, columns, there)


def _columns(pages: Pages, part: ManifestPart) -> _Columns:
    """Return how a part is cut for the fewest pages with legible numbers, and then as large as it can be."""
    height = pages.y - _MARK - pages.bottom
    ways: list[tuple[int, int, _Columns]] = []
    for count in range(1, _MOST_COLUMNS + 1):
        width = (pages.across - (count - 1) * _BETWEEN) / count
        columns = _Columns(count, width, width / part.width_px)
        if ways and _share_with_room(part, columns.scale) < _ENOUGH:
            break
        ways.append((math.ceil(part.height_px * columns.scale / height / count), count, columns))
    return min(ways)[-1]


def _share_with_room(part: ManifestPart, scale: float) -> float:
    digits = len(str(len(part.placements)))
    room = sum(_size_in(copy, digits, scale) >= _LEAST_SIZE for copy in part.placements)
    return room / max(1, len(part.placements))


def _size_in(copy: ManifestPlacement, digits: int, scale: float) -> float:
    """Return the size of type in which a number fits into a copy."""
    across = width_of("0" * digits, 1.0) + 0.5
    return min(copy.width_px * scale / across, copy.height_px * scale / (_CAPITALS + 0.4))


def _draw_slice(
    pages: Pages, part: ManifestPart, picture: bytes, columns: _Columns, there: _Slice, *, boxes: bool
) -> None:
    """Draw what is seen of a part in a slice, with `boxes` around copies, and where on the film that is."""
    canvas, x, top = pages.canvas, there.x, pages.y - _MARK
    height, whole = (there.bottom - there.top) * columns.scale, part.height_px * columns.scale
    inches = f"{there.top / part.dpi:.1f} \N{EN DASH} {there.bottom / part.dpi:.1f} in"
    pages.text(x, pages.y - 7, inches, 6.5, GREY)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, top - height, columns.width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    pages.picture(picture, x, top + there.top * columns.scale - whole, columns.width, whole)
    canvas.setStrokeColor(GREY)
    canvas.setLineWidth(0.25)
    for copy in part.placements if boxes else ():
        if copy.y_px < there.bottom and copy.y_px + copy.height_px > there.top:
            left, foot = there.point(copy.x_px, copy.y_px + copy.height_px, columns.scale, top)
            canvas.rect(left, foot, copy.width_px * columns.scale, copy.height_px * columns.scale)
    canvas.restoreState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.rect(x, top - height, columns.width, height)


def _draw_numbers(pages: Pages, copies: list[ManifestPlacement], columns: _Columns, there: _Slice) -> None:
    """Draw the number of each copy whose middle is in a slice; one without room gives way to that before."""
    last = (0.0, 0.0, 0.0, 0.0)
    for number, copy in enumerate(copies, 1):
        middle = copy.y_px + copy.height_px / 2
        if there.top <= middle < there.bottom:
            fitting = 0.6 * _size_in(copy, len(str(number)), columns.scale)
            size = min(_MOST_SIZE, max(_LEAST_SIZE, fitting))
            x, y = there.point(copy.x_px + copy.width_px / 2, middle, columns.scale, pages.y - _MARK)
            plate = _plate(x, y, number, size)
            if not _overlap(plate, last):
                _draw_number(pages, number, size, plate)
                last = plate


def _plate(x: float, y: float, number: int, size: float) -> tuple[float, float, float, float]:
    """Return what lies behind a number: left, foot, width, height."""
    width, height = width_of(str(number), size) + 0.5 * size, (_CAPITALS + 0.4) * size
    return x - width / 2, y - height / 2, width, height


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(one[i] < other[i] + other[i + 2] and other[i] < one[i] + one[i + 2] for i in (0, 1))


def _draw_number(pages: Pages, number: int, size: float, plate: tuple[float, float, float, float]) -> None:
    left, foot, width, height = plate
    canvas = pages.canvas
    canvas.saveState()
    canvas.setFillColor(PLATE)
    canvas.setFillAlpha(0.88)
    canvas.roundRect(left, foot, width, height, 0.25 * height, stroke=0, fill=1)
    canvas.restoreState()
    pages.text(left + width / 2, foot + 0.2 * size, str(number), size, INK, "centre")
