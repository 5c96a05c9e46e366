"""The studio as a program: one application, one window."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtWidgets import QApplication

from gangsheet_studio import __version__
from gangsheet_studio.errors import UsageError
from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.studio.desk import Desk
from gangsheet_studio.studio.dropping import OpenWith
from gangsheet_studio.studio.engines.process import SILENCE_SECONDS
from gangsheet_studio.studio.faults import FaultReport
from gangsheet_studio.studio.first_paint import FirstPaint
from gangsheet_studio.studio.job.document import Document
from gangsheet_studio.studio.job.flow import JobFlow
from gangsheet_studio.studio.job.project_file import Autosave
from gangsheet_studio.studio.look.dressing import wear
from gangsheet_studio.studio.look.icons import app_icon
from gangsheet_studio.studio.recovery import Recovery
from gangsheet_studio.studio.settings import preferences as prefs
from gangsheet_studio.studio.window import TITLE, Window

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run(files: Sequence[Path] = (), *, sample: bool = False) -> int:
    """Open the window with `files`, or with the sample job and run it; return the exit code.

    UsageError where there is no screen to open a window on.
    """
    check_screen(dict(os.environ), sys.platform)
    app = QApplication(sys.argv[:1])
    loaded = prefs.load()
    chosen = loaded.preferences
    dress(app, chosen.theme)
    desk = open_desk(chosen)
    log = open_log(name="studio")
    desk.window.log.file = log
    log.info("Gangsheet Studio %s, Python %s on %s", __version__, sys.version.split()[0], sys.platform)
    sys.excepthook = FaultReport(desk.window).take
    keeper = prefs.Keeper(chosen)
    desk.preferencesChanged.connect(keeper.save)
    if loaded.note:
        desk.window.log.note("warning", loaded.note)
    autosave = Autosave(desk.document, parent=desk)
    recovery = Recovery(desk, autosave)
    if sys.platform == "darwin":
        open_with = OpenWith(desk)
        open_with.asked.connect(desk.opener.open_paths)
        app.installEventFilter(open_with)  # it sees every event: only where there are such
    FirstPaint(desk.window).usable.connect(lambda: log.info("The window is usable"))
    desk.window.show()
    gc.collect()
    gc.freeze()  # what the start has made stays: a walk over it would only hold the window up

    def begin() -> None:
        recovery.offer()
        if sample:
            desk.runner.open_sample()
            desk.runner.make_when_ready = True
        elif files:
            desk.opener.open_paths([path.absolute() for path in files])

    QTimer.singleShot(0, desk, begin)
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    autosave.close()
    keeper.save(desk.preferences)
    close_log(log)
    return code


def open_desk(
    chosen: prefs.Preferences, command: Sequence[str] | None = None, *, silence: float = SILENCE_SECONDS
) -> Desk:
    """Return a window with an empty job, its engine warming up."""
    document = Document()
    window = Window(document)
    document.setParent(window)  # both go at once: an undo stack that goes alone still speaks to its document
    flow = JobFlow(document, window, command=command, silence=silence)
    desk = Desk(window, document, flow, chosen)
    if chosen.state:
        window.set_layout_state(QByteArray.fromBase64(chosen.state.encode()))
    if chosen.geometry:
        window.restoreGeometry(QByteArray.fromBase64(chosen.geometry.encode()))
    flow.warm_up()
    return desk


def dress(app: QApplication, wanted: str) -> None:
    """Give `app` its name, its icon and its theme; the system's theme is followed as it changes."""
    app.setApplicationName("gangsheet-studio")
    app.setApplicationDisplayName(TITLE)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("gangsheet-studio")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    wear(wanted)


def check_screen(environ: dict[str, str], platform: str) -> None:
    """Raise UsageError where Qt would abort for want of a screen."""
    wanted = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if platform.startswith("linux") and not any(environ.get(name) for name in wanted):
        raise UsageError("There is no screen to open a window on; use “gangsheet-studio render” here.")
