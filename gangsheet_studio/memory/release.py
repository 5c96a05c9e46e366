"""Giving memory back: to the interpreter by collection, to the system by trimming."""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Final

from gangsheet_studio.model.units import MB

_CYCLES: Final = 5
_OWN_MAPPING: Final = 4 * MB  # blocks from here on: smaller ones come and go too often while scaling
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # malloc.h


def collect() -> int:
    """Collect until nothing is found, at most five times; returns the objects found."""
    found = 0
    for _ in range(_CYCLES):
        count = gc.collect()
        found += count
        if not count:
            break
    return found


def trim() -> None:
    """Hand freed heap pages to the system; a C library keeps them otherwise."""
    if sys.platform == "win32":
        ctypes.CDLL("ucrtbase")._heapmin()  # noqa: SLF001  # its public name
    elif sys.platform == "darwin":
        ctypes.CDLL(None).malloc_zone_pressure_relief(None, 0)
    else:
        malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc only
        if malloc_trim is not None:
            malloc_trim(0)


def settle_heap() -> None:
    """Let freed memory go back to the system, whichever thread had it and whatever its size.

    glibc gives each thread a heap of its own, whose free end `trim` can't reach, and keeps ever larger blocks
    on it once one was freed: a picture held whole would stay there while the next is held on another.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_M_ARENA_MAX, 2)
            mallopt(_M_MMAP_THRESHOLD, _OWN_MAPPING)
            mallopt(_M_TRIM_THRESHOLD, 2 * _OWN_MAPPING)
