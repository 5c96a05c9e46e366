"""Several folders, in the order in which they are searched."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT

_HEIGHT: Final = 72


class FolderList(QWidget):
    """`foldersChanged` carries all folders once one is added or removed."""

    foldersChanged = Signal(tuple)  # noqa: N815 - Qt's way

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = what
        self._list = QListWidget()
        self._list.setObjectName("folderList")
        self._list.setFixedHeight(_HEIGHT)
        self._list.setToolTip(what)
        self._list.setAccessibleName(what)
        self._list.currentRowChanged.connect(self._show_removable)
        self._add = QPushButton("Add folder...")
        self._remove = QPushButton("Remove")
        for button, tip, slot in (
            (self._add, "Add a folder to look in", self._choose),
            (self._remove, "Look in the chosen folder no more", self._drop),
        ):
            button.setAutoDefault(False)
            button.setMinimumHeight(CONTROL_HEIGHT)
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(slot)
        self.setFocusProxy(self._list)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._list)
        column.addLayout(buttons)
        self._show_removable()

    def folders(self) -> tuple[str, ...]:
        """Return the folders as they are shown."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    def set_folders(self, folders: tuple[str, ...]) -> None:
        """Show `folders`, saying nothing."""
        if folders != self.folders():
            self._list.clear()
            self._list.addItems(list(folders))
        self._show_removable()

    def _choose(self) -> None:
        last = self.folders()[-1:] or (str(Path.home()),)
        chosen = QFileDialog.getExistingDirectory(self, self._what, last[0])
        if chosen and chosen not in self.folders():
            self._list.addItem(chosen)
            self._list.setCurrentRow(self._list.count() - 1)
            self.foldersChanged.emit(self.folders())

    def _drop(self) -> None:
        if self._list.takeItem(self._list.currentRow()) is not None:
            self.foldersChanged.emit(self.folders())
        self._show_removable()

    def _show_removable(self) -> None:
        self._remove.setEnabled(self._list.currentRow() >= 0)
