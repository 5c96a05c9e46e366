"""Paints a part: bands from top to bottom, each copy's rows held only while it is crossed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.bands import bands

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.sheets.bands import Band


class Copies(Protocol):
    """Where a copy's rows come from and go back to."""

    def take(self, copy: Printed) -> Any:  # noqa: ANN401  # each format stages what it paints
        """Return the rows of a copy or a mark that begins; waits until they are staged."""

    def give_back(self, copy: Printed) -> None:
        """Take note that it is painted."""


class Brush(Protocol):
    """Writes the bands of a part, one after the other; a copy is needed for `closing_rows` below its box."""

    closing_rows: int

    def hold(self, number: int, rows: Any) -> None:  # noqa: ANN401
        """Take the rows of the part's copy `number`, which begins."""

    def paint(self, band: Band) -> None:
        """Write the rows of `band`."""

    def let_go(self, number: int) -> None:
        """Keep nothing of a copy that has ended."""


def paint(
    part: Part,
    copies: Copies,
    brush: Brush,
    *,
    band_rows: Callable[[], int],
    on_row: Callable[[int], None],
    cancel: Event,
) -> None:
    """Write all rows of `part`; `band_rows` is asked before each band, `on_row` hears how far it is."""
    held: set[int] = set()
    printed = part.printed
    ends = [min(each.y + each.height + brush.closing_rows, part.height_px) for each in printed]
    for band in bands(part, band_rows, brush.closing_rows):
        stop_if(cancel)
        for number in sorted(n for group in band.groups for n in group if n not in held):
            brush.hold(number, copies.take(printed[number]))
            held.add(number)
        brush.paint(band)
        for number in [n for n in held if ends[n] <= band.bottom]:
            held.remove(number)
            brush.let_go(number)
            copies.give_back(printed[number])
        on_row(band.bottom)
