"""Make sheets, from the question about what is left out to the card with the finished files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from gangsheet_studio.folders import sheets_folder
from gangsheet_studio.model.names import tidy_name
from gangsheet_studio.protocol import Progress
from gangsheet_studio.sample import read_sample
from gangsheet_studio.studio.controls.question import ask
from gangsheet_studio.studio.controls.system_open import open_path, show_in_folder
from gangsheet_studio.studio.job.overlap_problems import overlap_question
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.run.earlier import earlier_sheets
from gangsheet_studio.studio.run.left_out import left_out
from gangsheet_studio.studio.run.replacing import Replacing
from gangsheet_studio.studio.run.resuming import ask_what_is_kept
from gangsheet_studio.studio.run.taskbar import taskbar_of

if TYPE_CHECKING:
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import AnyMessage, FinishedDone, RenderDone
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.job.opening import Opener
    from gangsheet_studio.studio.run.left_out import LeftOut
    from gangsheet_studio.studio.run.taskbar import Taskbar
    from gangsheet_studio.studio.window import Window

_REFRESH_MS = 100


class Wanted(Struct, frozen=True, kw_only=True):
    """What staff have agreed to, for the run that is about to start."""

    skip_bad: bool = False
    overlaps: bool = False


class Runner(QObject):
    """Starts, shows and ends runs; at most one at a time."""

    def __init__(self, window: Window, document: Document, flow: JobFlow, opener: Opener) -> None:
        super().__init__(window)
        self._window, self._document, self._flow, self._opener = window, document, flow, opener
        self.unit: Unit = "in"
        self.verify = True
        self.currency = "$"
        self.make_when_ready = False
        self._wanted, self._goes_on, self._shown = Wanted(), False, ""
        self._folder = ""
        self._of_this_job = False
        self._replacing = Replacing(window, document)
        flow.run_started.connect(self._on_started)
        flow.run_said.connect(self._on_said)
        flow.run_done.connect(self._on_done)
        flow.run_failed.connect(self._on_failed)
        flow.finished.known.connect(self._on_finished_known)
        flow.laid_out.connect(self._on_laid_out)
        flow.failed.connect(self._on_not_laid_out)
        document.begun.connect(self._on_begun)
        window.run_bar.makeRequested.connect(self.make_sheets)
        window.run_bar.cancelRequested.connect(self.cancel)
        window.result.retryRequested.connect(self.make_sheets)
        window.result.showInFolder.connect(show_in_folder)
        window.result.showLogRequested.connect(self._show_log)
        window.result.openRequested.connect(self._open)
        self._taskbar: Taskbar | None = None
        self._graph = QTimer(self)
        self._graph.setInterval(_REFRESH_MS)
        self._graph.timeout.connect(window.memory.refresh)

    def open_sample(self) -> None:
        """Open the sample job in place of the job that is there."""
        sample = read_sample()
        if self._opener.new_job(film=sample.film, designs=(str(sample.designs),), name=sample.name):
            self._opener.open_paths([sample.orders], add=True)

    def make_sheets(self) -> None:
        """Ask what has to be asked, once, and start the run."""
        last = self._flow.last
        if self._flow.running:
            return
        if self._flow.busy:
            self.make_when_ready = True  # what was changed a moment ago belongs onto the sheets
            return
        if last is None or not last.layout.parts:
            return
        project = self._document.project
        if not project.out:
            self._document.set_out(str(default_folder(project.name)))
        if not project.name:
            self._document.set_name(tidy_name(""))
        missing = left_out(self._flow.problems, last.layout)
        if missing is not None and not self._ask(missing):
            return
        overlapping = self._flow.overlaps.overlapping(last.layout)
        if overlapping and not self._ask_about_overlaps(overlapping):
            return
        self._wanted = Wanted(skip_bad=missing is not None, overlaps=bool(overlapping))
        project = self._document.project
        if earlier_sheets(Path(project.out), project.name, project.output.names):
            self._shown = self._window.run_bar.text
            self._window.run_bar.set_reading("Looking for sheets that are finished")
            self._flow.finished.ask(self._job())
        else:
            self._make()

    def _job(self, *, fresh: bool = False) -> Job:
        wanted = self._wanted
        return self._flow.job(
            skip_bad=wanted.skip_bad,
            verify=self.verify,
            overlaps=wanted.overlaps,
            fresh=fresh,
            currency=self.currency,
        )

    def _on_finished_known(self, done: FinishedDone | None) -> None:
        """Ask whether finished sheets are kept; after a run that failed they are, as its card said."""
        if self._flow.running:
            return
        if self._flow.busy:
            self.make_when_ready = True  # the job was changed meanwhile
            return
        self._window.run_bar.set_ready(self._shown)
        if done is None or not done.finished:
            if self._replacing.may_run():
                self._make()
            return
        goes_on = self._goes_on and len(done.finished) < done.parts
        folder = self._document.project.out
        answer = "yes" if goes_on else ask_what_is_kept(self._window, folder, done)
        if answer == "back":
            return
        if answer == "yes" and len(done.finished) == done.parts:
            show_in_folder(folder)
            return
        self._replacing.settle()
        self._make(fresh=answer == "other")

    def _make(self, *, fresh: bool = False) -> None:
        self._goes_on = False
        self._flow.make_sheets(self._job(fresh=fresh))

    def cancel(self) -> None:
        """Stop the run, or what is being read."""
        self.make_when_ready = False
        if self._flow.finished.busy:
            self._flow.finished.drop()
            self._window.run_bar.set_ready(self._shown)
        if self._flow.running:
            self._window.run_bar.set_cancelling()
        self._flow.cancel()

    def _ask_about_overlaps(self, copies: int) -> bool:
        answer = ask(
            self._window,
            overlap_question(copies),
            "The problems say which. Move them apart, or lay the job out again.",
            yes="Print them as they lie",
            back="Back to the job",
            default="back",
            warning=True,
        )
        return answer == "yes"

    def _ask(self, missing: LeftOut) -> bool:
        summary, _, rest = missing.question.partition("\n")
        answer = ask(
            self._window,
            f"Nothing is left to print. {summary}" if missing.all_copies else summary,
            rest,
            yes="" if missing.all_copies else "Make the other sheets",
            back="Back to the job",
            warning=True,
        )
        return answer == "yes"

    def _on_laid_out(self, done: object) -> None:
        if self._flow.busy:
            return
        wanted, self.make_when_ready = self.make_when_ready, False
        if wanted and done is not None:
            QTimer.singleShot(0, self, self.make_sheets)

    def _on_begun(self) -> None:
        """Put away what is about the job before."""
        self._flow.finished.drop()
        self._goes_on = False
        self.make_when_ready = False
        self._of_this_job = False
        self._window.result.hide()

    def _on_not_laid_out(self, _result: Outcome) -> None:
        self.make_when_ready = False

    def _on_started(self, job: Job) -> None:
        window = self._window
        self._folder, self._of_this_job = job.out, True
        self._replacing.on_started(job)
        window.result.hide()
        window.run_bar.set_running()
        if self._taskbar is None:
            self._taskbar = taskbar_of(window)
        self._taskbar.show(0.0)
        window.docks["memory"].raise_()
        if self._flow.record is not None:
            window.memory.begin(self._flow.record)
        self._graph.start()

    def _on_said(self, message: AnyMessage) -> None:
        if isinstance(message, Progress):
            self._window.run_bar.set_progress(message)
            if self._taskbar is not None:
                self._taskbar.show(message.fraction)

    def _on_done(self, done: RenderDone) -> None:
        self._end()
        sheets = count(len(done.manifest.parts), "sheet")
        folder = Path(done.manifest_file).parent
        self._window.run_bar.set_finished(f"{sheets} finished in {folder}")
        self._window.result.show_done(done, folder, self.unit, self._replacing.on_done(done))
        self._tell(f"{sheets} finished: {done.manifest.job}")

    def _on_failed(self, result: Outcome) -> None:
        self._end()
        self._replacing.on_failed(result.saved)
        self._goes_on = bool(result.saved)
        cancelled = result.kind == "cancelled"
        title = "The run was cancelled." if cancelled else result.text
        if cancelled:
            self._window.run_bar.set_ready(title)
        else:
            self._window.run_bar.set_failed(title)
        first, full_stop, rest = title.partition(". ")
        self._window.result.show_failure(
            first + full_stop.rstrip(),
            rest,
            result.next_step,
            result.saved,
            self._folder,
            cancelled=cancelled,
            can_retry=self._of_this_job,
            report=result.report,
        )
        if not cancelled:
            self._window.log.note("error", result.text)
            self._tell(result.text)

    def _end(self) -> None:
        self._graph.stop()
        if self._taskbar is not None:
            self._taskbar.show(None)
        if self._flow.record is not None:
            self._flow.record.end()  # an engine that was killed could not say that its run is over
        self._window.memory.refresh()

    def _tell(self, text: str) -> None:
        """Tell staff who look elsewhere, without taking the focus."""
        QApplication.alert(self._window)
        if QApplication.activeWindow() is None and QSystemTrayIcon.isSystemTrayAvailable():
            tray = QSystemTrayIcon(self._window.windowIcon(), self._window)
            tray.show()
            tray.showMessage("Gangsheet Studio", text)
            QTimer.singleShot(10_000, tray, tray.deleteLater)

    def _open(self, path: str) -> None:
        """Open a file of a run in its own program, or say that it has gone."""
        if Path(path).exists():
            open_path(path)
        else:
            self._window.run_bar.set_notice(f"{Path(path).name} is no longer there: it was moved or deleted.")

    def _show_log(self) -> None:
        self._window.docks["log"].show()
        self._window.docks["log"].raise_()


def default_folder(job: str) -> Path:
    """Return where the sheets of `job` go until staff choose another folder."""
    return sheets_folder() / (job or tidy_name(""))
