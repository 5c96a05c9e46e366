"""What processes use, measured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import psutil
from msgspec import Struct


class Helper(Protocol):
    """A process that works for this one."""

    @property
    def rss(self) -> int:
        """Bytes of memory it holds now."""

    @property
    def peak(self) -> int:
        """The most bytes it ever held."""


class Usage(Struct, frozen=True):
    """The memory of this process and its helper: what is promised is promised of both."""

    helper: Helper

    def now(self) -> int:
        """Return the bytes that both hold now."""
        return rss() + self.helper.rss

    def peak(self) -> int:
        """Return the bytes that both held at most; an upper bound, as they need not have done so at once."""
        return peak_rss() + self.helper.peak


def rss(pid: int | None = None) -> int:
    """Return the bytes of memory that a process, this one if none is named, holds now; 0 if it ended."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def peak_rss(pid: int | None = None) -> int:
    """Return the most bytes a process, this one if none is named, ever held; 0 of one that ended.

    Polling would miss short peaks. macOS tells that of this process alone.
    """
    try:
        if sys.platform == "win32":
            return int(psutil.Process(pid).memory_info().peak_wset)
        if sys.platform == "linux":
            for line in Path(f"/proc/{pid or 'self'}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except (OSError, psutil.Error):
        return 0
    if pid is not None:
        return rss(pid)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
