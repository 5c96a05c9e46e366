"""A fault of ours in the window: it is told and written down, and the window goes on."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gangsheet_studio.crash_report import write_report
from gangsheet_studio.studio.controls.question import ask
from gangsheet_studio.studio.controls.system_open import open_path

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from gangsheet_studio.studio.window import Window


class FaultReport(QObject):
    """Takes what nobody caught, as `sys.excepthook` does."""

    def __init__(self, window: Window, folder: Path | None = None) -> None:
        super().__init__(window)
        self._window, self._folder = window, folder
        self._offered = False

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None
    ) -> None:
        """Say that something went wrong, keep where, and offer once to look at the report."""
        sentence = (
            f"Something went wrong in the window ({kind.__name__}). "
            "Save the job, and send us the report if it comes back."
        )
        for line in "".join(traceback.format_exception(kind, error, trace)).splitlines():
            self._window.log.note("error", line)
        self._window.run_bar.set_notice(sentence)
        report = write_report(error.with_traceback(trace or error.__traceback__), "window", self._folder)
        if report and not self._offered:
            self._offered = True  # a fault that comes again and again asks once
            QTimer.singleShot(0, self, lambda: self._offer(report))

    def _offer(self, report: Path) -> None:
        answer = ask(
            self._window,
            "Something went wrong in the window.",
            "It goes on, and the job is kept. A report says where it went wrong, and nothing of your orders.",
            yes="Open the report",
            back="Go on",
            default="back",
            warning=True,
        )
        if answer == "yes":
            open_path(report)
