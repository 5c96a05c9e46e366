"""Runs a command as a process of its own: seconds from start to end, and the most memory it ever held."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Run:
    """`peak_bytes` is VmHWM where there is one, else the highest RSS that polling saw."""

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


def engine_command(*args: str) -> list[str]:
    """Return the command line of this checkout's product."""
    return [sys.executable, "-m", "gangsheet_studio", *args]


def _peak(pid: int) -> int:
    try:
        if sys.platform == "linux":
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
            return 0
        return psutil.Process(pid).memory_info().rss
    except (OSError, psutil.Error):
        return 0
