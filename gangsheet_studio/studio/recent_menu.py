"""Recent jobs in the File menu: yesterday's orders while today's are open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from gangsheet_studio.studio.controls.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

_MOST: Final = 10


class RecentMenu(QMenu):
    """Lists files by name and folder; `chosen` carries a path."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Open &recent", parent)
        self.setObjectName("recentMenu")
        self.setToolTipsVisible(True)
        self.triggered.connect(self._choose)
        self.set_recent(())

    def set_recent(self, paths: Sequence[str]) -> None:
        """List `paths`, newest first."""
        self.clear()
        for path in map(Path, paths[:_MOST]):
            # an ampersand would become a mnemonic
            action = self.addAction(f"{path.name}   ({path.parent.name})".replace("&", "&&"))
            action.setData(str(path))
            action.setToolTip(plain_tip(str(path)))
        self.menuAction().setEnabled(bool(paths))

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
