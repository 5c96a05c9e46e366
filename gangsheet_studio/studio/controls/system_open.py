"""Files and folders in the programs that the system has for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from pathlib import Path


def open_path(path: str | Path) -> None:
    """Open a file in its own program, or a folder in the file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
