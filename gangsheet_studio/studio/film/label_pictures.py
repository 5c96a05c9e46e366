"""Labels and headers as pictures at the size the screen shows them, so that a frame only copies pixels."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QImage,
    QPainter,
    QPixmap,
    QTransform,
)

from gangsheet_studio.model.wording import ASCENT, INDENT, fitted
from gangsheet_studio.resources import resource

if TYPE_CHECKING:
    from gangsheet_studio.model.marks import Mark, Wordings

MOST_BYTES: Final = 32 << 20
DRAWING_SECONDS: Final = 0.006
_FONT: Final = "fonts/DejaVuSansCondensed.ttf"
_FAMILY: Final = "DejaVu Sans Condensed"
_MEASURED: Final = 100  # pixels high are the letters that are measured
_LEAST_MODULE: Final = 1.5  # pixels on the screen; a code of smaller ones is no more than a sign for one
_QUIET: Final = 4  # modules around a code (ISO/IEC 18004, 9.1)
_FINDER: Final = 7  # modules across the squares in three corners
_USUAL: Final = 25  # modules across the code of a usual order


class _Look(NamedTuple):
    """What tells the picture of a mark from others at the same zoom."""

    wordings: Wordings
    qr: str
    width: int
    height: int
    rotation: int
    text_px: int


class LabelPictures:
    """Pictures of words and codes, kept while the zoom is the same, as far as MOST_BYTES go.

    Drawing them takes at most DRAWING_SECONDS of a frame: the rest have to wait for another, which `complete`
    asks for.
    """

    def __init__(self) -> None:
        self.complete = True
        self._pictures: dict[_Look, QPixmap] = {}
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
        """Return a label or a header, as long as its words; None where it has to wait."""
        look = _Look(mark.wordings, mark.qr, mark.width, mark.height, mark.rotation, mark.text_px)
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
        ratio, pixel, ink = self._at
        width, height = mark.unrotated
        code = height if mark.qr else 0
        indent, font = mark.text_px // INDENT, self._lettering()
        measured = QFontMetricsF(font)

        def measure(text: str, size: int) -> float:
            return measured.horizontalAdvance(text) * size / _MEASURED

        text, letters = fitted(mark.wordings, width - code - indent, mark.text_px, measure)
        along = min(width, code + indent + measure(text, letters) + 1)
        scale = ratio * pixel
        picture = QPixmap(max(1, round(along * scale)), max(1, round(height * scale)))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.scale(scale, scale)
        if code:
            _paint_code(painter, mark.qr, code, scale, QColor(ink))
        font.setPixelSize(letters)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QPointF(code + indent, (height - letters) / 2 + letters * ASCENT), text)
        painter.end()
        if mark.rotation:
            picture = picture.transformed(QTransform().rotate(mark.rotation))
        picture.setDevicePixelRatio(ratio)
        return picture

    def _lettering(self) -> QFont:
        """Return the font that labels are printed in, _MEASURED pixels high; it has no more letters there."""
        if self._font is None:
            QFontDatabase.addApplicationFont(str(resource(_FONT)))
            self._font = QFont(_FAMILY)
            self._font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
            self._font.setPixelSize(_MEASURED)
        return QFont(self._font)


def _paint_code(painter: QPainter, content: str, side: int, scale: float, ink: QColor) -> None:
    """Paint the QR code of `content` in a square of `side` pixels of the sheet, or a sign for one."""
    if side * scale / (_USUAL + 2 * _QUIET) < _LEAST_MODULE:
        module = side / (_USUAL + 2 * _QUIET)
        start, finder = _QUIET * module, _FINDER * module
        end = side - start - finder
        for x, y in ((start, start), (end, start), (start, end)):
            painter.fillRect(QRectF(x, y, finder, finder), ink)
        ink.setAlpha(90)
        painter.fillRect(QRectF(start, start, side - 2 * start, side - 2 * start), ink)
        return
    import segno  # where there is a code

    matrix = segno.make_qr(content, error="l", encoding="utf-8").matrix
    modules = len(matrix)
    image = QImage(b"".join(matrix), modules, modules, modules, QImage.Format.Format_Indexed8)
    image.setColorTable([0, ink.rgba()])
    drawn = modules * max(1, side // (modules + 2 * _QUIET))  # whole pixels a module, as it is printed
    start = (side - drawn) // 2
    painter.drawImage(QRectF(start, start, drawn, drawn), image)
