"""Closing the window: what becomes of a run that is going, and of changes that are not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from gangsheet_studio.studio.controls.question import ask

if TYPE_CHECKING:
    from gangsheet_studio.protocol import RenderDone
    from gangsheet_studio.studio.controls.question import Answer
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.job.opening import Opener

_READING_MS: Final = 8_000


class Leaving(QObject):
    """Asks what has to be asked before `window` closes.

    A run in the background goes on without the window, behind an icon in the tray that brings it back. The
    program ends with it; the window comes back by itself where it failed or left something out.
    """

    def __init__(self, window: QWidget, flow: JobFlow, opener: Opener) -> None:
        super().__init__(window)
        self._window, self._flow, self._opener = window, flow, opener
        self._hidden = self._decided = False
        self._tray: QSystemTrayIcon | None = None
        flow.run_done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        flow.run_failed.connect(self.come_back)

    def may_close(self) -> bool:
        """Return whether nothing is lost when the window closes now."""
        if self._decided:
            return True
        if self._flow.running:
            answer = self._ask()
            if answer == "back":
                return False
            if answer == "yes" and self._flow.running:
                self._go_on_hidden()
                return False
        return self._opener.may_leave()

    def come_back(self) -> None:
        """Show the window again."""
        if self._hidden:
            self._hidden = False
            self._window.show()
            if self._tray is not None:
                self._tray.hide()

    def _ask(self) -> Answer:
        return ask(
            self._window,
            "Sheets are still being made.",
            "Sheets that are finished stay in any case.",
            yes="Keep going in the background",
            other="Cancel the run and close",
            back="Wait here",
            default="back",
        )

    def _go_on_hidden(self) -> None:
        if not self._opener.may_leave() or not self._flow.running:  # asked now: nobody is there later
            return
        self._hidden = True
        self._window.hide()
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.setToolTip("Gangsheet Studio is making sheets; click to see them")
            self._tray.activated.connect(self.come_back)
            self._tray.show()

    def _on_done(self, done: RenderDone) -> None:
        if not self._hidden:
            return
        if done.exit_code:
            self.come_back()
            return
        if self._tray is not None:
            QTimer.singleShot(_READING_MS, self, self._end)  # else the run's own notification goes with us
        else:
            self._end()

    def _end(self) -> None:
        if self._hidden:
            self._decided = True
            self._window.close()
            QApplication.quit()  # a window that was hidden is no last one that closes
