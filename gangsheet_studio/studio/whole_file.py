"""Small files of the studio: written whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QSaveFile

from gangsheet_studio.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` into `path`, flushed to the disk before it takes the name; OutputError says why not."""
    file = QSaveFile(str(path))
    if file.open(QIODevice.OpenModeFlag.WriteOnly):
        file.write(data)
        if file.commit():
            return
    raise OutputError(f"“{path.name}” can't be saved: {file.errorString()}.")
