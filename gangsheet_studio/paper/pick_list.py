"""The pick list: order by order what has to be found on the sheets, with a box to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.model.units import format_length
from gangsheet_studio.paper.numbers import as_ranges, numbers_by_line
from gangsheet_studio.paper.pages import GREY, INK
from gangsheet_studio.paper.text import plain, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gangsheet_studio.model.manifest import Manifest, ManifestPlacement
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.paper.pages import Pages

_PICTURE: Final = 26.0
_LINE: Final = 11.0
_SIZE: Final = 8.5
_MOST_LINES: Final = 12  # of numbers; the table of placements has all


class Pick(Struct, frozen=True, kw_only=True):
    """What to find of an order line: of `ordered` copies the `numbers` by part, at a size in inches."""

    line: int
    design: str
    size: tuple[float, float]
    ordered: int
    numbers: dict[int, list[int]]

    @property
    def found(self) -> int:
        """Copies that are on sheets."""
        return sum(map(len, self.numbers.values()))


def picks_by_order(manifest: Manifest, lines: Sequence[OrderLine]) -> dict[str, list[Pick]]:
    """Return what is on the sheets by order, both in the order of `lines`."""
    numbers, placed = numbers_by_line(manifest.parts), _by_line(manifest)
    orders: dict[str, list[Pick]] = {}
    for index in sorted(numbers):
        copy, dpi = placed[index]
        size = (copy.height_px, copy.width_px) if copy.rotation % 180 else (copy.width_px, copy.height_px)
        pick = Pick(
            line=index,
            design=copy.design,
            size=(size[0] / dpi, size[1] / dpi),
            ordered=lines[index - 1].quantity,
            numbers=numbers[index],
        )
        orders.setdefault(copy.order, []).append(pick)
    return orders


def _by_line(manifest: Manifest) -> dict[int, tuple[ManifestPlacement, int]]:
    """Return a copy of each order line, and the dpi of its sheet."""
    return {copy.index: (copy, part.dpi) for part in manifest.parts for copy in part.placements}


def draw_pick_list(
    pages: Pages, orders: dict[str, list[Pick]], picture: Callable[[int], bytes | None]
) -> None:
    """Draw all orders; `picture` has a JPEG of what an order line prints."""
    pages.make_room(90)
    pages.heading("Pick list", "numbers are those in the pictures of the sheets")
    for order, picks in orders.items():
        _draw_order(pages, order, picks)
        for pick in picks:
            _draw_pick(pages, pick, picture(pick.line))


def _draw_order(pages: Pages, order: str, picks: Sequence[Pick]) -> None:
    pages.make_room(18 + _PICTURE + 8)
    pages.y -= 18
    copies = sum(pick.found for pick in picks)
    name = f"Order {plain(order)}" if order else "Without an order number"
    pages.text(pages.left, pages.y, name, 10, width=pages.across - 80)
    words = f"{copies:,} {'copy' if copies == 1 else 'copies'}"
    pages.text(pages.right, pages.y, words, _SIZE, GREY, "right")
    pages.y -= 5
    pages.rule(pages.y)


def _draw_pick(pages: Pages, pick: Pick, picture: bytes | None) -> None:
    where = pages.left + 0.56 * pages.across
    numbers = _numbers(pick, pages.right - where)
    height = max(_PICTURE + 8, _LINE * len(numbers) + 12)
    pages.make_room(height)
    top = pages.y
    pages.canvas.setStrokeColor(INK)
    pages.canvas.setLineWidth(0.8)
    pages.canvas.rect(pages.left, top - 22, 10, 10, stroke=1, fill=0)
    if picture is not None:
        _draw_picture(pages, picture, pick.size, pages.left + 20, top - 4)
    name, quantity = pages.left + 56, where - 16
    pages.text(name, top - 16, plain(pick.design), 9.5, width=quantity - name - 60)
    pages.text(name, top - 27, _size(pick), 7.5, GREY)
    pages.text(quantity, top - 16, f"{pick.found:,}", 11, align="right")
    pages.text(quantity, top - 27, _of_ordered(pick), 7.5, GREY, "right")
    for index, line in enumerate(numbers):
        pages.text(where, top - 15.5 - index * _LINE, line, _SIZE)
    pages.y -= height
    pages.rule(pages.y)


def _draw_picture(pages: Pages, picture: bytes, size: tuple[float, float], x: float, top: float) -> None:
    share = _PICTURE / max(size)
    width, height = max(1.0, size[0] * share), max(1.0, size[1] * share)
    pages.picture(
        picture, x + (_PICTURE - width) / 2, top - _PICTURE + (_PICTURE - height) / 2, width, height
    )


def _numbers(pick: Pick, width: float) -> list[str]:
    """Return on lines of `width` where the copies lie: Part 1: 3, 7-9."""
    lines: list[str] = []
    for part, numbers in pick.numbers.items():
        ranges = as_ranges(numbers)
        words = [f"Part\N{NO-BREAK SPACE}{part}:", *(f"{each}," for each in ranges[:-1]), ranges[-1]]
        lines += wrapped(words, width, _SIZE)
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1 :] = ["and more: the table of placements has all"]
    return lines


def _size(pick: Pick) -> str:
    width, height = pick.size
    inches = f"{format_length(round(width, 2))[:-3]} x {format_length(round(height, 2))}"
    return f"{inches}  ({format_length(width, 'mm')[:-3]} x {format_length(height, 'mm')})"


def _of_ordered(pick: Pick) -> str:
    """Return what the quantity is of, where that is not plain."""
    if pick.found == pick.ordered:
        return ""
    more = pick.found - pick.ordered
    return f"{more:,} extra" if more > 0 else f"of {pick.ordered:,} ordered"
