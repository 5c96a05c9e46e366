"""Improving the layout that is shown: each better one is kept with the job, all of a search as one step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct
from PySide6.QtCore import QObject, QTimer, Signal

from gangsheet_studio.studio.engines.improving import ImproveQuestion

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.project import Project
    from gangsheet_studio.protocol import Improved, ImproveDone
    from gangsheet_studio.studio.engines.client import EngineClient
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document

UNTIL_STOPPED: Final = 0.0
_A_DAY: Final = 86_400.0
Why = Literal["time", "steps", "best", "settled", "stopped", "changed", "failed"]


class Saving(Struct, frozen=True):
    """Inches of film that a layout took `before`, and takes `now`."""

    before: float
    now: float

    @property
    def inches(self) -> float:
        """Film that is saved."""
        return self.before - self.now

    @property
    def share(self) -> float:
        """What is saved of what it took, 0 to 1."""
        return self.inches / self.before if self.before else 0.0


class Ended(Struct, frozen=True, kw_only=True):
    """How a search ended: `text` is a sentence where the engine failed."""

    why: Why
    saving: Saving
    text: str = ""


class Improver(QObject):
    """At most one search at a time; any other change of the job than its own ends it.

    `better` carries an Improved that was just found, before it is kept with the job. Then `ended` carries
    an Ended, once. While it is held nothing is shown: the newest waits, and so does the end.
    """

    started = Signal()
    better = Signal(object)
    ended = Signal(object)

    def __init__(self, document: Document, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._question = ImproveQuestion(client, self)
        self._question.better.connect(self._on_better)
        self._question.ended.connect(self._on_done)
        self._question.failed.connect(self._on_failed)
        document.changed.connect(self._on_changed)
        self._searches = 0
        self._running = self._held = False
        self._project = document.project
        self._waiting: Improved | None = None
        self._end: tuple[Why, str] | None = None
        self._began = self._allowed = 0.0
        self.saving = Saving(0.0, 0.0)
        """What the search that runs, or the last one, has saved."""

    @property
    def running(self) -> bool:
        """Whether a better layout is looked for, or waits to be shown."""
        return self._running

    @property
    def waiting(self) -> bool:
        """Whether a better layout waits for the end of a drag."""
        return self._waiting is not None

    @property
    def seconds(self) -> float:
        """Seconds since the search began."""
        return time.monotonic() - self._began

    @property
    def allowed(self) -> float:
        """Seconds that the search was given, UNTIL_STOPPED where it was given no end."""
        return self._allowed

    def start(self, layout: Layout, seconds: float) -> None:
        """Look for a layout that takes less film than `layout`, the one that is shown."""
        self.stop()
        self._searches += 1
        self._running, self._end, self._waiting = True, None, None
        self._began, self._allowed = time.monotonic(), seconds
        self.saving = Saving(layout.film_used, layout.film_used)
        self._project = self._document.project
        self._question.ask(self._project, layout, seconds or _A_DAY)
        self.started.emit()

    def stop(self) -> None:
        """End the search; the best that was found is kept."""
        if self._running:
            self._finish("stopped")

    def hold(self) -> None:
        """Show nothing until `release`: a copy is under somebody's hand."""
        self._held = True

    def release(self) -> None:
        """Show what has waited, if the job is still the same when all is done that belongs to the drag."""
        QTimer.singleShot(0, self, self._let_go)

    def close(self) -> None:
        """Forget the search: the window is about to go."""
        self._running = False
        self._question.drop()

    def _let_go(self) -> None:
        self._held = False
        if self._running and self._end is not None:
            self._finish(*self._end)
        elif self._running:
            self._show()

    def _on_better(self, better: Improved) -> None:
        if better.layout.film_used < self.saving.now:
            self._waiting = better
        if not self._held:
            self._show()

    def _on_done(self, done: ImproveDone) -> None:
        self._finish(done.why)

    def _on_failed(self, outcome: Outcome) -> None:
        if outcome.kind == "cancelled":
            self._finish("stopped")
        else:
            self._finish("failed", outcome.text)

    def _on_changed(self, project: Project) -> None:
        if self._running and _laid_out(project) != _laid_out(self._project):
            self._waiting, self._held = None, False
            self._finish("changed")

    def _show(self) -> None:
        """Show what waits, and keep it with the job."""
        better, self._waiting = self._waiting, None
        if better is None:
            return
        self.saving = Saving(self.saving.before, better.layout.film_used)
        self._project = msgspec.structs.replace(self._project, layout=better.layout)
        self.better.emit(better)
        self._document.improve_layout(better.layout, self._searches)

    def _finish(self, why: Why, text: str = "") -> None:
        self._question.drop()
        if self._held:
            self._end = why, text
            return
        self._show()
        self._running = False
        self.ended.emit(Ended(why=why, saving=self.saving, text=text))


def _laid_out(project: Project) -> tuple[object, ...]:
    """Return what of a job its layout depends on, by identity: all of it is frozen."""
    return id(project.lines), project.roomy_film, project.roomy_nesting, id(project.layout)
