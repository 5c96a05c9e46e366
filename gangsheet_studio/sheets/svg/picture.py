"""A design as an SVG embeds it: a PNG of its own, in base64, written as it is made."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from gangsheet_studio.model.layout import Part, Placement
from gangsheet_studio.sheets.painter import paint
from gangsheet_studio.sheets.png.brush import PngBrush
from gangsheet_studio.sheets.png.writer import PngWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from gangsheet_studio.model.layout import Printed
    from gangsheet_studio.sheets.png.rows import DeflatedRows


class Base64Writer:
    """Hands what is written to it on in base64; what is left of three bytes waits."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write, self._left = write, b""

    def write(self, data: bytes | memoryview) -> None:
        """Take `data`."""
        waiting = self._left + bytes(data)
        whole = len(waiting) - len(waiting) % 3
        self._write(base64.b64encode(waiting[:whole]))
        self._left = waiting[whole:]

    def finish(self) -> None:
        """Write what waits."""
        self._write(base64.b64encode(self._left))
        self._left = b""


class _Only:
    """Serves the one picture of a PNG, which somebody else frees."""

    def __init__(self, rows: DeflatedRows) -> None:
        self._rows = rows

    def take(self, _copy: Printed) -> Any:  # noqa: ANN401  # as a painter asks
        """Return the rows."""
        return self._rows

    def give_back(self, _copy: Printed) -> None:
        """Keep them."""


def write_png(
    rows: DeflatedRows, write: Callable[[bytes], None], dpi: int, band_rows: Callable[[], int], cancel: Event
) -> None:
    """Write a picture as a whole PNG in base64."""
    width, height = rows.width_px, rows.height_px
    copy = Placement(
        line=1, design="", key="", order="", copy=1, x=0, y=0, width=width, height=height, rotation=0
    )
    part = Part(number=1, width_px=width, height_px=height, placements=(copy,))
    file = Base64Writer(write)
    png = PngWriter(file, width, height, dpi)
    paint(part, _Only(rows), PngBrush(part, png), band_rows=band_rows, on_row=_pass, cancel=cancel)
    png.finish()
    file.finish()


def _pass(_row: int) -> None:
    """Hear how far it is."""
