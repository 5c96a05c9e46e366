"""Colours that sRGB can't hold: what is printed instead of them is seen to be another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.colour import PROFILE, profile_matters, transform
from gangsheet_studio.designs.vips import library

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Levels = NDArray[np.uint8]

_INKS: Final = {"srgb": 3, "rgb16": 3, "cmyk": 4}
_SAMPLED_SIDE: Final = 512
_SEEN: Final = 3.0  # CIEDE2000: less is told apart side by side at best


def inks_of(image: Any) -> Any:  # noqa: ANN401
    """Return the colours of the libvips `image` as they are stored, 8 bit; None if sRGB holds them all."""
    inks = _INKS.get(image.interpretation)
    if inks is None or PROFILE not in image.get_fields():
        return None
    if inks == 3 and not profile_matters(image):
        return None
    stored = image if image.bands == inks else image[0:inks]
    return stored if stored.format == "uchar" else (stored >> 8).cast("uchar")


class InkSample:
    """Some pixels of a picture that comes a strip at a time, evenly over all of it; `inks` as by inks_of."""

    def __init__(self, inks: Any) -> None:  # noqa: ANN401
        self._step = -(-max(inks.width, inks.height) // _SAMPLED_SIDE)
        self._space = "cmyk" if inks.bands == 4 else "srgb"
        self._profile = inks.get(PROFILE)
        self._pixels: list[Levels] = []

    def add(self, top: int, inks: Levels, visible: NDArray[np.bool_]) -> None:
        """Take from rows, the first of which is `top`, shape (rows, columns, inks), what is visible."""
        rows = slice(-top % self._step, None, self._step)
        some = inks[rows, :: self._step], visible[rows, :: self._step]
        self._pixels.append(some[0][some[1]])

    def outside(self) -> float:
        """Return the share of pixels that look another colour in sRGB. pyvips.Error for a broken profile."""
        pixels = np.concatenate(self._pixels)
        if not len(pixels):
            return 0.0
        pyvips = library()
        asked = pyvips.Image.new_from_array(pixels[np.newaxis]).copy(interpretation=self._space)
        asked.set_type(pyvips.GValue.blob_type, PROFILE, self._profile)
        shown = transform(asked, stand_in=self._space)
        apart = _lab(asked, self._space).dE00(_lab(shown, "srgb"))
        return float(np.count_nonzero(apart.numpy() > _SEEN) / len(pixels))


def _lab(image: Any, stand_in: str) -> Any:  # noqa: ANN401
    return image.icc_import(embedded=True, input_profile=stand_in, intent="relative", pcs="lab")
