"""Runs a command as a process of its own: seconds from start to end, and the most memory it ever held."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from gangsheet_studio.memory.usage import peak_rss

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """`peak_bytes` is that of all its processes: VmHWM where there is one, else the highest RSS seen."""

    seconds: float
    peak_bytes: int
    exit_code: int
    output: str


def run(command: list[str], on_start: Callable[[int], None] | None = None) -> Run:
    """Run `command`; `on_start` hears its process id at once."""
    started = time.perf_counter()
    # a user's Python keeps its compiled modules from one run to the next
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as file:  # a pipe that nobody empties would stop it
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, env=env)
        if on_start is not None:
            on_start(process.pid)
        peak = 0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(POLL_SECONDS)
        seconds = time.perf_counter() - started
        file.seek(0)
        output = file.read().decode(errors="replace")
    return Run(seconds, peak, process.returncode, output)


def _peak(pid: int) -> int:
    """Return the most that the process and its living children ever held, as if all at once."""
    try:
        process = psutil.Process(pid)
        return peak_rss(pid) + sum(peak_rss(child.pid) for child in process.children(recursive=True))
    except psutil.Error:
        return 0
