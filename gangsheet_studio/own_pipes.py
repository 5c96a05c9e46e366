"""stdin and stdout for a protocol alone: whatever else prints, C libraries too, goes to stderr."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO


def claim_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return what was stdin and stdout of this process; from now on nobody else writes to them."""
    if sys.stderr is None:  # a windowed bundle has none
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    incoming, outgoing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (incoming, outgoing):
            msvcrt.setmode(descriptor, os.O_BINARY)
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")
