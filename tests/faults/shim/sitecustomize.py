"""What the Python of a run that is struck does first; it finds this file by PYTHONPATH."""

import errno
import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path

IS_DECODER = sys.orig_argv[-1] == "decoder"


def trace_decoder(under: list[str]) -> None:
    """Go on under a tracer, which finds no such order again."""
    del os.environ["FAULTS_DECODER"]
    os.execvp("strace", [*under, sys.executable, *sys.orig_argv[1:]])


def strike_at_new_file(number: int, what: str, log: str) -> None:
    """Do `what` at the `number`-th file that is made beside `log`; all of them are written down there."""
    folder = os.path.dirname(log)  # noqa: PTH120 - a Path for each file that is opened takes long
    numbers = itertools.count(1)  # which threads may ask at once

    def on_event(event: str, arguments: tuple) -> None:
        if event != "open" or not arguments[2] & os.O_CREAT:
            return
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes) else ""
        if path == log or not path.startswith(folder + os.sep):
            return
        ours = next(numbers)
        with Path(log).open("a") as file:
            file.write(f"{ours} {path}\n")
        if ours == number:
            strike(what, path)

    sys.addaudithook(on_event)


def strike(what: str, path: str) -> None:
    """Kill this process, set its clock back, or fail."""
    if what == "KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "CLOCK":
        set_clock_back(366 * 24 * 3600)
    else:
        code = getattr(errno, what)
        raise OSError(code, os.strerror(code), path)


def set_clock_back(by: float) -> None:
    """Have the time of day jump back; the times of files are the system's."""
    now, universal = time.time, time.gmtime
    time.time = lambda: now() - by
    time.time_ns = lambda: int(time.time() * 1e9)
    time.gmtime = lambda seconds=None: universal(time.time() if seconds is None else seconds)


def is_meant() -> bool:
    """Return whether this is the process to strike, and the first one where that alone is meant."""
    if os.environ.get("FAULTS_IN") != ("decoder" if IS_DECODER else "engine"):
        return False
    if first := os.environ.get("FAULTS_FIRST"):
        try:
            Path(first).unlink()
        except FileNotFoundError:
            return False
    return True


if is_meant():
    if "FAULTS_DECODER" in os.environ:
        trace_decoder(json.loads(os.environ["FAULTS_DECODER"]))
    if "FAULTS_NEW_FILE" in os.environ:
        strike_at_new_file(*json.loads(os.environ["FAULTS_NEW_FILE"]))
