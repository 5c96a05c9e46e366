"""A run whose sheets have the names of others: staff are asked once, and no stale sheet stays beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QObject

from gangsheet_studio.studio.controls.question import ask
from gangsheet_studio.studio.run.earlier import earlier_sheets, free_name, leftovers, what_became

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.protocol import RenderDone
    from gangsheet_studio.studio.job.document import Document


class Replacing(QObject):
    """Knows which sheets the open job has made itself: making those again needs no question."""

    def __init__(self, window: QWidget, document: Document) -> None:
        super().__init__(window)
        self._window, self._document = window, document
        self._own: set[tuple[str, str]] = set()
        self._earlier: tuple[Path, ...] = ()
        self._running: tuple[str, str] | None = None
        document.begun.connect(self._forget)

    def may_run(self) -> bool:
        """Ask about sheets of the job's name in its folder; False to stay at the job."""
        project = self._document.project
        folder = Path(project.out)
        names = project.output.names
        if (project.out, project.name) in self._own or not earlier_sheets(folder, project.name, names):
            return True
        other = free_name(folder, project.name, names)
        answer = ask(
            self._window,
            f"Sheets called “{project.name}” are already in this folder.",
            f"{folder}\nTo keep both, this job is called “{other}” from now on.",
            yes="Keep both",
            other="Replace them",
            back="Back to the job",
            warning=True,
        )
        if answer == "yes":
            self._document.set_name(other)
        elif answer == "other":
            self._own.add((project.out, project.name))
        return answer != "back"

    def settle(self) -> None:
        """Take note that staff were asked about what lies in the folder."""
        project = self._document.project
        self._own.add((project.out, project.name))

    def on_started(self, job: Job) -> None:
        """Take note of what lies in the folder before the first sheet is written."""
        self._running = job.out, job.name
        self._earlier = earlier_sheets(Path(job.out), job.name, job.output.names)

    def on_done(self, done: RenderDone) -> str:
        """Move stale sheets to the trash; return what staff must know of them."""
        self._remember()
        stale = leftovers(self._earlier, done.manifest)
        for path in stale:
            QFile.moveToTrash(str(path))
        kept = [path for path in stale if path.exists()]  # Qt says it moved what it did not
        return what_became([path for path in stale if path not in kept], kept)

    def on_failed(self, saved: tuple[str, ...]) -> None:
        """Take note of sheets that are finished all the same: trying again replaces them."""
        if saved:
            self._remember()

    def _remember(self) -> None:
        if self._running is not None:
            self._own.add(self._running)

    def _forget(self) -> None:
        self._own.clear()
        self._running = None
