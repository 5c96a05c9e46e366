"""The live graph of the engine's memory, painted by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gangsheet_studio.model.units import GB, MB, format_bytes
from gangsheet_studio.studio.theme import PADDING, colours_of
from gangsheet_studio.studio.words import duration

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QHelpEvent, QKeyEvent, QPaintEvent

    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.run_record import Mark, RunRecord
    from gangsheet_studio.studio.theme import Colours

_WARN_SHARE: Final = 0.85
_LEFT, _BOTTOM, _TOP, _RIGHT = 64.0, 24.0, 20.0, 12.0
_FAR_ABOVE: Final = 3.0  # a budget this many times the peak would flatten the curve
_NEAR: Final = 8.0
_LEAST_SECONDS: Final = 2.0


class MemoryGraph(QWidget):
    """Shows a run's record, or before a run its forecast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryGraph")
        self.setAccessibleName("Memory of the engine over time")
        self.setToolTip("")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._record: RunRecord | None = None
        self._forecast: Forecast | None = None
        self._budget: int | None = None
        self._chosen = -1

    def set_record(self, record: RunRecord | None) -> None:
        """Show a run, or none."""
        self._record, self._chosen = record, -1
        self.update()

    def set_forecast(self, forecast: Forecast | None, budget: int | None) -> None:
        """Show what a run should take, where there is no run to show."""
        self._forecast, self._budget = forecast, budget
        self.update()

    def refresh(self) -> None:
        """Show what the record has learned."""
        self.update()

    def text_at(self, x: float) -> str:
        """Return what happened or was measured at `x` pixels from the left."""
        record = self._record
        if record is None or not record.samples:
            return ""
        near = [mark for mark in record.marks if abs(self._x(mark.seconds) - x) <= _NEAR]
        if near:
            near.sort(key=lambda mark: abs(self._x(mark.seconds) - x))
            return "\n".join(self._words(mark) for mark in near[:6])
        sample = min(record.samples, key=lambda sample: abs(self._x(sample.seconds) - x))
        return f"{format_bytes(sample.rss)} after {sample.seconds:.1f} s"

    def event(self, event: QEvent) -> bool:
        """Answer the question for a tool tip with what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip:
            help_event: QHelpEvent = event  # type: ignore[assignment]  # Qt's promise
            QToolTip.showText(help_event.globalPos(), self.text_at(help_event.pos().x()), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - named by Qt
        """Walk the marks with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        marks = self._record.marks if self._record else []
        if not step or not marks:
            super().keyPressEvent(event)
            return
        self._chosen = max(0, min(len(marks) - 1, self._chosen + step))
        mark = marks[self._chosen]
        self.setAccessibleDescription(self._words(mark))
        place = self.mapToGlobal(QPointF(self._x(mark.seconds), self.height() - _BOTTOM).toPoint())
        QToolTip.showText(place, self._words(mark), self)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - named by Qt
        """Return room for a graph that can be read."""
        size = super().sizeHint()
        size.setHeight(160)
        return size

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - named by Qt
        """Draw the run, the forecast, or what this is for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        if self._record is not None and self._record.samples:
            self._paint_run(painter, colours, self._record)
        elif self._forecast is not None:
            self._paint_forecast(painter, colours, self._forecast)
        else:
            painter.setPen(QColor(colours.muted))
            text = "The memory of the engine is drawn here while sheets are made."
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    @staticmethod
    def _words(mark: Mark) -> str:
        return f"{mark.text} after {mark.seconds:.1f} s, memory then {format_bytes(mark.rss)}"

    def _plot(self) -> QRectF:
        return QRectF(
            _LEFT, _TOP, max(1.0, self.width() - _LEFT - _RIGHT), max(1.0, self.height() - _TOP - _BOTTOM)
        )

    def _span(self) -> float:
        record = self._record
        last = max(record.seconds, record.samples[-1].seconds) if record and record.samples else 0.0
        return max(_LEAST_SECONDS, last)

    def _x(self, seconds: float) -> float:
        plot = self._plot()
        return plot.left() + plot.width() * seconds / self._span()

    def _top_value(self, record: RunRecord) -> float:
        peak = record.peak.rss if record.peak else 1
        budget = record.budget
        near = budget and budget < peak * _FAR_ABOVE
        return max(peak * 1.15, budget * 1.08 if near else 0)

    def _paint_run(self, painter: QPainter, colours: Colours, record: RunRecord) -> None:
        plot, top = self._plot(), self._top_value(record)

        def y(rss: float) -> float:
            return plot.bottom() - plot.height() * rss / top

        self._paint_parts(painter, colours, record, plot)
        self._paint_axes(painter, colours, plot, top)
        points = [QPointF(self._x(sample.seconds), y(sample.rss)) for sample in record.samples]
        area = QPainterPath(QPointF(points[0].x(), plot.bottom()))
        for point in points:
            area.lineTo(point)
        area.lineTo(points[-1].x(), plot.bottom())
        fill = QColor(colours.accent)
        fill.setAlpha(60)
        painter.fillPath(area, fill)
        painter.setPen(QPen(QColor(colours.accent), 1.6))
        painter.drawPolyline(QPolygonF(points))
        self._paint_budget(painter, colours, record, plot, top)
        self._paint_marks(painter, colours, record, plot)
        if record.peak is not None:
            at = QPointF(self._x(record.peak.seconds), y(record.peak.rss))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(at, 3.5, 3.5)
            self._label(painter, colours.text, at + QPointF(8, -6), f"peak {format_bytes(record.peak.rss)}")

    def _paint_parts(self, painter: QPainter, colours: Colours, record: RunRecord, plot: QRectF) -> None:
        shade = QColor(colours.ground)
        for span in record.parts:
            left = self._x(span.opened)
            right = self._x(span.ended) if span.ended is not None else plot.right()
            band = QRectF(left, plot.top(), max(1.0, right - left), plot.height())
            if span.number % 2:
                painter.fillRect(band, shade)
            text = f"Part {span.number}"
            if QFontMetricsF(painter.font()).horizontalAdvance(text) + 8 < band.width():
                painter.setPen(QColor(colours.muted))
                painter.drawText(QPointF(left + 4, plot.top() - 6), text)

    def _paint_axes(self, painter: QPainter, colours: Colours, plot: QRectF, top: float) -> None:
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        step = nice_step(top / 4, MB if top < GB else GB)
        value = 0.0
        while value <= top:
            level = plot.bottom() - plot.height() * value / top
            painter.setPen(QPen(QColor(colours.line), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level))
            painter.setPen(QColor(colours.muted))
            box = QRectF(0, level - 10, _LEFT - 8, 20)
            text = format_bytes(int(value)) if value else "0"
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            value += step
        span = self._span()
        step = nice_step(span / max(2.0, plot.width() / 120), 1.0)
        value = 0.0
        while value <= span:
            box = QRectF(self._x(value) - 30, plot.bottom() + 4, 60, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, f"{value:g} s")
            value += step

    def _paint_budget(
        self, painter: QPainter, colours: Colours, record: RunRecord, plot: QRectF, top: float
    ) -> None:
        if not record.budget:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        words = f"budget {format_bytes(record.budget)}"
        if record.budget > top:
            self._label(
                painter, colours.budget, QPointF(plot.right(), plot.top() - 6), f"{words}, above", True
            )
            return
        for share, alpha in ((1.0, 255), (_WARN_SHARE, 110)):
            colour = QColor(colours.budget)
            colour.setAlpha(alpha)
            level = plot.bottom() - plot.height() * record.budget * share / top
            painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), level), QPointF(plot.right(), level))
            text = words if share == 1.0 else f"{_WARN_SHARE:.0%}"
            self._label(painter, colours.budget, QPointF(plot.right() - 4, level - 4), text, True)

    def _paint_marks(self, painter: QPainter, colours: Colours, record: RunRecord, plot: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for number, mark in enumerate(record.marks):
            x, base = self._x(mark.seconds), plot.bottom()
            chosen = number == self._chosen
            if mark.kind in ("loaded", "freed"):
                painter.setBrush(QColor(colours.accent_text if mark.kind == "loaded" else colours.done))
                tip, foot = (base - 8, base - 1) if mark.kind == "loaded" else (base - 1, base - 8)
                painter.drawPolygon(QPolygonF([QPointF(x - 3, foot), QPointF(x + 3, foot), QPointF(x, tip)]))
            else:
                colour = {"saved": colours.done, "discarded": colours.error}.get(mark.kind, colours.muted)
                painter.fillRect(QRectF(x - 0.75, plot.top(), 1.5, plot.height()), QColor(colour))
            if chosen:
                painter.fillRect(QRectF(x - 1, plot.top(), 2, plot.height()), QColor(colours.accent))

    def _paint_forecast(self, painter: QPainter, colours: Colours, forecast: Forecast) -> None:
        budget = self._budget or forecast.limit_bytes
        fits = forecast.peak_bytes <= budget
        width = self.width() - 4 * PADDING
        bar = QRectF(2 * PADDING, self.height() / 2 - 4, width, 12)
        share = min(1.0, forecast.peak_bytes / max(1, budget))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.ground))
        painter.drawRoundedRect(bar, 6, 6)
        painter.setBrush(QColor(colours.accent if fits else colours.error))
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), max(12.0, bar.width() * share), bar.height()), 6, 6
        )
        self._label(
            painter, colours.text, QPointF(bar.left(), bar.top() - 12), forecast_words(forecast, budget)
        )
        painter.setPen(QColor(colours.muted))
        scale = QRectF(bar.left(), bar.bottom() + 6, bar.width(), 20)
        painter.drawText(scale, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(scale, Qt.AlignmentFlag.AlignRight, f"budget {format_bytes(budget)}")

    def _label(self, painter: QPainter, colour: str, at: QPointF, text: str, right: bool = False) -> None:
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        left = at.x() - width if right else min(at.x(), self.width() - width - 4)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(left, max(14.0, at.y())), text)


def nice_step(rough: float, unit: float) -> float:
    """Return the least of 1, 2 or 5 times a power of ten `unit`s that is at least `rough`."""
    size = max(rough / unit, 1e-3)
    power = 10.0 ** math.floor(math.log10(size))
    return unit * power * next(step for step in (1, 2, 5, 10) if step * power >= size - 1e-9)


def forecast_words(forecast: Forecast, budget: int) -> str:
    """Return what a run should take, in a sentence."""
    needs = f"{format_bytes(forecast.peak_bytes)} of the {format_bytes(budget)} it may use"
    if forecast.peak_bytes > budget:
        return f"This job needs {needs}: raise the memory budget in the settings."
    return (
        f"This job should take {needs}, about {duration(forecast.seconds)}, "
        f"and write about {format_bytes(forecast.output_bytes)}."
    )
