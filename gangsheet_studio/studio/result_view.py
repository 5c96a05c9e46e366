"""The card after a run: the files to hand over, or what is safe and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.units import format_bytes, format_length
from gangsheet_studio.studio.left_out import names_of, shortened
from gangsheet_studio.studio.run_bar import PrimaryButton
from gangsheet_studio.studio.theme import GRID, PADDING, ROW_HEIGHT, colours_of
from gangsheet_studio.studio.words import count, duration

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from gangsheet_studio.model.manifest import ManifestPart
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import RenderDone

_TALLEST: Final = 180
_MOST_SHEETS: Final = 100


class ResultSign(QWidget):
    """A disc with a tick when it is done, with ! when it is not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._good = True
        self.setFixedSize(24, 24)

    def set_good(self, good: bool) -> None:
        """Show a tick, or a !."""
        self._good = good
        self.setAccessibleName("Done" if good else "Not done")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the disc."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.done if self._good else colours.error))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.panel))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "\u2713" if self._good else "!")


class ResultView(QFrame):
    """What a run came to; hidden until there is something to show."""

    showInFolder = Signal(str)  # noqa: N815 - Qt's way
    retryRequested = Signal()  # noqa: N815 - Qt's way
    showLogRequested = Signal()  # noqa: N815 - Qt's way
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultView")
        self._folder = ""
        self._sign = ResultSign(self)
        self._title = _label("", self)
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
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName("Result")
        self._scroll.viewport().setAutoFillBackground(False)
        self._lay_out()
        self.hide()

    def show_done(self, done: RenderDone, folder: str | Path, unit: Unit) -> None:
        """Hand over the sheets of a finished run, and say what was left out."""
        manifest = done.manifest
        self._folder = str(folder)
        sheets = len(manifest.parts)
        ready = f"{count(sheets, 'sheet')} {'is' if sheets == 1 else 'are'} ready."
        self._begin(sheets > 0, ready if sheets else "No sheet was made: nothing could be placed.")
        body, grid = self._body()
        for part in manifest.parts[:_MOST_SHEETS]:
            _add_row(grid, body, _sheet_cells(part, unit))
        if sheets > _MOST_SHEETS:
            _add_text(grid, body, f"and {sheets - _MOST_SHEETS:,} more in the folder", quiet=True)
        if manifest.unplaced:
            copies = sum(entry.copies for entry in manifest.unplaced)
            _add_text(grid, body, f"{count(copies, 'copy')} left out:", spaced=True)
            for name in shortened(names_of(manifest.unplaced)):
                _add_text(grid, body, name)
        took = f"Made in {duration(manifest.seconds)}, with {format_bytes(manifest.memory.peak_rss_bytes)}"
        _add_text(grid, body, f"{took} of memory at most.", quiet=True, spaced=True)
        self._end(body, failed=False)

    def show_failure(
        self, title: str, text: str, next_step: str, saved: tuple[str, ...] = (), folder: str | Path = ""
    ) -> None:
        """Say what happened, what is safe, and what to do next."""
        self._folder = str(folder) or (str(Path(saved[0]).parent) if saved else "")
        self._begin(False, title)
        body, grid = self._body()
        if text and text != title:
            _add_text(grid, body, text)
        _add_text(grid, body, _what_is_safe(saved))
        for name in shortened([Path(path).name for path in saved]):
            _add_text(grid, body, f"\u2713 {name}", quiet=True)
        if next_step:
            _add_text(grid, body, next_step, spaced=True)
        self._end(body, failed=True)

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
        self._log = QPushButton("Show log", self)
        self._log.setObjectName("showLogButton")
        self._log.setToolTip("See what the engine said")
        self._log.setMinimumHeight(ROW_HEIGHT + 4)
        self._log.clicked.connect(self.showLogRequested)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addSpacing(24 + GRID)
        for button in (self._retry, self._show_folder, self._log):
            button.setAccessibleName(button.text())
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._scroll)
        column.addLayout(foot)

    def _begin(self, good: bool, title: str) -> None:
        self._sign.set_good(good)
        self._title.setText(title)
        self._title.setAccessibleName(title)

    def _body(self) -> tuple[QWidget, QGridLayout]:
        body = QWidget()
        body.setAutoFillBackground(False)
        grid = QGridLayout(body)
        grid.setContentsMargins(24 + GRID, 0, GRID, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(4, 1)
        return body, grid

    def _end(self, body: QWidget, *, failed: bool) -> None:
        # The scroll area deletes the body it had.
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)
        self._retry.setVisible(failed)
        self._log.setVisible(failed)
        self._show_folder.setVisible(bool(self._folder) and not failed)
        self.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the card as tall as its text needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # Wrapped labels ask for far more height than they need until the width is known.
        body = self._scroll.widget()
        if body is not None:
            needed = body.heightForWidth(max(200, self.width() - 2 * PADDING))
            self._scroll.setFixedHeight(min(_TALLEST, needed))

    def _ask_for_folder(self) -> None:
        self.showInFolder.emit(self._folder)

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()


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


def _label(text: str, parent: QWidget, *, quiet: bool = False) -> QLabel:
    label = QLabel(parent)
    # A file's name is never read as markup.
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if quiet:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _add_row(grid: QGridLayout, body: QWidget, cells: tuple[str, ...]) -> None:
    row = grid.rowCount()
    for column, text in enumerate(cells):
        right = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(_label(text, body, quiet=column > 0), row, column, right)


def _add_text(
    grid: QGridLayout, body: QWidget, text: str, *, quiet: bool = False, spaced: bool = False
) -> None:
    label = _label(text, body, quiet=quiet)
    label.setWordWrap(True)
    if spaced:
        label.setContentsMargins(0, GRID, 0, 0)
    grid.addWidget(label, grid.rowCount(), 0, 1, 5)
