"""Marks as pictures at the size the screen shows them, so that a frame only copies pixels."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QTransform,
)

from gangsheet_studio.model.marks import CLEAR_OF_CORNER, QUIET, RING
from gangsheet_studio.model.wording import ASCENT, INDENT, fitted
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from gangsheet_studio.model.marks import Mark

MOST_BYTES: Final = 32 << 20
DRAWING_SECONDS: Final = 0.006
_FONT: Final = "fonts/DejaVuSansCondensed.ttf"
_FAMILY: Final = "DejaVu Sans Condensed"
_MEASURED: Final = 100  # pixels high are the letters that are measured
_LEAST_MODULE: Final = 1.5  # pixels on the screen; a code of smaller ones is no more than a sign for one
_FINDER: Final = 7  # modules across the squares in three corners
_USUAL: Final = 25  # modules across the code of a usual order
_FAINT: Final = 90


class MarkPictures:
    """Kept while the zoom is the same, as far as MOST_BYTES go.

    Drawing them takes at most DRAWING_SECONDS of a frame: the rest have to wait for another, which `complete`
    asks for.
    """

    def __init__(self) -> None:
        self.complete = True
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._bytes = 0
        self._at: tuple[float, float, str] = (1.0, 1.0, "")
        self._spent = 0.0
        self._font: QFont | None = None

    def begin(self, ratio: float, pixel: float, ink: str) -> None:
        """Begin a frame in `ink`: `ratio` device pixels a pixel, `pixel` pixels a pixel of the sheet."""
        at = ratio, pixel, ink
        if at != self._at or self._bytes > MOST_BYTES:
            self._pictures.clear()
            self._bytes = 0
        self._at, self._spent, self.complete = at, 0.0, True

    def picture(self, mark: Mark) -> QPixmap | None:
        """Return the picture of a mark, as long as its words; None where it has to wait."""
        look = mark.kind, mark.rotation, mark.width, mark.height, mark.text_px, mark.qr, mark.wordings
        picture = self._pictures.get(look)
        if picture is None and self._spent > DRAWING_SECONDS:
            self.complete = False
        elif picture is None:
            began = time.perf_counter()
            picture = self._pictures[look] = self._draw(mark)
            self._bytes += 4 * picture.width() * picture.height()
            self._spent += time.perf_counter() - began
        return picture

    def _draw(self, mark: Mark) -> QPixmap:
        ratio, pixel, name = self._at
        scale, ink = ratio * pixel, QColor(name)
        match mark.kind:
            case "crop":
                picture = _crop(mark, scale, ink)
            case "registration":
                picture = _registration(mark, scale, ink)
            case "label" | "header":
                picture = _line(mark, scale, ink, self._lettering())
        if mark.rotation:
            picture = picture.transformed(QTransform().rotate(mark.rotation))
        picture.setDevicePixelRatio(ratio)
        return picture

    def _lettering(self) -> QFont:
        """Return the font that marks are printed in, and no other: what it lacks prints as a box."""
        if self._font is None:
            QFontDatabase.addApplicationFont(str(resource(_FONT)))
            self._font = QFont(_FAMILY)
            self._font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
            self._font.setPixelSize(_MEASURED)
        return QFont(self._font)


def _clear(width: float, height: float) -> QPixmap:
    picture = QPixmap(max(1, round(width)), max(1, round(height)))
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _crop(mark: Mark, scale: float, ink: QColor) -> QPixmap:
    """Draw the lines at an upper left corner: their inner edges go on along the edges of the copy."""
    picture = _clear(mark.width * scale, mark.height * scale)
    side, thick = picture.width(), max(1, round(mark.line_px * scale))
    ends = side - side // CLEAR_OF_CORNER
    painter = QPainter(picture)
    painter.fillRect(0, side - thick, ends, thick, ink)
    painter.fillRect(side - thick, 0, thick, ends, ink)
    painter.end()
    return picture


def _registration(mark: Mark, scale: float, ink: QColor) -> QPixmap:
    """Draw a cross in a ring."""
    picture = _clear(mark.width * scale, mark.height * scale)
    side, thick = picture.width(), max(1, round(mark.line_px * scale))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink, thick))
    painter.drawEllipse(QPointF(side / 2, side / 2), side / RING, side / RING)
    painter.fillRect(0, (side - thick) // 2, side, thick, ink)
    painter.fillRect((side - thick) // 2, 0, thick, side, ink)
    painter.end()
    return picture


def _line(mark: Mark, scale: float, ink: QColor, font: QFont) -> QPixmap:
    """Draw the words of a mark, behind its code, no longer than they are."""
    width, height = mark.unrotated
    code, indent = height if mark.qr else 0, mark.text_px // INDENT
    measured = QFontMetricsF(font)

    def measure(text: str, size: int) -> float:
        return measured.horizontalAdvance(text) * size / _MEASURED

    text, letters = fitted(mark.wordings, width - code - indent, mark.text_px, measure)
    along = width if mark.rotation >= 180 else min(width, code + indent + measure(text, letters) + 1)
    picture = _clear(along * scale, height * scale)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(scale, scale)
    if code:
        _paint_code(painter, mark.qr, code, scale, ink)
    font.setPixelSize(letters)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(code + indent, (height - letters) / 2 + letters * ASCENT), text)
    painter.end()
    return picture


def _paint_code(painter: QPainter, content: str, side: int, scale: float, ink: QColor) -> None:
    """Paint the QR code of `content` in a square of `side` pixels of the sheet, or a sign for one."""
    module = side / (_USUAL + 2 * QUIET)
    if module * scale < _LEAST_MODULE:
        start, end = QUIET * module, (QUIET + _USUAL - _FINDER) * module
        for x, y in ((start, start), (end, start), (start, end)):
            painter.fillRect(QRectF(x, y, _FINDER * module, _FINDER * module), ink)
        faint = QColor(ink)
        faint.setAlpha(_FAINT)
        painter.fillRect(QRectF(start, start, _USUAL * module, _USUAL * module), faint)
        return
    import segno  # only where there is a code

    matrix = segno.make_qr(content, error="l", encoding="utf-8").matrix
    modules = len(matrix)
    image = QImage(b"".join(matrix), modules, modules, modules, QImage.Format.Format_Indexed8)
    image.setColorTable([0, ink.rgba()])
    drawn = modules * max(1, side // (modules + 2 * QUIET))  # whole pixels a module, as it is printed
    start = (side - drawn) // 2
    painter.drawImage(QRectF(start, start, drawn, drawn), image)
