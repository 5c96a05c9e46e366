"""Wires the window to the job: staff change it or run it, engines answer, panels show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QByteArray, QObject, Qt, QTimer, Signal

from gangsheet_studio.folders import log_folder
from gangsheet_studio.model.marks import PROBLEMS
from gangsheet_studio.protocol import Finding, Log, Progress, Thumbnail
from gangsheet_studio.studio.arranging import Arranging
from gangsheet_studio.studio.checking import Checking
from gangsheet_studio.studio.choosing import Choosing
from gangsheet_studio.studio.comparing import Comparing
from gangsheet_studio.studio.controls.system_open import open_path
from gangsheet_studio.studio.dropping import DropOverlay
from gangsheet_studio.studio.film_figures import FilmFigures
from gangsheet_studio.studio.hardening.asking import Hardening
from gangsheet_studio.studio.improving import Improving
from gangsheet_studio.studio.job.artwork_problems import is_bad_artwork
from gangsheet_studio.studio.job.leaving import Leaving
from gangsheet_studio.studio.job.opening import Opener
from gangsheet_studio.studio.job.soft_edges import SOFT, soft_edge_problems
from gangsheet_studio.studio.job.totals import ready
from gangsheet_studio.studio.look.dressing import wear
from gangsheet_studio.studio.look.theme import THUMBNAIL
from gangsheet_studio.studio.run.earlier import OLDER
from gangsheet_studio.studio.running import Runner
from gangsheet_studio.studio.settings.preferences_dialog import PreferencesDialog
from gangsheet_studio.studio.verifying import Verifying
from gangsheet_studio.studio.window import TITLE

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from gangsheet_studio.model.order import Orders
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import NestDone
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.settings.preferences import Preferences
    from gangsheet_studio.studio.window import Window


class Desk(QObject):
    """One window with its document and flow; `preferences` is replaced whole when something changes."""

    preferencesChanged = Signal(object)  # noqa: N815 - Qt's way

    def __init__(self, window: Window, document: Document, flow: JobFlow, preferences: Preferences) -> None:
        super().__init__(window)
        self.window, self.document, self.flow = window, document, flow
        self.preferences = preferences
        self.opener = Opener(document, flow, window)
        self.runner = Runner(window, document, flow, self.opener)
        self.arranging = Arranging(window, document, flow)
        self.improving = Improving(window, document, flow)
        self.improving.secondsChanged.connect(lambda seconds: self._remember(improve_seconds=seconds))
        self.comparing = Comparing(window, document, flow)
        self.choosing = Choosing(window.settings, document, self)
        self.hardening = Hardening(document, window)
        window.orders.softWanted.connect(self.hardening.open)
        self.checking = Checking(window, document, flow)
        self.checking.changed.connect(self._on_checked)
        self.verifying = Verifying(window, document, flow)
        self._leaving = Leaving(window, flow, self.opener)
        self._overlay = DropOverlay(window)
        self._soft: dict[str, float] = {}
        self._found_in_run: list[Problem] = []
        self._shown_problems: tuple[Problem, ...] = ()
        self._problems_soon = QTimer(self)
        self._problems_soon.setSingleShot(True)
        self._problems_soon.setInterval(100)  # many pictures of one moment are one look at all lines
        self._problems_soon.timeout.connect(self._show_new_problems)
        # turns of their own, after the film: a single shot of no time would come before it is painted
        self._problems_next = QTimer(self, singleShot=True, interval=0)
        self._problems_next.timeout.connect(self._show_new_problems)
        self._lines_next = QTimer(self, singleShot=True, interval=0)
        self._lines_next.timeout.connect(self._mark_lines)
        self._film_figures = FilmFigures(window, flow)
        self._connect_actions()
        self._connect_job()
        self._connect_panels()
        window.may_close = self.may_close
        self.apply(preferences)

    def apply(self, preferences: Preferences) -> None:
        """Show and use `preferences` from now on."""
        before, self.preferences = self.preferences, preferences
        window, opener = self.window, self.opener
        opener.preferences = preferences
        window.settings.set_unit(preferences.unit)
        window.settings.set_currency(preferences.currency)
        window.settings.set_presets(preferences.presets)
        window.settings.set_profiles(preferences.profiles)
        window.settings.set_folded(preferences.folded)
        window.film.set_unit(preferences.unit)
        window.film.set_checker(preferences.checker)
        window.orders.set_unit(preferences.unit)
        window.start.set_recent(preferences.recent)
        window.recent.set_recent(preferences.recent)
        self.runner.unit, self.runner.verify = preferences.unit, preferences.verify
        self.runner.currency = preferences.currency
        self.flow.set_scratch(preferences.scratch)
        self.improving.unit = preferences.unit
        self.improving.set_seconds(preferences.improve_seconds)
        self.improving.by_itself = preferences.improve_by_itself
        if before.theme != preferences.theme:
            wear(preferences.theme)
        self._film_figures.set_terms(preferences.unit, preferences.currency)
        opener.follow_preferences()
        self.preferencesChanged.emit(preferences)
        self._refresh()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything found, soft edges of the pictures included."""
        items = self.flow.last.items if self.flow.last else ()
        checked = self.checking.checked  # tells of soft edges too, and better
        soft = () if checked else soft_edge_problems(self.document.project.lines, items, self._soft)
        known = self.flow.problems
        # a run says again what is known, and of damaged artwork without the row before the colon
        told = {text for each in known for text in (each.message, each.message.partition(": ")[2])}
        found = (*known, *soft, *self.checking.problems)
        return (*found, *(each for each in self._found_in_run if each.message not in told))

    def may_close(self) -> bool:
        """Ask about a run and unsaved changes; False to stay open."""
        if not self._leaving.may_close():
            return False
        self.preferences = msgspec.structs.replace(
            self.preferences,
            geometry=_base64(self.window.saveGeometry()),
            state=_base64(self.window.layout_state()),
        )
        self.window.hide()  # engines may take a moment to end: nobody looks at a window that stands still
        self.end_engines()
        return True

    def end_engines(self) -> None:
        """Let every engine end, and wait for that a while; what they do is cancelled."""
        self.flow.close()
        self.checking.close()
        self.verifying.close()

    def _connect_actions(self) -> None:
        film, document = self.window.film, self.document
        for name, slot in {
            "new": self.opener.new_job,
            "open": self.opener.choose_orders,
            "add-artwork": self.opener.add_artwork,
            "sample": self.runner.open_sample,
            "save": self.opener.save,
            "save-as": self.opener.save_as,
            "preferences": self._show_preferences,
            "quit": self.window.close,
            "undo": document.undo_stack.undo,
            "redo": document.undo_stack.redo,
            "find": self.window.orders.focus_filter,
            "zoom-in": film.zoom_in,
            "zoom-out": film.zoom_out,
            "fit-width": film.fit_width,
            "fit-part": self._fit_part,
            "full-screen": self._full_screen,
            "make": self.runner.make_sheets,
            "lay-out": self.flow.lay_out,
            "compare": lambda: self.comparing.open(self.preferences),
            "cancel": self.runner.cancel,
            "log-folder": self._open_log_folder,
            "support-details": self._support_details,
            "about": self._about,
        }.items():
            self.window.actions_by_name[name].triggered.connect(lambda _=False, slot=slot: slot())
        stack, actions = document.undo_stack, self.window.actions_by_name
        self.window.run_bar.enabledChanged.connect(self._enable_run)
        self._enable_run(False, False)
        stack.canUndoChanged.connect(actions["undo"].setEnabled)
        stack.canRedoChanged.connect(actions["redo"].setEnabled)
        actions["undo"].setEnabled(False)
        actions["redo"].setEnabled(False)

    def _enable_run(self, make: bool, cancel: bool) -> None:
        self.window.actions_by_name["make"].setEnabled(make)
        self.window.actions_by_name["cancel"].setEnabled(cancel)

    def _connect_job(self) -> None:
        flow, document = self.flow, self.document
        flow.reading.connect(self._on_reading)
        flow.read.connect(self._on_read)
        flow.laid_out.connect(self._on_laid_out)
        flow.failed.connect(self._on_failed)
        flow.noise.connect(self._on_noise)
        flow.run_said.connect(self._on_run_said)
        flow.run_started.connect(self._forget_findings)
        document.linesChanged.connect(self._forget_findings)
        flow.thumbnails.arrived.connect(self._on_thumbnail)
        flow.thumbnails.problemsChanged.connect(self._problems_soon.start)
        document.changed.connect(self._refresh)
        document.cleanChanged.connect(self._refresh)
        self.opener.failed.connect(self.window.run_bar.set_notice)
        self.opener.opened.connect(self._on_opened)
        self.opener.manifestOpened.connect(self.verifying.check)

    def _connect_panels(self) -> None:
        window = self.window
        # once the drop is over: the program they come from waits for its end
        window.drops.dropped.connect(self._on_dropped, Qt.ConnectionType.QueuedConnection)
        window.drops.dragging.connect(self._on_dragging)
        window.start.openRequested.connect(self.opener.choose_orders)
        window.start.sampleRequested.connect(self.runner.open_sample)
        window.start.recentChosen.connect(self._on_recent)
        # once the menu is closed: opening makes its list anew
        window.recent.chosen.connect(self._on_recent, Qt.ConnectionType.QueuedConnection)
        window.orders.addRequested.connect(self.opener.add_artwork)
        window.orders.findRequested.connect(self.opener.find_artwork)
        window.orders.linesPicked.connect(window.film.highlight)
        window.orders.set_icons(self._icon)
        window.thumbnails.arrived.connect(window.orders.show_new_icons)
        window.start.dropped.connect(self._on_dropped)
        window.orders.refused.connect(window.run_bar.set_notice)
        window.film.linesPicked.connect(window.orders.select_lines)
        window.film.linesPicked.connect(window.film.highlight)
        window.film.currentPartChanged.connect(window.parts.set_current)
        window.parts.partChosen.connect(window.film.show_part)
        window.problems.lineChosen.connect(self._go_to_line)
        choosing = self.choosing
        choosing.remembered.connect(lambda fields: self._remember(**fields))
        choosing.preferred.connect(
            lambda fields: self.apply(msgspec.structs.replace(self.preferences, **fields))
        )
        self.comparing.filmChosen.connect(choosing.choose_film)

    def _icon(self, key: str, path: str) -> QIcon:
        return self.window.thumbnails.icon(key or self.flow.thumbnails.key_of(path), THUMBNAIL)

    def _refresh(self) -> None:
        project, window = self.document.project, self.window
        mark = "" if self.document.is_clean else "*"
        window.setWindowTitle(f"{TITLE} - {project.name}{mark}" if project.lines else TITLE)
        window.show_job(bool(project.lines or project.problems) or self.flow.reads_orders)
        window.settings.set_film(project.film)
        window.settings.set_nesting(project.nesting, sum(line.fills for line in project.lines))
        window.settings.set_output(project.name, project.out, project.memory)
        window.settings.set_sheets(project.output, project.film)

    def _on_reading(self, progress: Progress) -> None:
        self.window.show_job(True)
        if not self.flow.running:
            self.window.run_bar.set_reading(progress.text)
        if self.flow.last is None:
            self.window.film.set_message(progress.text)

    def _on_read(self, orders: Orders) -> None:
        self.window.log.note("info", f"Read {len(orders.lines)} order lines")
        if any(found.severity == "error" for found in orders.problems):
            self.window.docks["problems"].raise_()

    def _on_laid_out(self, done: NestDone | None) -> None:
        window = self.window
        layout = done.layout if done else None
        window.memory.set_forecast(done.forecast if done else None, self.document.project.memory)
        self._problems_next.start()
        self._refresh()  # reading may have ended with nothing
        if self.flow.running:
            return
        if done and done.layout.parts:
            window.run_bar.set_ready(ready(done.layout, done.forecast))
        else:
            window.run_bar.set_idle(
                "" if layout is None else "Nothing here can be printed; the problems say why"
            )

    def _show_new_problems(self) -> None:
        if not self.flow.busy:  # else line numbers are those of lines that are gone
            self._shown_problems = self.problems
            self.window.problems.set_problems(self._shown_problems)
            self._lines_next.start()

    def _on_checked(self) -> None:
        self._problems_soon.start()

    def _mark_lines(self) -> None:
        if self.flow.busy:
            return
        last, problems = self.flow.last, self._shown_problems
        # the table knows what the document's own problems are
        found = problems[len(self.document.project.problems) :]
        self.window.orders.set_results(last.layout if last else None, found, last.items if last else ())
        self.window.film.set_unreadable(
            {each.line for each in problems if each.line and is_bad_artwork(each)}
        )

    def _on_failed(self, result: Outcome) -> None:
        if result.kind != "cancelled":
            text = f"{result.text} {result.next_step}".strip()
            if self.flow.running:
                self.window.run_bar.set_notice(text)
            else:
                self.window.run_bar.set_failed(text, can_make=self.flow.last is not None)
            self.window.log.note("error", result.text)
        self._refresh()

    def _on_noise(self, line: str) -> None:
        self.window.log.note("warning", line)

    def _on_run_said(self, message: object) -> None:
        if isinstance(message, Log):
            self.window.log.append(message.level, message.text)
        elif isinstance(message, Finding) and message.problem.id != OLDER:
            if not message.problem.id.startswith(PROBLEMS):  # those the layout tells of, as it is by then
                self._found_in_run.append(message.problem)
            self.window.log.append(message.problem.severity, message.problem.message)
            self._problems_soon.start()

    def _forget_findings(self) -> None:
        self._found_in_run.clear()  # they tell of the lines as the run was given them

    def _on_thumbnail(self, message: Thumbnail) -> None:
        self.window.thumbnails.put(message)
        if message.soft > SOFT:
            self._soft[message.key] = message.soft
            self._problems_soon.start()

    def _on_opened(self, path: str) -> None:
        recent = (path, *(other for other in self.preferences.recent if other != path))[:10]
        self.apply(msgspec.structs.replace(self.preferences, recent=recent))

    def _on_dropped(self, paths: tuple[Path, ...]) -> None:
        self._on_dragging(False)
        self.opener.open_paths(paths)

    def _on_dragging(self, dragging: bool) -> None:
        there = bool(self.document.project.lines)
        self._overlay.set_shown(dragging and there)
        self.window.start.set_dragging(dragging and not there)

    def _on_recent(self, path: str) -> None:
        self.opener.open_paths([Path(path)])

    def _remember(self, **chosen: object) -> None:
        """Begin new jobs as this one was set by hand."""
        self.preferences = msgspec.structs.replace(self.preferences, **chosen)
        self.opener.preferences = self.preferences
        self.preferencesChanged.emit(self.preferences)

    def _show_preferences(self) -> None:
        dialog = self.window.findChild(PreferencesDialog)
        if dialog is None:
            dialog = PreferencesDialog(self.preferences, self.window)
            dialog.changed.connect(self.apply)
            self.preferencesChanged.connect(dialog.set_preferences)
        dialog.show()
        dialog.activateWindow()

    def _go_to_line(self, line: int) -> None:
        self.window.docks["orders"].show()
        self.window.docks["orders"].raise_()
        self.window.orders.go_to_line(line)

    def _fit_part(self) -> None:
        self.window.film.fit_part(self.window.film.current_part())

    def _full_screen(self) -> None:
        window = self.window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def _about(self) -> None:
        from gangsheet_studio.studio.help.about import AboutDialog  # who asks for it waits, no start does

        dialog = AboutDialog(self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.detailsWanted.connect(self._support_details)
        dialog.open()

    def _support_details(self) -> None:
        from gangsheet_studio.studio.help.details import DetailsDialog

        dialog = DetailsDialog(self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_log_folder(self) -> None:
        open_path(log_folder())


def _base64(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")
