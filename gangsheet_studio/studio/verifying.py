"""Check files: the command, its dialog, and the engine that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTime
from PySide6.QtWidgets import QFileDialog

from gangsheet_studio.model.sheet_names import MANIFEST_END, manifest_name
from gangsheet_studio.studio.controls.system_open import show_in_folder
from gangsheet_studio.studio.engines.client import EngineClient
from gangsheet_studio.studio.engines.verifying import VerifyQuestion
from gangsheet_studio.studio.verify.dialog import VerifyDialog
from gangsheet_studio.studio.verify.verdict import no_verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.protocol import Progress, RenderDone, VerifyDone
    from gangsheet_studio.studio.engines.outcome import Outcome
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.flow import JobFlow
    from gangsheet_studio.studio.verify.verdict import Verdict
    from gangsheet_studio.studio.window import Window


class Verifying(QObject):
    """At most one dialog at a time; its engine lives as long as a check, so that layouts need not wait."""

    def __init__(
        self, window: Window, document: Document, flow: JobFlow, *, command: Sequence[str] | None = None
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._flow = window, document, flow
        self._client = EngineClient(self, command=command)
        self._question = VerifyQuestion(self._client, self)
        self._question.progress.connect(self._on_progress)
        self._question.verified.connect(self._on_verified)
        self._question.failed.connect(self._on_failed)
        self._dialog: VerifyDialog | None = None
        self._last = ""
        self._action = window.actions_by_name["check-files"]
        self._action.triggered.connect(lambda _=False: self.begin())
        window.result.checkRequested.connect(self.check)
        flow.run_started.connect(self._enable)
        flow.run_done.connect(self._on_run_done)
        flow.run_failed.connect(self._enable)

    @property
    def dialog(self) -> VerifyDialog | None:
        """The check that is open."""
        return self._dialog

    def begin(self) -> None:
        """Check what the job, or else the last run, has written; ask where there is neither."""
        manifest = self._likely()
        if manifest:
            self.check(manifest)
        else:
            self.choose()

    def choose(self) -> None:
        """Let staff choose whose files to check."""
        folder = str(Path(self._last).parent) if self._last else self._document.project.out
        manifests = f"Manifests of finished sheets (*{MANIFEST_END})"
        name, _ = QFileDialog.getOpenFileName(self._window, "Check the files of a job", folder, manifests)
        if name:
            self.check(name)

    def check(self, manifest: str) -> None:
        """Read the files of `manifest` and show what became of them."""
        if self._dialog is None:
            self._dialog = self._make_dialog()
        self._dialog.begin(manifest)
        self._dialog.open()
        self._question.ask(manifest)

    def close(self) -> None:
        """End a check that is under way, and its engine."""
        if self._dialog is not None:
            self._dialog.reject()
        self._client.kill()
        self._client.wait(1_000)

    def _likely(self) -> str:
        project = self._document.project
        own = Path(project.out) / manifest_name(project.name)
        there = (str(own) if project.out and project.name else "", self._last)
        return next((path for path in there if path and Path(path).is_file()), "")

    def _make_dialog(self) -> VerifyDialog:
        dialog = VerifyDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(self.check)
        dialog.otherWanted.connect(self.choose)
        dialog.folderWanted.connect(show_in_folder)
        dialog.finished.connect(self._on_finished)
        return dialog

    def _on_progress(self, progress: Progress) -> None:
        if self._dialog is not None:
            self._dialog.set_progress(progress)

    def _on_verified(self, done: VerifyDone) -> None:
        self._show(verdict(done, QTime.currentTime().toString("HH:mm")))

    def _on_failed(self, outcome: Outcome) -> None:
        self._show(no_verdict(outcome))

    def _show(self, found: Verdict) -> None:
        if self._dialog is not None:
            self._dialog.set_verdict(found)
        self._window.log.note("info" if found.end == "done" else "warning", found.title)
        self._client.close()

    def _on_finished(self) -> None:
        self._dialog = None
        self._question.drop()
        self._client.close()

    def _on_run_done(self, done: RenderDone) -> None:
        self._last = done.manifest_file
        self._enable()

    def _enable(self) -> None:
        self._action.setEnabled(not self._flow.running)  # it would read what is being replaced
