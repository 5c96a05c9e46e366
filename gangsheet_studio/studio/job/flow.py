"""From a dropped file to finished sheets: what follows what, without a single widget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from gangsheet_studio.model.arrange import is_complete
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.names import tidy_name
from gangsheet_studio.studio.engines.asking import LayoutQuestion, OrdersQuestion
from gangsheet_studio.studio.engines.client import EngineClient
from gangsheet_studio.studio.engines.comparing import CompareQuestion
from gangsheet_studio.studio.engines.finished import FinishedQuestion
from gangsheet_studio.studio.engines.process import SILENCE_SECONDS
from gangsheet_studio.studio.engines.render_run import RenderRun
from gangsheet_studio.studio.engines.thumbnail_fetcher import ThumbnailFetcher
from gangsheet_studio.studio.job.artwork_problems import artwork_problems
from gangsheet_studio.studio.job.improver import Improver
from gangsheet_studio.studio.job.overlap_problems import OverlapProblems
from gangsheet_studio.studio.memory.run_record import RunRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.order import Orders
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import AnyMessage, Improved, NestDone
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document


class JobFlow(QObject):
    """Reads orders into the document, keeps its layout up to date, and runs it.

    `laid_out` carries a NestDone, or None where there is nothing to lay out, `improved` one whose layout
    alone is another, with its marks if they are known, `outlined` what a design prints of its box; `run_*`
    tell of a run.
    """

    reading = Signal(object)
    read = Signal(object)
    laid_out = Signal(object)
    improved = Signal(object)
    outlined = Signal(object)
    failed = Signal(object)
    noise = Signal(str)
    run_started = Signal(object)
    run_said = Signal(object)
    run_done = Signal(object)
    run_failed = Signal(object)

    def __init__(
        self,
        document: Document,
        parent: QObject | None = None,
        *,
        command: Sequence[str] | None = None,
        silence: float = SILENCE_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._document, self._command, self._silence = document, command, silence
        self._client = EngineClient(self, command=command, silence=silence)
        self._client.noise.connect(self.noise)
        self._client.outlined.connect(self.outlined)
        self._orders = OrdersQuestion(self._client, self)
        self._layout = LayoutQuestion(self._client, self)
        self.comparison = CompareQuestion(self._client, self)
        self.finished = FinishedQuestion(self._client, self)
        self.improver = Improver(document, self._client, self)
        self.improver.better.connect(self._on_better)
        self.improver.ended.connect(self._lay_out_soon)  # what it takes to print the best
        self.thumbnails = ThumbnailFetcher(self, command=command)
        self.thumbnails.noise.connect(self.noise)
        self._orders.progress.connect(self.reading)
        self._orders.read.connect(self._on_read)
        self._orders.failed.connect(self.failed)
        self._layout.laid_out.connect(self._on_laid_out)
        self._layout.failed.connect(self._on_not_laid_out)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.lay_out)
        document.begun.connect(self._forget)
        document.linesChanged.connect(self._lay_out_soon)
        document.filmChanged.connect(self._lay_out_soon)
        document.nestingChanged.connect(self._lay_out_soon)
        document.layoutChanged.connect(self._on_layout_changed)
        document.outputChanged.connect(self._on_output_changed)
        self.run: RenderRun | None = None
        self.record: RunRecord | None = None
        self.last: NestDone | None = None
        self._scratch = ""
        self.overlaps = OverlapProblems()

    @property
    def running(self) -> bool:
        """Whether sheets are being made."""
        return self.run is not None and self.run.running

    @property
    def reads_orders(self) -> bool:
        """Whether order lines are on their way."""
        return self._orders.busy

    @property
    def busy(self) -> bool:
        """Whether a newer layout is on its way."""
        return self._orders.busy or self._layout.busy or self._soon.isActive()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found so far, from reading the orders to the layout."""
        known = self._document.project.problems
        if self.last is None:
            return known
        told = {problem.line for problem in known if problem.severity == "error"} - {None}
        found = [*known, *(problem for problem in self.last.problems if problem.line not in told)]
        told.update(problem.line for problem in found if problem.severity == "error")
        told.update(entry.line for entry in self.last.layout.unplaced)
        artwork = artwork_problems(self._document.project.lines, self.thumbnails.problems, told)
        kept = self._document.project.layout  # else it was nested just now, without an overlap
        overlaps = self.overlaps.of(self.last.layout) if kept else ()
        return (*found, *artwork, *overlaps)

    def warm_up(self) -> None:
        """Start the engine before the first file is dropped."""
        self._client.warm_up()

    def open_orders(self, paths: Sequence[str], unit: Unit) -> None:
        """Read `paths` and add what they order to the document."""
        self._orders.ask(paths, self._document.project.designs, unit)

    def set_scratch(self, folder: str) -> None:
        """Keep scratch files in `folder`, empty for the user's own; what is short there is another now."""
        if folder != self._scratch:
            self._scratch = folder
            self._lay_out_soon()

    def drop_orders(self) -> None:
        """Stop reading; what was not read yet is not added."""
        self._orders.drop()

    def lay_out(self) -> None:
        """Lay out the document as it is now."""
        project = self._document.project
        if not project.lines:
            self._layout.drop()
            self._on_laid_out(None)
            return
        self._layout.ask(project, self._scratch)

    @property
    def can_improve(self) -> bool:
        """Whether there is a layout to better, and nobody makes sheets of it."""
        return bool(self.last and self.last.layout.parts) and not (self.running or self.busy)

    def improve(self, seconds: float) -> None:
        """Look for a layout that takes less film than the one that is shown; each better one is shown."""
        if self.last is not None and self.can_improve:
            self.improver.start(self.last.layout, seconds)

    def job(
        self,
        *,
        skip_bad: bool,
        verify: bool = True,
        overlaps: bool = False,
        fresh: bool = False,
        currency: str = "",
    ) -> Job:
        """Return the document as it is now, ready to be made."""
        project = self._document.project
        return Job(
            name=project.name,
            lines=project.lines,
            out=project.out,
            film=project.film,
            nesting=project.nesting,
            output=project.output,
            layout=self.last.layout if self.last else None,
            overlaps=overlaps,
            problems=project.problems,
            memory=project.memory,
            skip_bad=skip_bad,
            verify=verify,
            fresh=fresh,
            scratch=self._scratch or None,
            currency=currency,
        )

    def make_sheets(self, job: Job) -> None:
        """Start a run of `job`."""
        self.improver.stop()
        self.record = RunRecord()
        if self.run is not None:
            self.run.leave()
        self.run = RenderRun(job, self, command=self._command, silence=self._silence)
        self.run.said.connect(self._on_said)
        self.run.noise.connect(self.noise)
        self.run.done.connect(self.run_done)
        self.run.failed.connect(self._on_run_failed)
        self.run_started.emit(job)
        self.run.start()

    def cancel(self) -> None:
        """Stop the run, or what is being read."""
        if self.running and self.run is not None:
            self.run.cancel()
        elif self.reads_orders:
            self.drop_orders()
            self.laid_out.emit(self.last)

    def close(self) -> None:
        """Let every engine end; a run is cancelled."""
        if self.run is not None:
            if self.running:
                self.run.cancel()
            if not self.run.wait(5_000):  # also for one that is done and about to end
                self.run.kill()
                self.run.wait(1_000)
        self.improver.close()
        self._soon.stop()
        self.thumbnails.close()
        self._client.close()
        self.thumbnails.wait(1_000)
        if not self._client.wait(2_000):
            self._client.kill()
            self._client.wait(1_000)

    def _lay_out_soon(self) -> None:
        self._soon.start(0)  # several changes of one moment make one layout

    def _forget(self) -> None:
        self.last = None  # that of another job

    def _on_layout_changed(self) -> None:
        project = self._document.project
        if self.last is None or project.layout is not self.last.layout:
            if (
                self.last
                and project.layout
                and is_complete(project.layout, project.lines, project.roomy_film)
            ):
                self.last = msgspec.structs.replace(self.last, layout=project.layout, marks=())
                self.improved.emit(self.last)
            self._lay_out_soon()

    def _on_output_changed(self) -> None:
        if not self.improver.running:  # else its end asks what was found, and is soon enough
            self._lay_out_soon()

    def _on_better(self, better: Improved) -> None:
        if self.last is not None:
            self.last = msgspec.structs.replace(
                self.last,
                layout=better.layout,
                rows=better.rows,
                rows_in_all=better.rows_in_all,
                marks=better.marks,
            )
            self.improved.emit(self.last)

    def _on_read(self, orders: Orders) -> None:
        self._document.add_lines(orders, name=_name_of(self._orders.paths) if orders.lines else "")
        self.read.emit(orders)
        self._lay_out_soon()  # also where nothing was added: what was on its way has ended
        self.thumbnails.fetch(line.path for line in self._document.project.lines if line.path)

    def _on_laid_out(self, done: NestDone | None) -> None:
        self.last = done
        self.laid_out.emit(done)
        if done is not None and not self.busy:
            lines = self._document.project.lines
            keys = {lines[item.line - 1].path: item.key for item in done.items}
            paths = (line.path for line in lines if line.path)
            self.thumbnails.keep_up(paths, {path: key for path, key in keys.items() if path})

    def _on_not_laid_out(self, result: Outcome) -> None:
        if not result.good and result.kind != "cancelled":
            self._on_laid_out(None)  # the layout that is shown is not that of this job
        self.failed.emit(result)

    def _on_said(self, message: AnyMessage) -> None:
        if self.record is not None:
            self.record.hear(message)
        self.run_said.emit(message)

    def _on_run_failed(self, result: Outcome) -> None:
        self.run_failed.emit(result)
        if result.kind == "refused":
            self.lay_out()  # files have changed since: look at them again, so that it can be asked


def _name_of(paths: Sequence[str]) -> str:
    first = Path(paths[0])
    return tidy_name(first.name if first.is_dir() else first.stem)
