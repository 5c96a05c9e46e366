"""Folders whose files take memory."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import psutil

if TYPE_CHECKING:
    from pathlib import Path

_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs", "devtmpfs"})


def is_in_memory(folder: Path) -> bool:
    """Return whether files in `folder`, which need not be there yet, are kept in memory.

    Known on Linux alone: Windows and macOS have no such folders of their own.
    """
    if sys.platform != "linux":
        return False
    resolved = folder.resolve()
    holders = [
        mount for mount in psutil.disk_partitions(all=True) if resolved.is_relative_to(mount.mountpoint)
    ]
    # of those mounted on one another the last is seen
    nearest = max(enumerate(holders), key=lambda pair: (len(pair[1].mountpoint), pair[0]), default=None)
    return nearest is not None and nearest[1].fstype in _IN_MEMORY


def file_bytes(folder: Path) -> int:
    """Return the bytes of all files in `folder`, 0 of what vanishes meanwhile."""
    total = 0
    with suppress(OSError):
        for file in folder.iterdir():
            with suppress(OSError):
                total += file.stat().st_size
    return total
