"""Rulers along the film: they start again at each part."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gangsheet_studio.model.units import UNITS_PER_INCH, Unit
from gangsheet_studio.studio.film.geometry import Ticks, ticks
from gangsheet_studio.studio.look.theme import colours_of

if TYPE_CHECKING:
    from gangsheet_studio.studio.look.theme import Colours

BREADTH: Final = 24
LEFT_BREADTH: Final = 40


class Span(Struct, frozen=True):
    """A stretch of film beside a ruler: its first screen pixel and its length in inches."""

    start: float
    inches: float


class Ruler(QWidget):
    """A ruler in inches, millimetres or centimetres beside the film."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = orientation == Qt.Orientation.Horizontal
        self._spans: tuple[Span, ...] = ()
        self._scale = 1.0
        self._unit: Unit = "in"
        self._pointer: int | None = None
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored
        self.setSizePolicy(wide if self._across else fixed, fixed if self._across else wide)
        self.setAccessibleName("Ruler across the film" if self._across else "Ruler along the film")
        self.setToolTip("Across the film" if self._across else "Along the film, from the start of each part")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return its breadth; its length follows the film view."""
        return QSize(0, BREADTH) if self._across else QSize(LEFT_BREADTH, 0)

    def show_spans(self, spans: tuple[Span, ...], scale: float, unit: Unit) -> None:
        """Follow the film: `scale` screen pixels an inch."""
        self._spans, self._scale, self._unit = spans, scale, unit
        self.update()

    def show_pointer(self, at: int | None) -> None:
        """Mark the pointer's place, None when it is not on the film."""
        if at != self._pointer:
            self._pointer = at
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the ticks of each span, the numbers and the pointer's mark."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.panel))
        painter.setFont(small_font(self.font()))
        chosen = ticks(self._scale, self._unit)
        for span in self._spans:
            self._paint_span(painter, span, chosen, colours)
        painter.setPen(QColor(colours.line))
        self._line(painter, 0, self._length(), at=self._breadth() - 1)
        if self._pointer is not None:
            painter.setPen(QColor(colours.accent_text))
            self._tick(painter, self._pointer, self._breadth())
        painter.end()

    def _paint_span(self, painter: QPainter, span: Span, chosen: Ticks, colours: Colours) -> None:
        step = chosen.minor * self._scale / UNITS_PER_INCH[self._unit]
        per_major = round(chosen.major / chosen.minor)
        end = min(self._length(), span.start + span.inches * self._scale)
        first = max(0, math.floor(-span.start / step) - per_major)
        last = math.floor((end - span.start) / step + 1e-6)
        line, text = QColor(colours.muted), QColor(colours.text)
        faint = QColor(line)
        faint.setAlpha(120)
        for number in range(first, last + 1):
            at = span.start + number * step
            major = number % per_major == 0
            painter.setPen(line if major else faint)
            self._tick(painter, at, 9 if major else 4)
            if major:
                painter.setPen(text)
                self._number(painter, at, f"{number * chosen.minor:.3f}".rstrip("0").rstrip("."))

    def _length(self) -> int:
        return self.width() if self._across else self.height()

    def _breadth(self) -> int:
        return self.height() if self._across else self.width()

    def _tick(self, painter: QPainter, at: float, length: int) -> None:
        edge = self._breadth() - 1
        near, far = QPointF(round(at), edge), QPointF(round(at), edge - length)
        if not self._across:
            near, far = near.transposed(), far.transposed()
        painter.drawLine(near, far)

    def _line(self, painter: QPainter, start: int, end: int, at: int) -> None:
        first, second = QPointF(start, at), QPointF(end, at)
        if not self._across:
            first, second = first.transposed(), second.transposed()
        painter.drawLine(first, second)

    def _number(self, painter: QPainter, at: float, text: str) -> None:
        if self._across:
            box = QRectF(round(at) + 4, 1, 60, BREADTH - 9)
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        else:
            box = QRectF(0, round(at) + 2, LEFT_BREADTH - 8, 14)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text)


class RulerCorner(QWidget):
    """Where the rulers meet: the unit they are in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit: Unit = "in"
        self.setFixedSize(LEFT_BREADTH, BREADTH)
        self.show_unit("in")

    def show_unit(self, unit: Unit) -> None:
        """Name the rulers' unit."""
        self._unit = unit
        words = {"in": "inches", "mm": "millimetres", "cm": "centimetres"}
        self.setToolTip(f"The rulers are in {words[unit]}")
        self.setAccessibleName(self.toolTip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the unit."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.panel))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, BREADTH - 1, LEFT_BREADTH, BREADTH - 1)
        painter.drawLine(LEFT_BREADTH - 1, 0, LEFT_BREADTH - 1, BREADTH)
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(colours.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._unit)
        painter.end()


def small_font(font: QFont) -> QFont:
    """Return `font` in the size of hints."""
    small = QFont(font)
    small.setPixelSize(max(9, round(QFontInfo(font).pixelSize() * 0.85)))
    return small
