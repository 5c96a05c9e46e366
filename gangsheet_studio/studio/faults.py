"""A fault of ours in the window: it is told and logged, and the window goes on."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from types import TracebackType

    from gangsheet_studio.studio.window import Window


class FaultReport(QObject):
    """Takes what nobody caught, as `sys.excepthook` does."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window

    def take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None = None
    ) -> None:
        """Say that something went wrong, and keep where."""
        sentence = (
            f"Something went wrong in the window ({kind.__name__}). "
            "Save the job, and send us the log if it comes back."
        )
        for line in "".join(traceback.format_exception(kind, error, trace)).splitlines():
            self._window.log.note("error", line)
        self._window.run_bar.set_notice(sentence)
