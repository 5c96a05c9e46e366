"""Which pixels are half transparent: a printer can't print them so, and they show as a halo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FAINT: Final = np.uint8(13)  # of 255: 5 %
_SOFT_RANGE: Final = np.uint8(242 - 13)  # 242 are 95 %


def is_visible(alpha: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which pixels have 5 % of full alpha or more."""
    return alpha >= _FAINT


def is_soft(alpha: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which pixels are visible and have 95 % of full alpha or less."""
    return alpha - _FAINT <= _SOFT_RANGE  # below 5 %, it wraps round
