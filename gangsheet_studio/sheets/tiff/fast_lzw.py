"""The coder of lzw.py in C, where it was built; ctypes lets other threads run meanwhile."""

from __future__ import annotations

import ctypes
import sys
from ctypes import c_int32, c_int64, c_void_p
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from gangsheet_studio.sheets.types import Checksums, Pixels

LIBRARY: Final = Path(__file__).with_name("_lzw.dll" if sys.platform == "win32" else "_lzw.so")
"""Where the build puts the library."""
_MOST_OVERHEAD: Final = 64  # bytes of a piece beside its codes, each of which has 12 bits at the most


@cache
def library() -> Any:  # noqa: ANN401
    """Return the built library, None where there is none."""
    try:
        loaded = ctypes.CDLL(str(LIBRARY))
        loaded.lzw_encode.restype = loaded.lzw_decode.restype = c_int64
    except (OSError, AttributeError):
        return None
    loaded.lzw_encode.argtypes = c_void_p, c_int64, c_int64, c_int32, c_void_p, c_void_p
    loaded.lzw_decode.argtypes = c_void_p, c_int64, c_void_p, c_int64
    return loaded


def encode(rows: Pixels, *, opens: bool = False) -> tuple[bytes, Checksums]:
    """Return the pieces of `rows`, one after the other, and where each ends; the library is there."""
    count, size = rows.shape
    plain = np.ascontiguousarray(rows)
    out = np.empty(count * (size * 3 // 2 + _MOST_OVERHEAD), np.uint8)
    ends = np.empty(count, np.int64)
    used = library().lzw_encode(plain.ctypes.data, count, size, opens, out.ctypes.data, ends.ctypes.data)
    return out[:used].tobytes(), ends


def decode(piece: bytes, size: int) -> bytes:
    """Do what lzw.decode does; the library is there."""
    out = np.empty(size, np.uint8)
    used = library().lzw_decode(piece, len(piece), out.ctypes.data, size)
    if used < 0:
        raise ValueError("no LZW code, or too many bytes")
    return out[:used].tobytes()
