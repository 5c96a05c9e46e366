"""The way into the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.cli.output import complain
from gangsheet_studio.errors import UsageError

if TYPE_CHECKING:
    import argparse


def open_window(options: argparse.Namespace) -> int:
    """Open the window with the files or the sample job of `options`; return the exit code."""
    try:
        from gangsheet_studio.studio import app
    except ImportError as error:
        complain(f"gangsheet-studio: The window needs PySide6, which is not here ({error}); install it.")
        return UsageError.exit_code
    try:
        return app.run(getattr(options, "files", ()), sample=getattr(options, "window", False))
    except UsageError as error:
        complain(f"gangsheet-studio: {error}")
        return error.exit_code
