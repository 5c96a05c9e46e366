"""What the About window says."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtWidgets import QMessageBox

from gangsheet_studio import __version__

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def show_about(parent: QWidget) -> None:
    """Show versions and licences."""
    QMessageBox.about(
        parent,
        "About Gangsheet Studio",
        f"<b>Gangsheet Studio {__version__}</b><p>Order files in, print-ready gang sheets out, in memory "
        f"that does not grow.</p><p>Python {platform.python_version()}, Qt {PySide6.__version__} (LGPL), "
        f"{platform.platform(terse=True)}</p><p>MIT licence. No network: no update check, no telemetry.</p>",
    )
