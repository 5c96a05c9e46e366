"""What staff should know of a line's artwork before it is printed, from a look at all of its pixels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.engine.on_lines import problem_of
from gangsheet_studio.model.units import format_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box, Inspection
    from gangsheet_studio.model.layout import Item
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem

SOFT: Final = 0.05  # clean artwork, smooth at its edges, has less
_LINE_LENGTH: Final = 4  # times its thickness: what is shorter is the tip of something
_OUTSIDE: Final = 0.01  # of the colours
_BORDER: Final = 0.05  # of a side
_BORDER_INCHES: Final = 2 / 25.4


class Printed(Struct, frozen=True, kw_only=True):
    """A line's design and how large it prints: `across` and `down` are inches of one of its own pixels."""

    number: int
    line: OrderLine
    design: Design
    trimmed: bool
    left: int
    top: int
    across: float
    down: float

    def thickness(self, inches: float) -> float:
        """Return how many of its pixels are `inches` long."""
        return inches / max(self.across, self.down)


def printed(line: OrderLine, item: Item, design: Design, dpi: int) -> Printed:
    """Return how large `item`, which is `line`, prints `design`."""
    left, top, width, height = item.trim or (0, 0, design.width_px, design.height_px)
    return Printed(
        number=item.line,
        line=line,
        design=design,
        trimmed=item.trim is not None,
        left=left,
        top=top,
        across=item.width_px / dpi / width,
        down=item.height_px / dpi / height,
    )


def findings(print_: Printed, seen: Inspection, thinnest: float) -> Iterator[Problem]:
    """Yield a warning for each thing that may disappoint; lines were thin below `thinnest` inches."""
    if seen.box is None:
        yield _warning(
            print_, "empty", "is empty: nothing of it would be seen in print; take it off the order."
        )
        return
    if seen.soft_share > SOFT:
        yield _warning(
            print_,
            "soft-edges",
            f"has {seen.soft:,} half transparent pixels, {seen.soft_share:.0%} of what is seen, which may "
            "print as a halo; harden it, or leave it as it is if that is wanted.",
            seen.soft_share,
        )
    if thinnest and seen.thin >= _LINE_LENGTH * print_.thickness(thinnest):
        yield _thin(print_, seen, thinnest)
    if seen.outside >= _OUTSIDE:
        yield _warning(
            print_,
            "out-of-gamut",
            f"has colours that sRGB can't hold, {seen.outside:.0%} of them; they print duller: look at a "
            "proof, or ask for artwork in sRGB.",
            seen.outside,
        )
    if not print_.trimmed:
        yield from _borders(print_, seen.box)


def _thin(print_: Printed, seen: Inspection, thinnest: float) -> Problem:
    x = max(0.0, seen.thin_at[0] * print_.design.width_px - print_.left) * print_.across
    y = max(0.0, seen.thin_at[1] * print_.design.height_px - print_.top) * print_.down
    return _warning(
        print_,
        "thin-lines",
        f"has lines or dots thinner than {format_length(thinnest, 'mm')}, most of them about "
        f"{format_length(round(x, 1))} from its left and {format_length(round(y, 1))} from its upper edge; "
        "they may not hold: print it larger, or make them thicker.",
        seen.thin / seen.visible,
    )


def _borders(print_: Printed, box: Box) -> Iterator[Problem]:
    left, top, width, height = box
    across, down = print_.design.width_px, print_.design.height_px
    sides = (
        (left, across, print_.across),
        (across - left - width, across, print_.across),
        (top, down, print_.down),
        (down - top - height, down, print_.down),
    )
    if any(border > _BORDER * side and border * inches > _BORDER_INCHES for border, side, inches in sides):
        shown, whole = _size(print_, width, height), _size(print_, across, down)
        yield _warning(
            print_,
            "borders",
            f"has wide transparent borders: of {whole}, {shown} print; trim it to save film.",
            1 - width * height / (across * down),
        )


def _size(print_: Printed, width: int, height: int) -> str:
    return f"{format_length(width * print_.across)} x {format_length(height * print_.down)}"


def _warning(print_: Printed, name: str, text: str, figure: float | None = None) -> Problem:
    message = f"“{print_.design.name}” {text}"
    return problem_of(f"designs.{name}", print_.number, print_.line, message, "warning", figure)
