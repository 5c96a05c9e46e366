"""Progress in the dock, as a program on the session bus hears it."""

import shutil
import subprocess
import sys

import pytest

from gangsheet_studio.studio.run.taskbar import LauncherEntry

LISTEN_AND_TELL = """
import subprocess, sys, time
monitor = subprocess.Popen(
    ["dbus-monitor", "--session", "interface='com.canonical.Unity.LauncherEntry'"],
    stdout=subprocess.PIPE, text=True,
)
for line in monitor.stdout:
    if "NameAcquired" in line or "NameLost" in line:
        break
from PySide6.QtCore import QCoreApplication
from gangsheet_studio.studio.run.taskbar import LauncherEntry
app = QCoreApplication([])
entry = LauncherEntry()
for share in (0.25, 0.251, None):
    entry.show(share)
said, ends = [], 0
for line in monitor.stdout:
    said.append(line)
    if "boolean false" in line:
        break
monitor.kill()
print("".join(said))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a bus of Linux desktops")
@pytest.mark.skipif(not shutil.which("dbus-run-session") or not shutil.which("dbus-monitor"), reason="no bus")
def test_a_dock_hears_the_progress_once_for_each_percent():
    command = ["dbus-run-session", "--", sys.executable, "-c", LISTEN_AND_TELL]
    heard = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert heard.count("member=Update") == 2
    assert "application://gangsheet-studio.desktop" in heard
    assert "double 0.25" in heard and "boolean true" in heard and "boolean false" in heard


def test_without_a_bus_nothing_happens(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    LauncherEntry().show(0.5)
