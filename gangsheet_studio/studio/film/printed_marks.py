"""Draws what is printed beside the copies: labels and their codes, headers, crop and registration marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from gangsheet_studio.studio.film.mark_pictures import MarkPictures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.studio.look.theme import Colours

_LEAST_SIDE: Final = 3.0  # pixels on the screen; smaller marks are not drawn
_LEAST_LETTERS: Final = 6.0  # pixels on the screen; smaller ones are a bar
_FAINT: Final = 110
_LETTER: Final = 0.5  # of the height of text: how wide a letter is, about
_BAR: Final = 0.6  # of the height of text
_CODE: Final = 0.75  # of the height of a label, without the quiet zone of its code


class PrintedMarks:
    """Paints marks in the ink of the theme: black could not be seen on dark film."""

    def __init__(self) -> None:
        self._pictures = MarkPictures()
        self._pixel = 1.0
        self._faint = QColor()

    @property
    def complete(self) -> bool:
        """Whether every mark was painted as it is, none as a bar until the next frame."""
        return self._pictures.complete

    def begin(self, ratio: float, pixel: float, colours: Colours) -> None:
        """Begin a frame: `ratio` device pixels a pixel, `pixel` pixels a pixel of the sheet."""
        self._pictures.begin(ratio, pixel, colours.text)
        self._pixel, self._faint = pixel, QColor(colours.muted)
        self._faint.setAlpha(_FAINT)

    def shows(self, mark: Mark) -> bool:
        """Return whether `mark` is large enough to be seen."""
        return min(mark.width, mark.height) * self._pixel >= _LEAST_SIDE

    def paint(self, painter: QPainter, placed: Iterable[tuple[Mark, int, int]]) -> None:
        """Paint marks, each with its upper left corner at x, y in the view."""
        bars: list[QRect] = []
        for mark, x, y in placed:
            if mark.text_px and mark.text_px * self._pixel < _LEAST_LETTERS:
                bars += _bars(mark, x, y, self._pixel)
            elif picture := self._pictures.picture(mark):
                painter.drawPixmap(x, y, picture)
            elif mark.text_px:
                bars += _bars(mark, x, y, self._pixel)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._faint)
        painter.drawRects(bars)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def _bars(mark: Mark, x: int, y: int, pixel: float) -> list[QRect]:
    """Return what stands in for words that are too small to read, and for the code before them."""
    width, height = mark.unrotated
    code = height if mark.qr else 0
    letters = sum(map(len, mark.wordings[0]))
    length = min(letters * _LETTER * mark.text_px, width - code)
    bars = [_box(code, length, height, mark.text_px * _BAR)]
    if code:
        bars.append(_box(code * (1 - _CODE) / 2, code * _CODE, height, code * _CODE))
    if mark.rotation % 180:
        bars = [(top, left, down, across) for left, top, across, down in bars]
    return [
        QRect(
            x + round(left * pixel),
            y + round(top * pixel),
            max(1, round(across * pixel)),
            max(1, round(down * pixel)),
        )
        for left, top, across, down in bars
    ]


def _box(start: float, length: float, height: float, thick: float) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a bar in the middle of a line that is `height` high."""
    return start, (height - thick) / 2, length, thick
