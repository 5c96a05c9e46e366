"""The card after a run: the files to hand over, or what is safe and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.units import format_bytes, format_length
from gangsheet_studio.studio.controls.labels import NameLabel, TextArea, plain_label, sentence_label
from gangsheet_studio.studio.controls.result_sign import ResultSign
from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import GRID, PADDING, ROW_HEIGHT, colours_of
from gangsheet_studio.studio.look.words import count, duration
from gangsheet_studio.studio.run.bar import PrimaryButton
from gangsheet_studio.studio.run.left_out import shortened, was_left_out
from gangsheet_studio.studio.run.papers import add_papers, job_sheet_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from gangsheet_studio.model.manifest import ManifestPart
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import RenderDone
    from gangsheet_studio.studio.controls.result_sign import End

_TALLEST: Final = 180
_MOST_SHEETS: Final = 100


class ResultView(QFrame):
    """What a run came to; hidden until there is something to show."""

    showInFolder = Signal(str)  # noqa: N815 - Qt's way
    retryRequested = Signal()  # noqa: N815 - Qt's way
    showLogRequested = Signal()  # noqa: N815 - Qt's way
    openRequested = Signal(str)  # noqa: N815 - Qt's way
    """A file that is to be opened: a paper, or the report of something nobody expected."""
    checkRequested = Signal(str)  # noqa: N815 - Qt's way
    """The manifest whose files are to be checked."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultView")
        self._folder = self._report_file = self._job_sheet_file = self._manifest_file = ""
        self._sign = ResultSign(self)
        self._title = sentence_label("", self)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._title.setFont(font)
        self._title.setObjectName("resultTitle")
        self._close = QToolButton(self)
        self._close.setText("\u00d7")
        self._close.setAutoRaise(True)
        self._close.setFixedSize(QSize(ROW_HEIGHT, ROW_HEIGHT))
        self._close.setToolTip("Close")
        self._close.setAccessibleName("Close the result")
        self._close.setObjectName("closeResultButton")
        self._close.clicked.connect(self._dismiss)
        self._scroll = TextArea(self, _TALLEST)
        self._scroll.setAccessibleName("Result")
        self._lay_out()
        self.hide()

    def show_done(self, done: RenderDone, folder: str | Path, unit: Unit, older: str = "") -> None:
        """Hand over the sheets of a finished run; say what was left out, and what became of `older` ones."""
        manifest = done.manifest
        self._folder = str(folder)
        sheets = len(manifest.parts)
        missing = was_left_out(manifest)
        ready = f"{count(sheets, 'sheet')} {'is' if sheets == 1 else 'are'} ready"
        if not sheets:
            self._begin("failed", "No sheet was made: nothing could be placed.")
        elif missing:
            self._begin("partly", f"{ready}, but not everything is on {'it' if sheets == 1 else 'them'}.")
        else:
            self._begin("done", f"{ready}.")
        body, column = self._body()
        grid = _sheet_rows(manifest.parts, unit, body)
        add_papers(grid, manifest, body, self._open)
        column.addLayout(grid)
        if done.kept:
            _add_text(column, body, _what_was_kept(len(done.kept), sheets), spaced=True)
        if older:
            _add_text(column, body, older, spaced=True)
        if missing:
            _add_text(column, body, missing.summary, spaced=True)
            for name in missing.names:
                _add_text(column, body, f"\u2022 {name}")
        took = f"Made in {duration(manifest.seconds)}, with {format_bytes(manifest.memory.peak_rss_bytes)}"
        _add_text(column, body, f"{took} of memory at most.", quiet=True, spaced=True)
        self._end(body, failed=False)
        self._job_sheet_file, self._manifest_file = job_sheet_of(manifest), done.manifest_file
        self._job_sheet.setVisible(bool(self._job_sheet_file))
        self._check.setVisible(bool(manifest.written))

    def show_failure(
        self,
        title: str,
        text: str,
        next_step: str,
        saved: tuple[str, ...] = (),
        folder: str | Path = "",
        *,
        cancelled: bool = False,
        can_retry: bool = True,
        report: str = "",
    ) -> None:
        """Say what happened, what is safe, and what to do next; `saved` are files in `folder`.

        `report` is a file that tells of something nobody expected.
        `can_retry` is False where another job is open by now.
        """
        self._folder = str(folder) if saved else ""
        self._begin("cancelled" if cancelled else "failed", title)
        body, column = self._body()
        if text and text != title:
            _add_text(column, body, text)
        _add_text(column, body, _what_is_safe(saved))
        for name in shortened([Path(path).name for path in saved], _MOST_SHEETS):
            column.addWidget(NameLabel(f"\u2713 {name}", body))
        if next_step:
            _add_text(column, body, next_step, spaced=True)
        self._end(body, failed=True)
        self._retry.setText("Make the other sheets" if saved else "Try again")
        self._retry.setAccessibleName(self._retry.text())
        self._retry.setToolTip("Finished sheets are kept" if saved else "Make the sheets again")
        self._retry.setVisible(can_retry)
        self._report_file = report
        self._report.setVisible(bool(report))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the card."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(colours.field))
        painter.setPen(QColor(colours.line))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._retry = PrimaryButton("Try again", self)
        self._retry.setObjectName("retryButton")
        self._retry.setToolTip("Make the sheets again")
        self._retry.clicked.connect(self.retryRequested)
        self._show_folder = PrimaryButton("Show in folder", self)
        self._show_folder.setObjectName("showInFolderButton")
        self._show_folder.setToolTip("Open the folder with the sheets")
        self._show_folder.clicked.connect(self._ask_for_folder)
        self._show_saved = self._button(
            "Show in folder", "showSavedButton", "Open the folder with the sheets that are finished"
        )
        self._show_saved.clicked.connect(self._ask_for_folder)
        self._log = self._button("Show log", "showLogButton", "See what the engine said")
        self._log.clicked.connect(self.showLogRequested)
        self._report = self._button(
            "Open the report", "openReportButton", "Says where it went wrong, and nothing of your orders"
        )
        self._report.clicked.connect(lambda: self.openRequested.emit(self._report_file))
        self._job_sheet = self._button(
            "Open job sheet", "openJobSheetButton", "Open the job sheet to print it"
        )
        self._job_sheet.clicked.connect(lambda: self._open(self._job_sheet_file))
        self._check = self._button(
            "Check files...", "checkFilesButton", "See whether the files are still as they were written"
        )
        self._check.clicked.connect(lambda: self.checkRequested.emit(self._manifest_file))
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addSpacing(24 + GRID)
        for_success = self._show_folder, self._job_sheet, self._check
        for button in (self._retry, *for_success, self._show_saved, self._report, self._log):
            button.setAccessibleName(button.text())
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._scroll)
        column.addLayout(foot)

    def _button(self, text: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setMinimumHeight(ROW_HEIGHT + 4)
        return button

    def _begin(self, end: End, title: str) -> None:
        self._sign.set_end(end)
        self._title.setText(title)
        self._title.setAccessibleName(title)

    def _body(self) -> tuple[QWidget, QVBoxLayout]:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24 + GRID, 0, GRID, 0)
        column.setSpacing(GRID // 2)
        return body, column

    def _end(self, body: QWidget, *, failed: bool) -> None:
        self._scroll.set_body(body)
        self._retry.setVisible(failed)
        self._log.setVisible(failed)
        for button in (self._report, self._job_sheet, self._check):
            button.hide()
        self._show_folder.setVisible(bool(self._folder) and not failed)
        self._show_saved.setVisible(bool(self._folder) and failed)
        self.show()

    def _ask_for_folder(self) -> None:
        self.showInFolder.emit(self._folder)

    def _open(self, name: str) -> None:
        self.openRequested.emit(str(Path(self._folder) / name))

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()


def _what_was_kept(kept: int, sheets: int) -> str:
    if kept == sheets:
        return f"{'It was' if kept == 1 else 'All of them were'} already done and kept."
    if kept == 1:
        return "1 of them was already done and kept."
    return f"{kept} of them were already done and kept."


def _what_is_safe(saved: tuple[str, ...]) -> str:
    if not saved:
        return "No sheet was finished, and no half sheet is left behind."
    if len(saved) == 1:
        return "1 sheet is finished and kept:"
    return f"{count(len(saved), 'sheet')} are finished and kept:"


def _sheet_cells(part: ManifestPart, unit: Unit) -> tuple[str, str, str, str]:
    wide, high = part.width_px / part.dpi, part.height_px / part.dpi
    size = f"{format_length(round(wide, 2), unit).split()[0]} x {format_length(round(high, 2), unit)}"
    return part.file, size, count(len(part.placements), "copy"), format_bytes(part.bytes)


def _sheet_rows(parts: Sequence[ManifestPart], unit: Unit, body: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(4, 1)
    for row, part in enumerate(parts[:_MOST_SHEETS]):
        name, *figures = _sheet_cells(part, unit)
        grid.addWidget(NameLabel(name, body), row, 0)
        for column, text in enumerate(figures, 1):
            grid.addWidget(plain_label(text, body, quiet=True), row, column, Qt.AlignmentFlag.AlignRight)
    if len(parts) > _MOST_SHEETS:
        more = plain_label(f"and {len(parts) - _MOST_SHEETS:,} more in the folder", body, quiet=True)
        grid.addWidget(more, _MOST_SHEETS, 0, 1, -1)
    return grid


def _add_text(
    column: QVBoxLayout, body: QWidget, text: str, *, quiet: bool = False, spaced: bool = False
) -> None:
    if spaced:
        column.addSpacing(GRID)
    label = sentence_label(text, body, quiet=quiet)
    label.setToolTip(plain_tip(text))
    column.addWidget(label)
