"""The strip at the bottom: what is happening now, how far it is, and the two buttons of a run."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import GRID, PADDING, ROW_HEIGHT, colours_of
from gangsheet_studio.studio.look.words import TimeLeft, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from gangsheet_studio.protocol import Progress

State = Literal["idle", "reading", "ready", "running", "cancelling", "finished", "failed"]
_STEPS: Final = 1000
_WHY_NOT: Final[dict[State, str]] = {
    "idle": "Add orders or artwork first",
    "reading": "Wait until the orders are laid out",
    "running": "The sheets are being made",
    "cancelling": "Wait until the run has stopped",
}
_CANCEL_HINT: Final[dict[State, str]] = {
    "reading": "Stop reading; what is there already stays",
    "running": "Stop the run; finished sheets are kept",
    "cancelling": "The run is being stopped",
}
_MAKE_HINT: Final = "Make the print-ready sheets (Ctrl+Return)"


class PrimaryButton(QPushButton):
    """A button in the accent colour: the one thing to do here."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the text and calm around it."""
        text = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(text + 4 * GRID, ROW_HEIGHT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint a filled, rounded button; faded while it can't be pressed."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(colours.accent if self.isEnabled() else colours.line)
        if self.isDown():
            fill = fill.darker(120)
        elif self.underMouse() and self.isEnabled():
            fill = fill.darker(108)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(fill)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 5, 5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.on_accent), 1.5))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        painter.setPen(QColor(colours.on_accent if self.isEnabled() else colours.muted))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class PartsBar(QProgressBar):
    """Overall progress as a bar, and a small segment below it for each part."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parts: tuple[float, ...] = ()
        self.setRange(0, _STEPS)
        self.setTextVisible(False)
        self.setAccessibleName("Progress")
        self.setToolTip("How far the run is; below it, each part")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def parts(self) -> tuple[float, ...]:
        """How much of each part is done, 0 to 1."""
        return self._parts

    def set_parts(self, parts: Sequence[float]) -> None:
        """Show a segment for each of `parts`, filled by its share."""
        self._parts = tuple(parts)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for the bar and its segments."""
        return QSize(260, 16)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least that still shows something."""
        return QSize(80, 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the bar, and the segments where there are several parts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = float(self.width())
        several = len(self._parts) > 1
        self._bar(painter, QRectF(0, 1 if several else 4, wide, 8), self.value() / _STEPS)
        step = wide / max(1, len(self._parts))
        gap = 2.0 if step > 6 else 0.0
        for place, share in enumerate(self._parts if several else ()):
            self._bar(painter, QRectF(place * step, 12, step - gap, 3), share)

    def _bar(self, painter: QPainter, box: QRectF, share: float) -> None:
        colours = colours_of(self)
        round_by = box.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(box, round_by, round_by)
        if share > 0:
            painter.setBrush(QColor(colours.accent))
            box.setWidth(max(box.height(), box.width() * min(1.0, share)))
            painter.drawRoundedRect(box, round_by, round_by)


class StatusLabel(QLabel):
    """One line in words, cut with an ellipsis where there is no room, with a sign for its state."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(120)
        self._state: State = "idle"

    def say(self, state: State, text: str) -> None:
        """Show `text` with the sign and colour of `state`."""
        self._state = state
        self.setText(text)
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint sign and text."""
        colours = colours_of(self)
        sign, tint = {
            "finished": ("\u2713", colours.done),
            "failed": ("!", colours.error),
            "cancelling": ("\u2026", colours.warn),
        }.get(self._state, ("", colours.text))
        painter = QPainter(self)
        left = 0
        if sign:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            disc = QRectF(0, self.height() / 2 - 9, 18, 18)
            painter.setBrush(QColor(tint))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(disc)
            painter.setPen(QColor(colours.panel))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, sign)
            left = 18 + GRID
        painter.setPen(QColor(tint))
        room = self.rect().adjusted(left, 0, 0, 0)
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


class RunBar(QWidget):
    """Says where the job stands; `make_button` may be placed elsewhere, such as in the tool bar."""

    makeRequested = Signal()  # noqa: N815 - Qt's way
    cancelRequested = Signal()  # noqa: N815 - Qt's way
    enabledChanged = Signal(bool, bool)  # noqa: N815 - Qt's way
    """Whether sheets can be made, and whether there is something to cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: State = "idle"
        self._left = TimeLeft()
        self._status = StatusLabel(self)
        self._part = QLabel(self)
        self._track = PartsBar(self)
        self._percent = QLabel(self)
        self._time = QLabel(self)
        for label, widest in ((self._percent, "100 %"), (self._time, "00:00:00 left")):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            # A fixed width keeps the bar from twitching as digits change.
            label.setFixedWidth(label.fontMetrics().horizontalAdvance(widest) + 4)
        for label, name in ((self._part, "Part"), (self._percent, "Percent done"), (self._time, "Time left")):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setToolTip(name)
        self._cancel = QPushButton("Cancel", self)
        self._cancel.setObjectName("cancelButton")
        self._cancel.setAccessibleName("Cancel the run")
        self._cancel.clicked.connect(self.cancelRequested)
        self._make = PrimaryButton("Make sheets", self)
        self._make.setObjectName("makeSheetsButton")
        self._make.setAccessibleName("Make sheets")
        self._make.clicked.connect(self.makeRequested)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, GRID // 2, PADDING, GRID // 2)
        row.setSpacing(PADDING)
        row.addWidget(self._status, 3)
        row.addWidget(self._part)
        row.addWidget(self._track, 2)
        for widget in (self._percent, self._time, self._cancel, self._make):
            row.addWidget(widget)
        self._cancel.ensurePolished()
        row.addStrut(self._cancel.sizeHint().height())  # else the window is laid out anew when it comes
        self.set_idle("")

    @property
    def state(self) -> State:
        """Which state is shown."""
        return self._state

    @property
    def text(self) -> str:
        """What is said now."""
        return self._status.text()

    @property
    def make_button(self) -> QPushButton:
        """The Make sheets button; put it into another layout and it leaves this one."""
        return self._make

    @property
    def cancel_button(self) -> QPushButton:
        """The Cancel button; it may be placed elsewhere too."""
        return self._cancel

    def set_idle(self, text: str = "") -> None:
        """Say that there is nothing to make yet, or `text`."""
        self._enter("idle", text or "Drop orders or artwork to begin")

    def set_reading(self, text: str = "Reading the orders") -> None:
        """Say that orders are being read or laid out."""
        self._enter("reading", text)
        self._restart()

    def set_ready(self, text: str) -> None:
        """Say that a layout is there and can be made."""
        self._enter("ready", text)

    def set_running(self, text: str = "Starting") -> None:
        """Say that a run begins."""
        self._enter("running", text)
        self._restart()

    def set_progress(self, progress: Progress) -> None:
        """Show how far it is; it never falls, and a message after the end changes nothing."""
        if self._state not in ("reading", "running"):
            return
        value = max(self._track.value(), int(max(0.0, min(1.0, progress.fraction)) * _STEPS))
        self._track.setValue(value)
        self._percent.setText(f"{value * 100 // _STEPS} %")
        self._status.say(self._state, progress.text)
        left = self._left.update(progress.seconds_left, monotonic())
        self._time.setText("" if left is None else f"{clock(left)} left")
        if progress.part and progress.parts:
            self._show_part(progress.part, progress.parts, progress)

    def set_cancelling(self) -> None:
        """Say that the run was told to stop."""
        self._enter("cancelling", "Cancelling: finished sheets are kept")

    def set_finished(self, text: str) -> None:
        """Say that the run ended well; the same job can be made again."""
        self._enter("finished", text)

    def set_notice(self, text: str) -> None:
        """Say something that is no end of what goes on."""
        if self._state in ("reading", "running", "cancelling"):
            self._status.say(self._state, text)
        else:
            self._enter("failed", text, can_make=self._make.isEnabled())

    def set_failed(self, text: str, *, can_make: bool = True) -> None:
        """Say that something ended badly; sheets can be made where a layout is there."""
        self._enter("failed", text, can_make=can_make)

    def _enter(self, state: State, text: str, *, can_make: bool = True) -> None:
        self._state = state
        self._status.say(state, text)
        busy = state in ("reading", "running", "cancelling")
        for widget in (self._part, self._track, self._percent, self._time):
            widget.setVisible(busy)
        if state == "cancelling":
            self._time.clear()
        why = _WHY_NOT.get(state) or (None if can_make else "There is no layout yet")
        self._make.setEnabled(why is None)
        self._make.setToolTip(why or _MAKE_HINT)
        self._cancel.setEnabled(state in ("reading", "running"))
        self._cancel.setVisible(busy)
        self.enabledChanged.emit(why is None, self._cancel.isEnabled())
        self._cancel.setToolTip(_CANCEL_HINT.get(state, "Nothing is going on"))

    def _restart(self) -> None:
        self._left = TimeLeft()
        self._track.setValue(0)
        self._track.set_parts(())
        for label in (self._part, self._percent, self._time):
            label.clear()

    def _show_part(self, part: int, parts: int, progress: Progress) -> None:
        row, rows = progress.row, progress.rows
        now = 1.0 if progress.phase in ("saving", "verifying") else row / rows if row and rows else 0.0
        before = self._track.parts if len(self._track.parts) == parts else (0.0,) * parts
        shares = [1.0] * (part - 1) + [now] + [0.0] * (parts - part)
        self._track.set_parts([max(pair) for pair in zip(before, shares, strict=True)])
        self._part.setText(f"Part {part} of {parts}")
