"""From the start of the program to a window staff can use: `python -m tests.bench.startup`.

The window is usable once it is painted and the event loop is idle. It prints where the time goes and, from
the same run, an empty window of PySide6: the least any program like this can take.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
BAR = 1.5
STEPS = ("python", "imports", "application", "window", "painted", "idle")

OURS = """
from gangsheet_studio.studio import app as studio
from gangsheet_studio.studio.settings import preferences
from PySide6.QtWidgets import QApplication
step("imports")
app = QApplication([])
chosen = preferences.load().preferences
studio.dress(app, chosen.theme)
step("application")
desk = studio.open_desk(chosen)
window = desk.window
step("window")
"""
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
step("imports")
app = QApplication([])
step("application")
window = QMainWindow()
step("window")
"""
_CHILD = """
import json, os, time
told = {{}}
def step(name):
    told[name] = time.time()
step("python")
{build}
from PySide6.QtCore import QEvent, QObject, QTimer
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "painted" not in told:
            QTimer.singleShot(0, painted)
        return False
def painted():
    told.setdefault("painted", time.time())
    QTimer.singleShot(0, idle)
def idle():
    step("idle")
    print(json.dumps(told), flush=True)
    os._exit(0)
watch = Painted()
window.centralWidget() and window.centralWidget().installEventFilter(watch)
window.installEventFilter(watch)
window.show()
app.exec()
"""


def start(build: str, home: str) -> dict[str, float]:
    """Return the seconds each step took, by its name, in a process of its own."""
    environ = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
    if sys.platform.startswith("linux") and not environ.get("DISPLAY"):
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    before = time.time()
    child = [sys.executable, "-c", _CHILD.format(build=build)]
    done = subprocess.run(child, env=environ, capture_output=True, text=True, timeout=60, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    times = [before, *(told[name] for name in STEPS)]
    return {name: later - earlier for name, earlier, later in zip(STEPS, times, times[1:], strict=False)}


def main() -> int:
    """Start both windows in turn and print the median of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    kept: dict[str, list[dict[str, float]]] = {"studio": [], "bare": []}
    with tempfile.TemporaryDirectory() as home:
        for build in (OURS, BARE):
            start(build, home)  # from a warm disk
        for _ in range(runs):
            kept["studio"].append(start(OURS, home))
            kept["bare"].append(start(BARE, home))
    print(f"{'seconds':<12}" + "".join(f"{name:>12}" for name in (*STEPS, "usable")))
    usable = {}
    for name, each in kept.items():
        steps = [statistics.median(one[step] for one in each) for step in STEPS]
        usable[name] = statistics.median(sum(one.values()) for one in each)
        print(f"{name:<12}" + "".join(f"{seconds:12.3f}" for seconds in (*steps, usable[name])))
    ours, ratio = usable["studio"], usable["studio"] / usable["bare"]
    print(f"usable window: {ours:.2f} s (bar {BAR} s), {ratio:.1f} x an empty one")
    return 0 if usable["studio"] <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
