"""After a crash of the studio: what it had open is offered once, and nothing is lost until it is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject

from gangsheet_studio.studio.controls.question import ask
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from gangsheet_studio.studio.desk import Desk
    from gangsheet_studio.studio.job.project_file import Autosave, Recovered


class Recovery(QObject):
    """Watches over the unsaved job of `desk`, and hands it those of studios that are gone."""

    def __init__(self, desk: Desk, autosave: Autosave) -> None:
        super().__init__(desk)
        self._desk, self._autosave = desk, autosave
        autosave.failed.connect(self._on_failed)

    def offer(self) -> None:
        """Ask what becomes of each job that was left, newest first, until one is opened."""
        for recovered in self._autosave.recoverable():
            if not recovered.project.lines:
                self._autosave.discard(recovered)
                continue
            answer = self._ask(recovered)
            if answer is None:
                return
            if answer:
                self._open(recovered)
                return
            self._autosave.discard(recovered)

    def _open(self, recovered: Recovered) -> None:
        self._desk.opener.show_project(recovered.project, recovered.path, clean=False)
        if self._autosave.save_now():
            self._autosave.discard(recovered)

    def _ask(self, recovered: Recovered) -> bool | None:
        """Return whether to open it; None to be asked again at the next start."""
        answer = ask(
            self._desk.window,
            f"Gangsheet Studio ended before “{recovered.project.name or 'a job'}” was saved.",
            f"{_when(recovered)} It had {_lines(recovered)}. Open it again?",
            yes="Open it",
            other="Throw it away",
            back="Ask me next time",
        )
        return None if answer == "back" else answer == "yes"

    def _on_failed(self, sentence: str) -> None:
        self._desk.window.log.note("warning", sentence)


def _when(recovered: Recovered) -> str:
    try:
        seconds = int(recovered.file.stat().st_mtime)
    except OSError:
        return ""
    moment = QDateTime.fromSecsSinceEpoch(seconds)
    return f"It was last kept on {QLocale().toString(moment, QLocale.FormatType.ShortFormat)}."


def _lines(recovered: Recovered) -> str:
    lines = recovered.project.lines
    copies = sum(line.quantity for line in lines)
    return f"{count(len(lines), 'line')}, {count(copies, 'copy')}"
