"""Draws the memory graph: where things are, and the painting of a run or of a forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.studio.look.theme import GRID, PADDING
from gangsheet_studio.studio.memory.run_record import SAFE_SHARE
from gangsheet_studio.studio.memory.scale import (
    byte_ticks,
    forecast_sentence,
    moment,
    second_ticks,
    time_end,
    top_of,
)

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.look.theme import Colours
    from gangsheet_studio.studio.memory.run_record import MarkKind, PartSpan, RunRecord

_MARK: Final = 3.0
_LEGEND: Final[tuple[tuple[MarkKind, str], ...]] = (
    ("loaded", "loaded"),
    ("freed", "freed"),
    ("saved", "saved"),
)
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Frame(Struct, frozen=True, kw_only=True):
    """Where the plot is, and how seconds and bytes become points of it."""

    plot: QRectF
    end: float
    top: int
    budget_inside: bool

    def x(self, seconds: float) -> float:
        """Return where `seconds` is across."""
        return self.plot.left() + self.plot.width() * seconds / self.end

    def y(self, count: float) -> float:
        """Return where `count` bytes are down."""
        return self.plot.bottom() - self.plot.height() * min(count / self.top, 1.0)

    def seconds(self, x: float) -> float:
        """Return the moment at `x`, kept on the axis."""
        return min(max((x - self.plot.left()) / self.plot.width(), 0.0), 1.0) * self.end


def small(font: QFont) -> QFont:
    """Return `font` in the size of hints."""
    made = QFont(font)
    made.setPointSizeF(max(7.0, font.pointSizeF() * 0.88))
    return made


def frame_of(record: RunRecord, width: float, height: float, metrics: QFontMetricsF) -> Frame:
    """Return the frame for a picture of `width` x `height` in the font of `metrics`."""
    row = metrics.height() + 2
    left = PADDING + metrics.horizontalAdvance("0,000 MB") + 6
    top = GRID / 2 + row + 2 + row
    bottom = height - GRID / 2 - row - _MARK * 2 - 2
    highest, inside = top_of(record.peak, record.budget)
    plot = QRectF(left, top, max(width - left - PADDING, 10.0), max(bottom - top, 10.0))
    end = time_end(record.seconds, running=not record.ended)
    return Frame(plot=plot, end=end, top=highest, budget_inside=inside)


class RunPicture:
    """Paints one run; used up by one call of `paint`."""

    def __init__(self, painter: QPainter, record: RunRecord, frame: Frame, colours: Colours) -> None:
        self._painter = painter
        self._record = record
        self._frame = frame
        self._colours = colours
        self._metrics = QFontMetricsF(painter.font())
        self._row = self._metrics.height() + 2

    def paint(self, width: float) -> None:
        """Paint all of it, what stands behind first."""
        self._bands()
        self._axes()
        self._line()
        self._budget()
        self._peak()
        self._marks()
        self._caption(width)

    def _text(
        self, box: QRectF, text: str, colour: str, align: Qt.AlignmentFlag = _LEFT, *, halo: bool = False
    ) -> None:
        if halo:  # a line behind a figure would make it hard to read
            wide = self._metrics.horizontalAdvance(text)
            left = box.left() if align == _LEFT else box.right() - wide
            ground = _faded(self._colours.panel, 200)
            self._painter.fillRect(QRectF(left - 2, box.top(), wide + 4, box.height()), ground)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, align | _MIDDLE, text)

    def _bands(self) -> None:
        frame, plot = self._frame, self._frame.plot
        for part in self._record.parts:
            left = frame.x(part.opened)
            ended = self._record.seconds if part.ended is None else part.ended
            wide = max(frame.x(ended) - left, 1.0)
            shade = _faded(self._colours.muted, 26 if part.number % 2 else 12)
            self._painter.fillRect(
                QRectF(left, plot.top() - self._row, wide, self._row + plot.height()), shade
            )
            label = self._band_label(part, wide - 8)
            self._text(QRectF(left + 4, plot.top() - self._row, wide, self._row), label, self._colours.muted)

    def _band_label(self, part: PartSpan, room: float) -> str:
        words = (f"Part {part.number} given up",) if part.discarded else (f"Part {part.number}",)
        for text in (*words, str(part.number)):
            if self._metrics.horizontalAdvance(text) <= room:
                return text
        return ""

    def _axes(self) -> None:
        frame, plot = self._frame, self._frame.plot
        for count, name in byte_ticks(frame.top, max(2, int(plot.height() / 26))):
            y = round(frame.y(count)) + 0.5
            self._painter.setPen(QColor(self._colours.line))
            self._painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            box = QRectF(0, y - self._row / 2, plot.left() - 6, self._row)
            self._text(box, name, self._colours.muted, _RIGHT)
        below = plot.bottom() + _MARK * 2 + 2
        for seconds, name in second_ticks(frame.end, max(2, int(plot.width() / 80))):
            wide = self._metrics.horizontalAdvance(name)
            left = min(max(frame.x(seconds) - wide / 2, plot.left()), plot.right() - wide)
            self._text(QRectF(left, below, wide + 2, self._row), name, self._colours.muted)

    def _line(self) -> None:
        samples = self._record.samples
        if not samples:
            return
        frame = self._frame
        left, floor = frame.plot.left(), frame.plot.bottom()
        across, down = frame.plot.width() / frame.end, frame.plot.height() / frame.top
        points = _columns([QPointF(left + across * at, floor - down * rss) for at, rss in samples])
        edge = [QPointF(points[-1].x(), floor), QPointF(points[0].x(), floor)]
        painter = self._painter
        dense = len(points) > frame.plot.width()  # smoothing what fills every column only costs time
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not dense)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_faded(self._colours.accent, 60))
        painter.drawPolygon(QPolygonF([*points, *edge]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colours.accent_text), 1.0 if dense else 1.5))
        painter.drawPolyline(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _budget(self) -> None:
        budget, frame, plot = self._record.budget, self._frame, self._frame.plot
        if not budget:
            return
        if not frame.budget_inside:
            # on the side that the peak leaves free
            side = _LEFT if frame.x(self._record.peak_seconds) > plot.center().x() else _RIGHT
            box = QRectF(plot.left() + 4, plot.top() + 1, plot.width() - 8, self._row)
            text = f"\u2191 budget {format_bytes(budget)}, above"
            self._text(box, text, self._colours.budget, side, halo=True)
            return
        self._level(budget, 255, Qt.PenStyle.DashLine)
        self._level(round(budget * SAFE_SHARE), 110, Qt.PenStyle.DotLine)
        box = QRectF(plot.left(), frame.y(budget) - self._row, plot.width() - 4, self._row)
        self._text(box, f"budget {format_bytes(budget)}", self._colours.budget, _RIGHT, halo=True)
        gap = frame.y(budget * SAFE_SHARE) - frame.y(budget)
        if gap >= self._row * 0.8:
            box = QRectF(plot.left(), frame.y(budget) + gap - self._row, plot.width() - 4, self._row)
            self._text(box, "85 %", self._colours.muted, _RIGHT)

    def _level(self, count: int, strength: int, style: Qt.PenStyle) -> None:
        y = round(self._frame.y(count)) + 0.5
        self._painter.setPen(QPen(_faded(self._colours.budget, strength), 1.0, style))
        self._painter.drawLine(QLineF(self._frame.plot.left(), y, self._frame.plot.right(), y))

    def _peak(self) -> None:
        record, frame = self._record, self._frame
        if not record.peak:
            return
        at = QPointF(frame.x(record.peak_seconds), frame.y(record.peak))
        self._painter.setPen(QPen(QColor(self._colours.panel), 1.5))
        self._painter.setBrush(QColor(self._colours.accent_text))
        self._painter.drawEllipse(at, 4.0, 4.0)
        text = f"peak {format_bytes(record.peak)}"
        wide = self._metrics.horizontalAdvance(text)
        room_right = at.x() + 8 + wide < frame.plot.right()
        left = at.x() + 8 if room_right else at.x() - 8 - wide
        taken = self._row if record.budget and not frame.budget_inside else 0.0  # by what the budget is
        above = max(at.y() - self._row, frame.plot.top() + taken)
        self._text(QRectF(left, above, wide + 2, self._row), text, self._colours.text, halo=True)

    def _marks(self) -> None:
        """Paint no mark on top of another of its kind: thousands of them look the same and cost little."""
        last: dict[MarkKind, float] = {}
        floor = self._frame.plot.bottom()
        for mark in self._record.marks:
            x = self._frame.x(mark.seconds)
            if mark.kind == "opened" or x - last.get(mark.kind, -9.0) < 4.5:  # a band shows the opened
                continue
            last[mark.kind] = x
            paint_mark(self._painter, mark.kind, QPointF(x, floor), self._colours)

    def _caption(self, width: float) -> None:
        record, top = self._record, GRID / 2
        begin, end = float(PADDING), width - PADDING
        legend = sum(14 + self._metrics.horizontalAdvance(name) + 10 for _, name in _LEGEND)
        parts = [f"Took {moment(record.seconds)}" if record.ended else record.phase.capitalize()]
        if record.samples:
            parts += [] if record.ended else [f"{format_bytes(record.rss)} now"]
            parts += [f"peak {format_bytes(record.peak)}"]
            parts += (
                [f"{record.designs_held:,} designs held"] if record.designs_held and not record.ended else []
            )
        text = "Waiting for the engine's first figures." if not record.samples else ",  ".join(parts)
        room = end - begin - (legend if end - begin > legend * 2 else 0)
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._text(QRectF(begin, top, room, self._row), shown, self._colours.text)
        if end - begin <= legend * 2:
            return
        x = end - legend + 10
        for kind, name in _LEGEND:
            middle = top + self._row / 2
            paint_mark(
                self._painter,
                kind,
                QPointF(x + 4, middle + (_MARK if kind != "freed" else -_MARK)),
                self._colours,
            )
            self._text(QRectF(x + 14, top, 100, self._row), name, self._colours.muted)
            x += 14 + self._metrics.horizontalAdvance(name) + 10


def paint_mark(painter: QPainter, kind: MarkKind, at: QPointF, colours: Colours) -> None:
    """Paint the sign of `kind` at a point of the axis: loads stand on it, frees hang from it."""
    x, y, r = at.x(), at.y(), _MARK
    colour = {
        "loaded": colours.accent_text,
        "freed": colours.muted,
        "part-freed": colours.text,
        "saved": colours.done,
        "discarded": colours.error,
    }.get(kind, colours.muted)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    if kind == "loaded":
        painter.drawPolygon(QPolygonF([QPointF(x - r, y), QPointF(x + r, y), QPointF(x, y - 2 * r)]))
    elif kind in ("freed", "part-freed"):
        painter.drawPolygon(QPolygonF([QPointF(x - r, y), QPointF(x + r, y), QPointF(x, y + 2 * r)]))
    elif kind == "saved":
        painter.drawRect(QRectF(x - r, y - 2 * r, 2 * r, 2 * r))
    else:
        painter.setPen(QPen(QColor(colour), 1.8))
        painter.drawLine(QLineF(x - r, y - 2 * r, x + r, y))
        painter.drawLine(QLineF(x - r, y, x + r, y - 2 * r))


def paint_forecast(painter: QPainter, box: QRectF, forecast: Forecast, budget: int, colours: Colours) -> None:
    """Paint the forecast peak as a bar against the budget, and what it means in a sentence."""
    metrics = QFontMetricsF(painter.font())
    row = metrics.height() + 2
    spare = max(box.height() - 2 * row - 5 * GRID, 0.0)
    area = box.adjusted(PADDING, GRID + spare / 3, -PADDING, -GRID)
    sentence = QRectF(area.left(), area.top(), area.width(), row * 2)
    too_much = forecast.peak_bytes > budget
    painter.setPen(QColor(colours.error if too_much else colours.text))
    words = ("\u26a0 " if too_much else "") + forecast_sentence(forecast, budget)
    flags = _LEFT | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    used = painter.boundingRect(sentence, flags, words)
    painter.drawText(sentence, flags, words)
    full = max(budget, forecast.peak_bytes)
    bar = QRectF(area.left(), used.bottom() + GRID, area.width(), 2.0 * GRID)
    painter.fillRect(bar, QColor(colours.ground))
    close = forecast.peak_bytes > SAFE_SHARE * budget
    fill = colours.error if too_much else colours.warn if close else colours.accent
    filled = max(bar.width() * forecast.peak_bytes / full, 3.0)
    painter.fillRect(QRectF(bar.left(), bar.top(), filled, bar.height()), QColor(fill))
    for share, strength, style in ((1.0, 255, Qt.PenStyle.DashLine), (SAFE_SHARE, 110, Qt.PenStyle.DotLine)):
        x = bar.left() + min(bar.width() * share * budget / full, bar.width() - 1)
        painter.setPen(QPen(_faded(colours.budget, strength), 1.5, style))
        painter.drawLine(QLineF(x, bar.top() - 3, x, bar.bottom() + 4))
    below = QRectF(bar.left(), bar.bottom() + 4, bar.width(), row)
    peak, allowed = f"peak {format_bytes(forecast.peak_bytes)}", f"budget {format_bytes(budget)}"
    painter.setPen(QColor(colours.muted))
    painter.drawText(below, _LEFT | _MIDDLE, peak)
    painter.setPen(QColor(colours.budget))
    at = bar.left() + bar.width() * budget / full
    apart = bar.left() + metrics.horizontalAdvance(peak + "  ")
    right = max(at, apart + metrics.horizontalAdvance(allowed))
    painter.drawText(QRectF(apart, below.top(), right - apart, row), _RIGHT | _MIDDLE, allowed)


def _columns(points: list[QPointF]) -> list[QPointF]:
    """Return `points` with at most the first, lowest, highest and last of each pixel column."""
    kept: list[QPointF] = []
    column: list[QPointF] = []
    for point in [*points, None]:
        if point is not None and (not column or int(point.x()) == int(column[0].x())):
            column.append(point)
            continue
        if len(column) > 4:
            ends = {0, len(column) - 1}
            ends.add(min(range(len(column)), key=lambda i, c=column: c[i].y()))  # type: ignore[misc]  # a default's type
            ends.add(max(range(len(column)), key=lambda i, c=column: c[i].y()))  # type: ignore[misc]  # a default's type
            column = [column[i] for i in sorted(ends)]
        kept += column
        column = [point] if point is not None else []
    return kept


def _faded(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made
