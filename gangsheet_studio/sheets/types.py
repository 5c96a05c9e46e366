"""Array shapes the sheet modules pass to each other."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[np.uint8]
"""Rows of RGBA, shape (rows, width_px * 4), straight alpha; colour is zero where alpha is."""

Checksums: TypeAlias = NDArray[np.int64]
