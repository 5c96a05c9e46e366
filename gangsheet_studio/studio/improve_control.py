"""The control in the tool bar that improves the layout: for how long, how it goes, and Stop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import GRID, colours_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

Tone = Literal["calm", "done", "warn"]
TIMES: Final = ((10, "10 seconds"), (30, "30 seconds"), (60, "1 minute"), (300, "5 minutes"))
UNTIL_STOPPED: Final = (0, "Until stopped")
_SIGNS: Final[dict[Tone, str]] = {"calm": "", "done": "\u2713", "warn": "!"}
_DISC: Final = 16


class ImproveStatus(QLabel):
    """A few words, fewer where there is no room, over a thin line for the time that passed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("improveStatus")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._tone: Tone = "calm"
        self._passed: float | None = None
        self._shorter: tuple[str, ...] = ()

    def say(self, text: str, *shorter: str, tone: Tone = "calm", passed: float | None = None) -> None:
        """Show `text` with the sign and colour of its tone, or the first of `shorter` that there is room for.

        `passed` is a share of the time, 0 to 1.
        """
        self._tone, self._passed, self._shorter = tone, passed, shorter
        self.setText(text)
        self.setToolTip(plain_tip(text))
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room for all words, figures of any width included."""
        widest = self.text().translate({ord(digit): "0" for digit in "123456789"})
        sign = _DISC + GRID if _SIGNS[self._tone] else 0
        return QSize(self.fontMetrics().horizontalAdvance(widest) + sign + GRID, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return no width at all: Make sheets is never to be pushed out of the tool bar."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint sign, words and line."""
        colours = colours_of(self)
        tint = {"calm": colours.text, "done": colours.done, "warn": colours.warn}[self._tone]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0
        if sign := _SIGNS[self._tone]:
            disc = QRectF(0, (self.height() - _DISC) / 2, _DISC, _DISC)
            painter.setBrush(QColor(tint))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(disc)
            painter.setPen(QColor(colours.panel))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, sign)
            left = _DISC + GRID
        painter.setPen(QColor(tint))
        room = self.rect().adjusted(left, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self._fitting(room.width()))
        if self._passed is not None:
            line = QRectF(0, self.height() - 3, self.width(), 2)
            painter.fillRect(line, QColor(colours.line))
            line.setWidth(self.width() * min(max(self._passed, 0.0), 1.0))
            painter.fillRect(line, QColor(colours.accent))

    def _fitting(self, room: int) -> str:
        metrics = self.fontMetrics()
        said = (self.text(), *self._shorter)
        text = next((text for text in said if metrics.horizontalAdvance(text) <= room), said[-1])
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


class ImproveControl(QWidget):
    """A button that improves or stops, with a menu of times, and words beside it.

    `timeChosen` carries the seconds that were chosen in the menu, 0 for until stopped.
    """

    timeChosen = Signal(int)  # noqa: N815 - Qt's way

    def __init__(self, improve: QAction, stop: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._improve, self._stop = improve, stop
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.button = QToolButton(self)
        self.button.setObjectName("improveButton")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.menu = QMenu("For how long", self)
        self.menu.setObjectName("improveMenu")
        self._times = QActionGroup(self)
        for seconds, words in (*TIMES, UNTIL_STOPPED):
            if not seconds:
                self.menu.addSeparator()
            action = QAction(words, self._times)
            action.setCheckable(True)
            action.setData(seconds)
            self.menu.addAction(action)
        self._times.triggered.connect(lambda action: self.timeChosen.emit(action.data()))
        self.status = ImproveStatus(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.button)
        row.addWidget(self.status, 1)
        self.set_running(False)
        self.status.say("")

    def set_icon_size(self, size: QSize) -> None:
        """Draw the icon as large as the tool bar's."""
        self.button.setIconSize(size)

    def set_seconds(self, seconds: int) -> None:
        """Mark the time that is used from now on."""
        for action in self._times.actions():
            action.setChecked(action.data() == seconds)

    def set_running(self, running: bool) -> None:
        """Let the button stop what runs, or begin."""
        modes = QToolButton.ToolButtonPopupMode
        if running:
            self.button.setMinimumWidth(self.button.sizeHint().width())  # Stop takes the same place
        for action in self.button.actions():
            self.button.removeAction(action)
        self.button.setDefaultAction(self._stop if running else self._improve)
        self.button.setMenu(None if running else self.menu)  # type: ignore[arg-type] # takes the menu away
        self.button.setPopupMode(modes.DelayedPopup if running else modes.MenuButtonPopup)
