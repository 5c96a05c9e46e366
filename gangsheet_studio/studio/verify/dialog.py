"""A check of finished files: how far it is, then its verdict."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gangsheet_studio.studio.controls.buttons import dialog_button
from gangsheet_studio.studio.controls.labels import TextArea, sentence_label
from gangsheet_studio.studio.controls.result_sign import ResultSign
from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import GRID, PADDING
from gangsheet_studio.studio.run.bar import PartsBar

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Progress
    from gangsheet_studio.studio.verify.verdict import Verdict

_WIDTH: Final = 560
_HEIGHT: Final = 190
_TALLEST: Final = 400


class VerifyDialog(QDialog):
    """Shows one check after the other; `wanted` carries the manifest to check again.

    Closing it ends a check that is under way.
    """

    wanted = Signal(str)
    otherWanted = Signal()  # noqa: N815 - Qt's way
    folderWanted = Signal(str)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verifyDialog")
        self.setWindowTitle("Check files")
        self.resize(_WIDTH, _HEIGHT)
        self._manifest = ""
        self._sign = ResultSign(self)
        policy = self._sign.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the sentence stays where it is
        self._sign.setSizePolicy(policy)
        self._title = sentence_label("", self)
        self._title.setObjectName("verifyTitle")
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        self._title.setFont(font)
        self._place = sentence_label("", self, quiet=True)
        self._track = PartsBar(self)
        self._track.setToolTip("How far the check is")
        self._scroll = TextArea(self, _TALLEST)
        self._scroll.setAccessibleName("What is not as it was written")
        grid = QGridLayout()
        grid.setHorizontalSpacing(PADDING)
        grid.setVerticalSpacing(PADDING)
        grid.addWidget(self._sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        for row, widget in enumerate((self._title, self._place, self._track, self._scroll)):
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column.setSpacing(PADDING)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(self._make_buttons())

    def begin(self, manifest: str) -> None:
        """Show that the files of `manifest` are being checked."""
        self._manifest = manifest
        path = Path(manifest)
        self._place.setText(f"{path.name} in {path.parent}")
        self._say("Checking the files")
        self._track.setValue(0)
        self._show_end(False)

    def set_progress(self, progress: Progress) -> None:
        """Show how far the check is."""
        self._say(progress.text)
        self._track.setValue(round(progress.fraction * self._track.maximum()))

    def set_verdict(self, verdict: Verdict) -> None:
        """Show what the check came to."""
        self._sign.set_end(verdict.end)
        self._say(verdict.title)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for line in verdict.lines:
            label = sentence_label(line, body)
            label.setToolTip(plain_tip(line))
            column.addWidget(label)
        column.addStretch(1)
        self._scroll.set_body(body)
        self._show_end(True)
        self._scroll.setVisible(bool(verdict.lines))
        needed = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), max(_HEIGHT, needed))

    def _make_buttons(self) -> QHBoxLayout:
        other = dialog_button("Choose another...", "Check the files of another job", self)
        other.clicked.connect(self.otherWanted)
        folder = dialog_button("Show in folder", "Open the folder with the files", self)
        folder.clicked.connect(lambda: self.folderWanted.emit(self._manifest))
        again = dialog_button("Check again", "Read the files once more", self)
        again.clicked.connect(lambda: self.wanted.emit(self._manifest))
        self._close = dialog_button("Close", "Go back to the job", self)
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self._at_end = other, folder, again
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(other)
        row.addStretch(1)
        for button in (folder, again, self._close):
            row.addWidget(button)
        return row

    def _say(self, text: str) -> None:
        self._title.setText(text)
        self._title.setAccessibleName(text)

    def _show_end(self, ended: bool) -> None:
        for widget in (self._sign, self._scroll, *self._at_end):
            widget.setVisible(ended)
        self._track.setVisible(not ended)
        self._close.setText("Close" if ended else "Cancel")
        self._close.setToolTip("Go back to the job" if ended else "Stop the check; it changes no file")
        self._close.setAccessibleName(self._close.text())
