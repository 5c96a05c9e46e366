"""The processes of a fault: none outlives its run for long, and none holds the others up."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from tests.faults.job import MARK, Place

_TO_END_SECONDS = 10.0
_LOOK_SECONDS = 0.05


@contextmanager
def limited(place: Place, seconds: float) -> Iterator[threading.Event]:
    """End all that was started for `place` if it is not over after `seconds`; the event says whether."""
    hung = threading.Event()

    def end() -> None:
        hung.set()
        end_all(place)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield hung
    finally:
        timer.cancel()
        timer.join()
        end_all(place)


@contextmanager
def standing_still(child: subprocess.Popen) -> Iterator[None]:
    """Stop a run and its decoder for as long as this takes."""
    engine = psutil.Process(child.pid)
    processes = [engine, *engine.children()]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()


def alive(place: Place) -> list[psutil.Process]:
    """Return the processes that were started for `place`, and by those, and have not ended."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            ours = process.environ().get(MARK) == str(place.folder)
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def nobody_left(place: Place) -> None:
    """Wait until the processes of `place` are gone. AssertionError where one stays."""
    until = time.monotonic() + _TO_END_SECONDS
    while left := alive(place):
        assert time.monotonic() < until, f"still alive after {_TO_END_SECONDS:.0f} s: {left}"
        time.sleep(_LOOK_SECONDS)


def end_all(place: Place) -> None:
    """Kill the processes of `place`, also those that are being started."""
    while left := alive(place):
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        time.sleep(_LOOK_SECONDS)
