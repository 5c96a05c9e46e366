"""Draws what is printed beside the copies: labels and their codes, headers, crop and registration marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gangsheet_studio.studio.film.label_pictures import LabelPictures

if TYPE_CHECKING:
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.studio.look.theme import Colours

_LEAST_LETTERS: Final = 6.0  # pixels on the screen; smaller ones are a bar
_LEAST_CROP: Final = 4  # pixels on the screen
_CLEAR_OF_CORNER: Final = 3  # crop marks leave a third of their length
_FAINT: Final = 110
_LETTER: Final = 0.5  # of the height of text: how wide a letter is, about
_BAR: Final = 0.6  # of the height of text
_CODE: Final = 0.75  # of the height of a label, without the quiet zone of its code


class PrintedMarks:
    """Paints marks in the ink of the theme: black could not be seen on dark film."""

    def __init__(self) -> None:
        self._labels = LabelPictures()
        self._pixel = 1.0
        self._ink = self._faint = QColor()

    @property
    def complete(self) -> bool:
        """Whether every label was painted as it is, none as a bar until the next frame."""
        return self._labels.complete

    def begin(self, ratio: float, pixel: float, colours: Colours) -> None:
        """Begin a frame: `ratio` device pixels a pixel, `pixel` pixels a pixel of the sheet."""
        self._labels.begin(ratio, pixel, colours.text)
        self._pixel = pixel
        self._ink, self._faint = QColor(colours.text), QColor(colours.muted)
        self._faint.setAlpha(_FAINT)

    def paint(self, painter: QPainter, marks: list[tuple[Mark, QRect]]) -> None:
        """Paint `marks` into their boxes."""
        lines: list[QRect] = []
        bars: list[QRect] = []
        for mark, box in marks:
            if mark.kind == "crop":
                if box.width() >= _LEAST_CROP:
                    lines += _crop(box, mark.rotation, self._thickness(mark))
            elif mark.kind == "registration":
                lines += self._registration(painter, mark, box)
            elif mark.text_px * self._pixel < _LEAST_LETTERS:
                bars += _bars(mark, box, self._pixel)
            elif picture := self._labels.picture(mark):
                painter.drawPixmap(_start(box, picture, mark.rotation), picture)
            else:
                bars += _bars(mark, box, self._pixel)
        painter.setPen(Qt.PenStyle.NoPen)
        for rects, colour in ((lines, self._ink), (bars, self._faint)):
            painter.setBrush(colour)
            painter.drawRects(rects)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _thickness(self, mark: Mark) -> int:
        return max(1, round(mark.line_px * self._pixel))

    def _registration(self, painter: QPainter, mark: Mark, box: QRect) -> list[QRect]:
        """Paint the ring of a registration mark; return the lines of its cross."""
        thick, middle, radius = self._thickness(mark), QRectF(box).center(), box.width() / 3
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._ink, thick))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(middle, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        left, top = round(middle.x() - thick / 2), round(middle.y() - thick / 2)
        return [QRect(box.left(), top, box.width(), thick), QRect(left, box.top(), thick, box.height())]


def _crop(box: QRect, rotation: int, thick: int) -> tuple[QRect, QRect]:
    """Return the two lines of a crop mark: their inner edges go on along the edges of the copy."""
    reach = box.width() - box.width() // _CLEAR_OF_CORNER
    flat, upright = QRect(0, 0, reach, thick), QRect(0, 0, thick, reach)
    if rotation in (0, 270):  # the copy is to the right
        flat.moveLeft(box.left())
        upright.moveRight(box.right())
    else:
        flat.moveRight(box.right())
        upright.moveLeft(box.left())
    if rotation in (0, 90):  # the copy is below
        flat.moveBottom(box.bottom())
        upright.moveTop(box.top())
    else:
        flat.moveTop(box.top())
        upright.moveBottom(box.bottom())
    return flat, upright


def _bars(mark: Mark, box: QRect, pixel: float) -> list[QRect]:
    """Return what stands in for words that are too small to read, and for the code before them."""
    width, height = mark.unrotated
    code = height if mark.qr else 0
    letters = sum(map(len, mark.wordings[0]))
    length = min(letters * _LETTER * mark.text_px, width - code)
    bars = [_along(box, mark.rotation, code * pixel, length * pixel, mark.text_px * _BAR * pixel)]
    if code:
        side = code * _CODE * pixel
        bars.append(_along(box, mark.rotation, (code * pixel - side) / 2, side, side))
    return bars


def _along(box: QRect, rotation: int, start: float, length: float, thick: float) -> QRect:
    """Return a bar in the middle of a label, so far from where its words start."""
    size, across = max(1, round(length)), max(1, round(thick))
    if rotation % 180:
        top = box.top() + start if rotation == 90 else box.bottom() + 1 - start - size
        return QRect(box.left() + (box.width() - across) // 2, round(top), across, size)
    left = box.left() + start if rotation == 0 else box.right() + 1 - start - size
    return QRect(round(left), box.top() + (box.height() - across) // 2, size, across)


def _start(box: QRect, picture: QPixmap, rotation: int) -> QPoint:
    """Return where a picture that is as long as its words, not as their label, begins."""
    if rotation in (0, 90):
        return box.topLeft()
    size = picture.deviceIndependentSize().toSize()
    return QPoint(box.right() + 1 - size.width(), box.bottom() + 1 - size.height())
