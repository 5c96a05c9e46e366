"""Giving memory back: to the interpreter by collection, to the system by trimming."""

from __future__ import annotations

import ctypes
import gc
import sys

_CYCLES = 5


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
    """Keep two heaps for all threads: each of glibc's own would hold on to a decoder's buffers."""
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(-8, 2)  # M_ARENA_MAX
