"""Improve: the control, its commands and the log, wired to the search for a better layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from gangsheet_studio.model.units import format_length
from gangsheet_studio.studio.job.totals import film_length
from gangsheet_studio.studio.look.words import clock

if TYPE_CHECKING:
    from gangsheet_studio.model.project import Project
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.improve_control import Tone
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.job.improver import Ended, Saving
    from gangsheet_studio.studio.window import Window

_REFRESH_MS: Final = 200


class Improving(QObject):
    """Begins and stops searches and says how they go; `secondsChanged` carries a time that was chosen."""

    secondsChanged = Signal(int)  # noqa: N815 - Qt's way

    def __init__(self, window: Window, document: Document, flow: JobFlow) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._improver, self._control = flow.improver, window.improve
        self.unit: Unit = "in"
        self.by_itself = False
        """Whether a job that was laid out anew is improved unasked, once."""
        self._seconds = 0
        self._told_of: Project | None = None
        self._laid_out: Project | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_REFRESH_MS)
        self._clock.timeout.connect(self._show)
        actions = window.actions_by_name
        actions["improve"].triggered.connect(lambda: self.start())
        actions["stop-improving"].triggered.connect(lambda: self._improver.stop())
        self._control.timeChosen.connect(self._on_time)
        self._improver.started.connect(self._on_started)
        self._improver.ended.connect(self._on_ended)
        flow.improved.connect(self._show)
        flow.laid_out.connect(self._on_laid_out)
        document.changed.connect(self._on_changed)
        for signal in (flow.laid_out, flow.failed, flow.run_started, flow.run_done, flow.run_failed):
            signal.connect(self._enable)
        document.changed.connect(self._enable)
        self._enable()

    def set_seconds(self, seconds: int) -> None:
        """Search for so many seconds from now on, 0 for until stopped."""
        self._seconds = seconds
        self._control.set_seconds(seconds)

    def start(self) -> None:
        """Look for a better layout."""
        self._flow.improve(self._seconds)

    def _on_laid_out(self) -> None:
        project, before = self._document.project, self._laid_out
        if self._flow.busy:
            return
        self._laid_out = project
        same = before is not None and (
            (project.lines, project.roomy_film, project.roomy_nesting)
            == (before.lines, before.roomy_film, before.roomy_nesting)
        )
        if self.by_itself and not same and project.layout is None and not self._improver.running:
            self.start()

    def _on_time(self, seconds: int) -> None:
        self.set_seconds(seconds)
        self.secondsChanged.emit(seconds)
        self.start()

    def _on_started(self) -> None:
        allowed = f"for {clock(self._seconds)}" if self._seconds else "until it is stopped"
        self._window.log.note("info", f"Improving the layout {allowed}")
        self._control.set_running(True)
        self._clock.start()
        self._show()
        self._enable()

    def _on_ended(self, ended: Ended) -> None:
        self._clock.stop()
        self._control.set_running(False)
        self._told_of = self._document.project
        text, tone = ended_words(ended, self.unit)
        self._control.status.say(text, tone=tone)
        self._window.log.note("warning" if tone == "warn" else "info", text)
        self._enable()

    def _show(self) -> None:
        improver = self._improver
        if not improver.running:
            return
        allowed, seconds = improver.allowed, improver.seconds
        said = running_words(seconds, allowed, improver.saving, self.unit)
        if improver.waiting:
            said = ("A better layout waits until you let go", "Waits until you let go")
        self._control.status.say(*said, passed=seconds / allowed if allowed else None)

    def _on_changed(self, project: Project) -> None:
        if not self._improver.running and project is not self._told_of:
            self._control.status.say("")  # it told of a layout that is gone

    def _enable(self) -> None:
        running = self._improver.running
        actions = self._window.actions_by_name
        actions["improve"].setEnabled(self._flow.can_improve and not running)
        actions["stop-improving"].setEnabled(running)


def running_words(seconds: float, allowed: float, saving: Saving, unit: Unit) -> tuple[str, ...]:
    """Return how a search goes, its time and the film it has saved, in many words and in ever fewer."""
    time = f"{clock(max(0.0, allowed - seconds))} left" if allowed else f"{clock(seconds)} so far"
    if saving.inches <= 0:
        return f"Improving: {time}, nothing saved yet", time
    saved = f"{saved_film(saving, unit)} saved"
    short = saved_film(saving, unit).partition(" (")[0]
    return f"Improving: {time}, {saved}", f"{time}, {saved}", f"{time}, {short}", f"{short} saved", short


def ended_words(ended: Ended, unit: Unit) -> tuple[str, Tone]:
    """Return how a search ended, and in which tone to say it."""
    found = ended.saving.inches > 0
    saved = f"Saved {saved_film(ended.saving, unit)}" if found else ""
    if ended.why == "failed":
        return f"{ended.text} {'The best layout is kept.' if found else 'The layout is as it was.'}", "warn"
    if ended.why == "changed":
        return "Improving has ended: the job was changed", "calm"
    if ended.why == "best":
        return f"{saved}: as good as it gets" if found else "This is as good as it gets", "done"
    return (saved, "done") if found else ("No better layout was found", "calm")


def saved_film(saving: Saving, unit: Unit) -> str:
    """Return the film that is saved and its share, such as 4.2 in (3.1 %)."""
    inches, percent = saving.inches, 100 * saving.share
    small = unit == "in" and inches < 1
    length = format_length(round(inches, 2), unit) if small else film_length(inches, unit)
    return f"{length} ({percent:.1f} %)" if percent >= 0.1 else f"{length} (under 0.1 %)"
