"""Opening what is dropped, chosen or named on the command line: orders, folders, artwork and projects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gangsheet_studio.errors import GangsheetError
from gangsheet_studio.model.project import Project
from gangsheet_studio.model.sheet_names import MANIFEST_END
from gangsheet_studio.studio.controls.question import ask
from gangsheet_studio.studio.job import project_file
from gangsheet_studio.studio.job.moved import find_moved
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.settings.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow

_ORDERS: Final = "Orders (*.csv *.tsv *.txt *.xlsx *.xlsm *.json)"
_ARTWORK: Final = "Artwork (*.png *.jpg *.jpeg *.tif *.tiff *.webp *.svg *.gif *.avif)"
_PROJECTS: Final = f"Gangsheet Studio jobs (*{project_file.SUFFIX})"


class Opener(QObject):
    """Takes paths to the document; `opened` carries a path for the list of recent jobs.

    `manifestOpened` carries that of finished sheets, which is no order.
    """

    opened = Signal(str)
    manifestOpened = Signal(str)  # noqa: N815 - Qt's way
    failed = Signal(str)

    def __init__(self, document: Document, flow: JobFlow, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._flow, self._window = document, flow, window
        self.preferences = Preferences()
        self._fresh: Project | None = None
        self._notice = ""
        # after the window has said that the job is ready, which would take the notice's place
        flow.laid_out.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def fresh(self) -> Project:
        """Return an empty job with this user's film, layout, folders and budget."""
        chosen = self.preferences
        return Project(
            out=chosen.out,
            designs=chosen.designs,
            memory=chosen.memory,
            film=chosen.film,
            output=chosen.output,
            nesting=chosen.nesting,
        )

    def open_paths(self, paths: Sequence[Path], *, add: bool | None = None) -> None:
        """Open `paths`; with a job there, `add` says whether to add to it (None asks)."""
        if len(paths) == 1 and paths[0].name.lower().endswith(MANIFEST_END):
            self.manifestOpened.emit(str(paths[0]))
            return
        projects = [path for path in paths if path.suffix.lower() == project_file.SUFFIX]
        orders = [path for path in paths if path not in projects]
        if projects:
            if not self.may_leave() or not self.open_project(projects[-1]):
                return
            if len(projects) > 1:
                self._notice = (
                    f"One job is open at a time: this is “{projects[-1].name}”; open the others later."
                )
            add = True  # what came with a job belongs to it
        if not orders:
            return
        there = bool(self._document.project.lines) or self._flow.reads_orders
        if there and add is None:
            add = self._ask_add()
            if add is None:
                return
        if there and not add and not self.new_job():
            return
        self._flow.open_orders([str(path) for path in orders], self.preferences.unit)
        self.opened.emit(str(orders[0]))

    def open_project(self, path: Path) -> bool:
        """Open a saved job in place of the one that is there; False where it can't be read."""
        try:
            project = project_file.load(path)
        except GangsheetError as error:
            self.failed.emit(str(error))
            return False
        project, moved = find_moved(project, path)
        if moved:
            self._notice = (
                f"The artwork of {count(moved, 'line')} has moved; files of the same names beside the job "
                "or in its artwork folders are used."
            )
        self.show_project(project, path)
        self.opened.emit(str(path))
        return True

    def show_project(self, project: Project, path: Path | None, *, clean: bool = True) -> None:
        """Go on with `project`; `clean` is False for one that is not saved as it is."""
        self._flow.drop_orders()
        self._document.new(project, path, clean=clean)
        self._flow.thumbnails.fetch(line.path for line in project.lines if line.path)

    def new_job(self, **fields: object) -> bool:
        """Begin an empty job with `fields`; False where staff would rather keep the one that is open."""
        if not self.may_leave():
            return False
        self._flow.drop_orders()
        self._begin(**fields)
        return True

    def follow_preferences(self) -> None:
        """Begin, or begin anew where preferences have changed and nothing was done to the job yet."""
        untouched = self._fresh is None or self._document.project is self._fresh
        if untouched and self._fresh != self.fresh():
            self._begin()

    def _begin(self, **fields: object) -> None:
        self._fresh = self.fresh()
        self._document.new(msgspec.structs.replace(self._fresh, **fields) if fields else self._fresh)

    def save(self) -> bool:
        """Save the job where it is, or ask where; False where it was not saved."""
        return self._write(self._document.path) if self._document.path else self.save_as()

    def save_as(self) -> bool:
        """Ask where to save the job, and save it there."""
        start = str(
            Path(self.preferences.out or Path.home())
            / f"{self._document.project.name or 'Job'}{project_file.SUFFIX}"
        )
        name, _ = QFileDialog.getSaveFileName(self._window, "Save the job", start, _PROJECTS)
        if not name:
            return False
        path = Path(name)
        if path.suffix.lower() == project_file.SUFFIX:
            return self._write(path)
        path = Path(name + project_file.SUFFIX)  # the file dialog asked about the name without it
        return (not path.exists() or self._ask_replace(path)) and self._write(path)

    def choose_orders(self) -> None:
        """Let staff choose files to open."""
        filters = ";;".join((f"All that can be opened ({_suffixes()})", _ORDERS, _ARTWORK, _PROJECTS))
        names, _ = QFileDialog.getOpenFileNames(self._window, "Open orders, artwork or a job", "", filters)
        self.open_paths([Path(name) for name in names])

    def add_artwork(self) -> None:
        """Let staff choose artwork to add to the job."""
        names, _ = QFileDialog.getOpenFileNames(self._window, "Add artwork", "", _ARTWORK)
        self.open_paths([Path(name) for name in names], add=True)

    def find_artwork(self, row: int) -> None:
        """Let staff point a line to its artwork."""
        name, _ = QFileDialog.getOpenFileName(self._window, "Find the artwork of this line", "", _ARTWORK)
        if name:
            self._document.set_path(row, name)
            self._flow.thumbnails.fetch([name])

    def may_leave(self) -> bool:
        """Ask about unsaved changes; False to stay."""
        if self._document.is_clean or not self._document.project.lines:
            return True
        answer = ask(
            self._window,
            "Save the changes to this job?",
            "If you don't save, they are gone. Finished sheets stay in any case.",
            yes="Save",
            other="Discard",
            back="Cancel",
        )
        return answer == "other" or (answer == "yes" and self.save())

    def _tell(self) -> None:
        if self._notice and not self._flow.busy:
            notice, self._notice = self._notice, ""
            self.failed.emit(notice)

    def _write(self, path: Path) -> bool:
        try:
            project_file.save(path, self._document.project)
        except GangsheetError as error:
            self.failed.emit(str(error))
            return False
        self._document.mark_saved(path)
        self.opened.emit(str(path))
        return True

    def _ask_replace(self, path: Path) -> bool:
        answer = ask(
            self._window,
            f"“{path.name}” is already in this folder.",
            "If you replace it, the job that is saved there is gone.",
            other="Replace it",
            back="Cancel",
            default="back",
            warning=True,
        )
        return answer == "other"

    def _ask_add(self) -> bool | None:
        answer = ask(
            self._window,
            "Add this to the job that is open?",
            "A new job puts the open one aside; you will be asked to save it.",
            yes="Add to this job",
            other="New job",
            back="Cancel",
        )
        return None if answer == "back" else answer == "yes"


def _suffixes() -> str:
    return " ".join(part.partition("(")[2].rstrip(")") for part in (_ORDERS, _ARTWORK, _PROJECTS))
