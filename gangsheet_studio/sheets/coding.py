"""The ways that rows of a design can be coded for the sheets they go to."""

from __future__ import annotations

from typing import Literal, TypeAlias

Coding: TypeAlias = Literal["png", "lzw", "deflate", "none"]
"""Of a PNG, or by TIFF's compression."""
