"""The live memory graph: how much the engine holds, against its budget, and what made it so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import PADDING, colours_of
from gangsheet_studio.studio.memory.picture import (
    Frame,
    RunPicture,
    frame_of,
    paint_forecast,
    paint_mark,
    small,
)
from gangsheet_studio.studio.memory.scale import forecast_sentence, moment

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.memory.run_record import Mark, RunRecord

EMPTY: Final = "Add orders to see here how much memory their sheets will take."
_PAUSE_MS: Final = 70
_REACH_PX: Final = 5.0
_MOST_TOLD: Final = 3


class MemoryGraph(QWidget):
    """Draws a RunRecord, or before a run its Forecast; left and right step through what happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("memoryGraph")
        self.setAccessibleName("Memory graph")
        self.setToolTip(
            "The engine's memory over time. The left and right arrow keys step through what happened."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 96)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._record: RunRecord | None = None
        self._forecast: Forecast | None = None
        self._budget: int | None = None
        self._picture: QPixmap | None = None
        self._frame: Frame | None = None
        self._pointed: float | None = None
        self._mark: int | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._renew)
        self._describe(EMPTY)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        """Return a size that suits the dock at 1366 x 768."""
        return QSize(720, 160)

    def set_record(self, record: RunRecord | None) -> None:
        """Show `record` from now on; None shows the forecast again."""
        self._record, self._mark, self._pointed = record, None, None
        self._renew()

    def set_forecast(self, forecast: Forecast | None, budget: int | None) -> None:
        """Show `forecast` while there is no record; `budget` None is the limit it was made for."""
        self._forecast, self._budget = forecast, budget
        self._renew()

    def refresh(self) -> None:
        """Show soon what the record has heard since; may be called for every message."""
        if not self._pause.isActive():
            self._pause.start()

    @property
    def selected(self) -> Mark | None:
        """The mark that the arrow keys stand on."""
        if self._record is None or self._mark is None or self._mark >= len(self._record.marks):
            return None
        return self._record.marks[self._mark]

    def tip_at(self, position: QPointF) -> str:
        """Return what to say of the moment under `position`: memory, part, and what happened there."""
        if self._record is None:
            return self._summary()
        frame = self._current_frame()
        seconds = min(frame.seconds(position.x()), self._record.seconds)
        rss = self._record.rss_at(seconds)
        if rss is None:
            return self._summary()
        part = self._record.part_at(seconds)
        where = f", part {part.number}" if part else ""
        lines = [f"{format_bytes(rss)} at {moment(seconds)}{where}"]
        near = self._record.marks_near(seconds, _REACH_PX * frame.end / frame.plot.width())
        lines += [mark.text for mark in near[:_MOST_TOLD]]
        lines += [f"and {len(near) - _MOST_TOLD:,} more"] if len(near) > _MOST_TOLD else []
        return "\n".join(lines)

    def event(self, event: QEvent) -> bool:
        """Answer a tooltip with what is under the pointer, and a new theme with a new picture."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._say(event.globalPos(), self.tip_at(QPointF(event.pos())))
            return True
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._picture = None
            self.update()
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        """Follow the pointer with a line and what it stands on."""
        if self._record is not None and self._record.samples:
            self._pointed = event.position().x()
            self._say(event.globalPosition().toPoint(), self.tip_at(event.position()))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        """Take the pointer's line away."""
        self._pointed = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Step through the marks: left, right, first and last."""
        count = len(self._record.marks) if self._record else 0
        at = self._mark
        steps = {
            Qt.Key.Key_Right: 0 if at is None else at + 1,
            Qt.Key.Key_Left: count - 1 if at is None else at - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        wanted = steps.get(Qt.Key(event.key()))
        if wanted is None or not count:
            super().keyPressEvent(event)
            return
        self._stand_on(min(max(wanted, 0), count - 1))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Show that the arrow keys work here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802  # Qt's name
        """Leave the mark that the keys stood on."""
        super().focusOutEvent(event)
        self._mark = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  # Qt's name
        """Draw anew for the new size."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        """Put the kept picture on the screen, and over it the pointer, the mark and the focus."""
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._drawn(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        self._paint_over(painter)
        painter.end()

    def _renew(self) -> None:
        self._picture = self._frame = None
        if self.selected is None:
            self._describe(self._summary())
        self.update()

    def _current_frame(self) -> Frame:
        """Return the frame of the picture that is on the screen, so that pointer and picture agree."""
        record = self._record
        if record is None:
            raise RuntimeError("there is no run to frame")
        if self._frame is None:
            metrics = QFontMetricsF(small(self.font()), self)
            self._frame = frame_of(record, self.width(), self.height(), metrics)
        return self._frame

    def _drawn(self, ratio: float) -> QPixmap:
        colours = colours_of(self)
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(colours.panel))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        budget = self._allowed()
        if self._record is not None:
            painter.setFont(small(self.font()))
            self._frame = None
            RunPicture(painter, self._record, self._current_frame(), colours).paint(self.width())
        elif self._forecast is not None and budget:
            painter.setFont(self.font())
            paint_forecast(painter, QRectF(self.rect()), self._forecast, budget, colours)
        else:
            painter.setFont(self.font())
            painter.setPen(QColor(colours.muted))
            box = self.rect().adjusted(PADDING, PADDING, -PADDING, -PADDING)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, EMPTY)
        painter.end()
        return picture

    def _paint_over(self, painter: QPainter) -> None:
        colours = colours_of(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark = self.selected
        if self._record is not None:
            frame = self._current_frame()
            x = frame.x(mark.seconds) if mark else self._pointed
            if x is not None and frame.plot.left() <= x <= frame.plot.right():
                painter.setPen(QPen(QColor(colours.text), 1.0))
                painter.drawLine(QLineF(x, frame.plot.top(), x, frame.plot.bottom()))
                if mark:
                    paint_mark(painter, mark.kind, QPointF(x, frame.plot.bottom()), colours)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1.0))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _stand_on(self, at: int) -> None:
        self._mark = at
        mark = self.selected
        if mark is None or self._record is None:
            return
        frame = self._current_frame()
        text = f"{mark.text}\n{moment(mark.seconds)}, engine at {format_bytes(mark.rss)}"
        self._describe(text)
        spot = QPoint(round(frame.x(mark.seconds)), round(frame.plot.top()))
        self._say(self.mapToGlobal(spot), f"{text}\n{at + 1:,} of {len(self._record.marks):,}")
        self.update()

    def _say(self, where: QPoint, text: str) -> None:
        """Show `text` as it is: a file's name is never read as markup."""
        QToolTip.showText(where, plain_tip(text), self)

    def _describe(self, text: str) -> None:
        if text == self.accessibleDescription():
            return
        self.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _allowed(self) -> int:
        return self._budget or (self._forecast.limit_bytes if self._forecast else 0)

    def _summary(self) -> str:
        """Return the picture in a sentence."""
        record = self._record
        if record is None:
            allowed = self._allowed()
            return forecast_sentence(self._forecast, allowed) if self._forecast and allowed else EMPTY
        if not record.samples:
            return "The run has begun; its first figures are on their way."
        peak = f"peak {format_bytes(record.peak)} of {format_bytes(record.budget)} budget"
        return f"Run over, {peak}" if record.ended else f"{format_bytes(record.rss)} now, {peak}"
