"""From the start of the program to a window staff can use: `python -m tests.bench.startup`.

The window is usable once it is painted and the event loop is idle. It prints where the time goes and, from
the same run, an empty window of PySide6: the least any program like this can take.

`--program PATH` starts an installed program in turn with this checkout instead, each from a cold disk (on
Linux: every page of their files is given back), then from a warm one. The time is from the start of the
process to the moment at which it writes into its log that its window is usable.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import PySide6

RUNS = 7
BAR = 1.5
BAR_OF_A_BUNDLE = 1.3
_USABLE = re.compile(r"^(\S+ \S+) .*The window is usable$", re.MULTILINE)
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


def environment(home: str) -> dict[str, str]:
    """Return an environment with a home of its own, and no screen where there is none."""
    environ = {**os.environ, "HOME": home, "APPDATA": home, "LOCALAPPDATA": home}
    environ |= {"XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "XDG_CACHE_HOME": home}
    if sys.platform.startswith("linux") and not environ.get("DISPLAY"):
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environ


def start(build: str, home: str) -> dict[str, float]:
    """Return the seconds each step took, by its name, in a process of its own."""
    before = time.time()
    child = [sys.executable, "-c", _CHILD.format(build=build)]
    done = subprocess.run(
        child, env=environment(home), capture_output=True, text=True, timeout=60, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    times = [before, *(told[name] for name in STEPS)]
    return {name: later - earlier for name, earlier, later in zip(STEPS, times, times[1:], strict=False)}


def start_whole(command: list[str], folders: Sequence[Path], *, cold: bool) -> float:
    """Return the seconds from the start of a program to its usable window, as its log tells them."""
    if cold:
        forget(folders)
    with tempfile.TemporaryDirectory() as home:
        before = time.time()
        studio = subprocess.Popen(command, env=environment(home), stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline:
                time.sleep(0.02)
                for log in Path(home).rglob("studio.log"):
                    if told := _USABLE.search(log.read_text(encoding="utf-8")):
                        moment = datetime.strptime(told[1], "%Y-%m-%d %H:%M:%S,%f").astimezone()
                        return moment.timestamp() - before
        finally:
            studio.kill()
            studio.wait()
            time.sleep(0.5)  # its engine ends by itself, and writes into the home until then
    raise SystemExit(f"{command[0]} told of no window")


def forget(folders: Sequence[Path]) -> None:
    """Have the system forget what is in the files of `folders`: the next read is from the disk."""
    os.sync()
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def compare(program: Path, runs: int) -> int:
    """Start `program` and this checkout in turn and print the median of each."""
    bundle = program.resolve().parent
    root = Path(__file__).resolve().parents[2]
    installed = [root / "gangsheet_studio", Path(PySide6.__file__).parents[1], Path(os.__file__).parent]
    kinds = {
        "checkout": ([sys.executable, "-m", "gangsheet_studio"], installed),
        "program": ([str(program.resolve())], [bundle]),
    }
    ratios = []
    for cold in (True, False) if hasattr(os, "posix_fadvise") else (False,):
        kept: dict[str, list[float]] = {name: [] for name in kinds}
        for command, folders in kinds.values():
            start_whole(command, folders, cold=cold)
        for _ in range(runs):
            for name, (command, folders) in kinds.items():
                kept[name].append(start_whole(command, folders, cold=cold))
        checkout, bundled = (statistics.median(kept[name]) for name in ("checkout", "program"))
        ratios.append(bundled / checkout)
        disk = "cold" if cold else "warm"
        print(f"{disk} disk: checkout {checkout:.2f} s, program {bundled:.2f} s, {ratios[-1]:.2f} x")
    print(f"bar: {BAR_OF_A_BUNDLE} x")
    return 0 if max(ratios) <= BAR_OF_A_BUNDLE else 1


def main() -> int:
    """Start both windows in turn and print the median of each step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--program", metavar="PATH", type=Path, help="an installed program, held against this"
    )
    options = parser.parse_args()
    runs = options.runs
    if options.program:
        return compare(options.program, runs)
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
