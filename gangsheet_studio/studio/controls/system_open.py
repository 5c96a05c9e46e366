"""Files and folders in the programs that the system has for them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_path(path: str | Path) -> None:
    """Open a file in its own program, or a folder in the file window."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def show_in_folder(path: str) -> None:
    """Open the folder of `path`, or the folder that it is, in the system's own file window."""
    folder = Path(path)
    open_path(folder if folder.is_dir() else folder.parent)
