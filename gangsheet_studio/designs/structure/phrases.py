"""What is said of files of more than one format."""

from __future__ import annotations

from typing import Final

CUT: Final = "ends before its last row"
TOO_COMPLEX: Final = "too-complex"
"""The reason to refuse a file that is small and takes long to read, or much memory."""
