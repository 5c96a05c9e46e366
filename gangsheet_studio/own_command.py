"""How this program starts itself again, bundled or not."""

from __future__ import annotations

import sys


def own_command(*arguments: str) -> list[str]:
    """Return the command line that runs this program with `arguments`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "gangsheet_studio", *arguments]
