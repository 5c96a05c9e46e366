"""Any colour space, with or without a profile, to sRGB with alpha, 8 bit."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from gangsheet_studio.designs.vips import library

PROFILE: Final = "icc-profile-data"
_CHART_STEPS: Final = 9
_SAME_LEVELS: Final = 2  # what the roundings of two makers' sRGB profiles come to


def to_rgba(image: Any) -> Any:  # noqa: ANN401
    """Return the libvips `image` as 8-bit sRGB with straight alpha; nothing changes in one that is."""
    kind = image.interpretation
    if kind == "cmyk":
        image = transform(image, stand_in="cmyk")
    elif kind in ("srgb", "rgb16", "b-w", "grey16") and profile_matters(image):
        image = transform(image, stand_in="srgb")
    elif kind != "srgb" or image.format != "uchar":
        image = image.colourspace("srgb")
    if not image.hasalpha():
        image = image[0:3].addalpha()
    elif image.bands != 4:  # taking bands costs a copy of every pixel
        image = image[0:4]
    return image if image.format == "uchar" else image.cast("uchar")


def transform(image: Any, stand_in: str) -> Any:  # noqa: ANN401
    """Return `image` as sRGB by its embedded profile, or `stand_in` where there is none or it is broken."""
    return image.icc_transform("srgb", embedded=True, input_profile=stand_in, intent="relative", depth=8)


def profile_matters(image: Any) -> bool:  # noqa: ANN401
    """Tell whether the embedded profile, if any, means colours other than sRGB's.

    A chart is sent through it: what profiles are called says little.
    """
    if PROFILE not in image.get_fields():
        return False
    pyvips = library()
    grey = image.interpretation in ("b-w", "grey16")
    levels = np.linspace(0, 255, _CHART_STEPS).astype(np.uint8)
    grid = np.meshgrid(*[levels] * (1 if grey else 3))
    chart = np.stack([axis.ravel() for axis in grid], axis=-1)[np.newaxis]
    patches = pyvips.Image.new_from_array(chart).copy(interpretation="b-w" if grey else "srgb")
    patches.set_type(pyvips.GValue.blob_type, PROFILE, image.get(PROFILE))
    seen = transform(patches, stand_in="srgb").numpy()
    return bool(np.abs(seen.astype(np.int16) - chart).max() > _SAME_LEVELS)
