"""A run's progress on the program's button in the taskbar or dock, where the desktop has one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_STEPS: Final = 1000
_DESKTOP_FILE: Final = "gangsheet-studio.desktop"


class Taskbar(Protocol):
    """Shows a share from 0 to 1, or nothing for None."""

    def show(self, share: float | None) -> None:
        """Show `share`."""


class NoTaskbar:
    """A desktop that shows no progress."""

    def show(self, share: float | None) -> None:
        """Show nothing."""


def taskbar_of(window: QWidget) -> Taskbar:
    """Return the taskbar that `window` is in."""
    if sys.platform == "win32":
        from gangsheet_studio.studio.run.windows_taskbar import WindowsTaskbar

        return WindowsTaskbar(int(window.winId()), _STEPS)
    if sys.platform == "darwin":
        return NoTaskbar()  # Qt has no way to the dock's tile
    return LauncherEntry()


class LauncherEntry:
    """Docks of Linux desktops, which listen to com.canonical.Unity.LauncherEntry on the session bus."""

    def __init__(self) -> None:
        self._shown: int | None = None

    def show(self, share: float | None) -> None:
        """Tell the dock, at most once for each percent."""
        percent = None if share is None else round(share * 100)
        if percent == self._shown:
            return
        self._shown = percent
        from PySide6.QtDBus import QDBusConnection, QDBusMessage

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        message = QDBusMessage.createSignal(
            "/com/gangsheet_studio", "com.canonical.Unity.LauncherEntry", "Update"
        )
        entry = {"progress": (percent or 0) / 100, "progress-visible": percent is not None}
        message.setArguments([f"application://{_DESKTOP_FILE}", entry])
        bus.send(message)
