"""What this process uses, measured."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil


def rss() -> int:
    """Return the bytes of memory this process holds now."""
    return int(psutil.Process().memory_info().rss)


def peak_rss() -> int:
    """Return the most bytes this process ever held; polling would miss short peaks."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
