"""Where parts, copies and ruler ticks lie on the screen: plain arithmetic, no Qt.

Content pixels are screen pixels from the film's left edge and the top of the first part's header.
A header is as high at every zoom, so that it can always be read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from msgspec import Struct

from gangsheet_studio.model.layout import Placement
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.units import UNITS_PER_INCH, Unit, format_length

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gangsheet_studio.model.layout import Layout, Part

P = TypeVar("P", Placement, Mark)

HEADER: Final = 36
PAD: Final = 16
LEAST_SCALE: Final = 0.25
MOST_SCALE: Final = 400.0


class Strip(Struct, frozen=True):
    """A part on the screen: its film's upper edge and its length in content pixels."""

    part: Part
    top: float
    length: float


class Geometry(Struct, frozen=True):
    """All parts at `scale` screen pixels an inch."""

    scale: float
    pixel: float
    width: float
    height: float
    strips: tuple[Strip, ...]

    def strip_at(self, y: float) -> int:
        """Return the position of the strip that content row `y` belongs to, its header included."""
        tops = [strip.top - HEADER for strip in self.strips]
        return max(0, bisect_right(tops, y) - 1)

    def moved(self, y: float, to: Geometry) -> float:
        """Return where content row `y` is after the scale became that of `to`."""
        position = self.strip_at(y)
        old, new = self.strips[position], to.strips[position]
        beyond = y - old.top
        on_film = min(max(beyond, 0.0), old.length)
        return new.top + on_film * to.scale / self.scale + beyond - on_film


def lay_strips(layout: Layout, scale: float) -> Geometry:
    """Return the parts of `layout`, one below the other."""
    pixel = scale / layout.film.dpi
    strips = []
    y = 0.0
    for part in layout.parts:
        length = part.height_px * pixel
        strips.append(Strip(part, y + HEADER, length))
        y += HEADER + length
    return Geometry(scale, pixel, layout.film.width * scale, y + PAD, tuple(strips))


def scale_for_width(layout: Layout, width: float) -> float:
    """Return the scale at which the film is as wide as a view of `width` pixels."""
    return _bounded((width - 2 * PAD) / layout.film.width)


def scale_for_parts(layout: Layout, parts: tuple[Part, ...], width: float, height: float) -> float:
    """Return the scale at which `parts` are whole in a view of `width` and `height` pixels."""
    inches = sum(part.height_px for part in parts) / layout.film.dpi
    room = height - len(parts) * HEADER - PAD
    return min(scale_for_width(layout, width), _bounded(room / inches)) if inches else 1.0


def _bounded(scale: float) -> float:
    return min(max(scale, LEAST_SCALE), MOST_SCALE)


class RowIndex(Generic[P]):
    """The copies or the marks of a part by row, so that a view asks for those it shows alone."""

    def __init__(self, printed: Iterable[P]) -> None:
        self._printed: list[P] = sorted(printed, key=lambda each: each.y)
        self._tops: list[int] = [each.y for each in self._printed]
        self._tallest: int = max((each.height for each in self._printed), default=0)

    def __iter__(self) -> Iterator[P]:
        return iter(self._printed)

    def within(self, left: float, top: float, right: float, bottom: float) -> list[P]:
        """Return those that share some area with the box, in sheet pixels."""
        first = bisect_right(self._tops, top - self._tallest)
        last = bisect_left(self._tops, bottom)
        return [
            each
            for each in self._printed[first:last]
            if each.y + each.height > top and each.x < right and each.x + each.width > left
        ]


def copies_by_line(layout: Layout) -> dict[int, int]:
    """Return how many copies each order line asks for, on the film or not."""
    counts: dict[int, int] = {}
    for part in layout.parts:
        for placement in part.placements:
            counts[placement.line] = counts.get(placement.line, 0) + 1
    for unplaced in layout.unplaced:
        counts[unplaced.line] = counts.get(unplaced.line, 0) + unplaced.copies
    return counts


def describe(placement: Placement, dpi: int, unit: Unit, copies: int) -> list[str]:
    """Return what to say about a copy: design, size, order, which copy, how it is turned."""
    width, height = (format_length(side / dpi, unit) for side in placement.unrotated)
    said = [placement.design, f"{width.removesuffix(f' {unit}')} x {height}"]
    if placement.order:
        said.append(f"order {placement.order}")
    said.append(f"copy {placement.copy} of {copies}")
    if placement.rotation:
        said.append(f"turned {placement.rotation}°")
    return said


class Ticks(Struct, frozen=True):
    """Distances between ruler ticks, in the ruler's unit."""

    major: float
    minor: float


def ticks(scale: float, unit: Unit, room: float = 56.0, least: float = 6.0) -> Ticks:
    """Return round distances: numbers at least `room` screen pixels apart, ticks at least `least`."""
    pixels = scale / UNITS_PER_INCH[unit]
    eighths = (0.125, 0.25, 0.5) if unit == "in" else (0.1, 0.2, 0.5) if unit == "cm" else ()
    ladder = (*eighths, *(step * 10**power for power in range(5) for step in (1, 2, 5)))
    major = next((step for step in ladder if step * pixels >= room), ladder[-1])
    parts = [step for step in ladder if step * pixels >= least and (major / step) % 1 < 1e-6]
    return Ticks(major, parts[0] if parts else major)
