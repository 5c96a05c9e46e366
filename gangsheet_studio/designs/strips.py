"""A picture's rows as libvips makes them, from top to bottom, a strip at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gangsheet_studio.designs.vips import library
from gangsheet_studio.errors import stop_if

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Event

    from numpy.typing import NDArray

STRIP_ROWS: Final = 8  # libvips' own strip height for one-pass files


def fetch_strips(
    image: Any,  # noqa: ANN401
    cancel: Event | None = None,
    *,
    lenient: bool = False,
) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Yield the first row and the bytes, shape (rows, bytes a row), of each strip of a one-pass 8-bit image.

    Must be used in one thread. pyvips.Error where rows can't be made; of a `lenient` one whose first ones can
    be, the rest is then zeros. CancelledError.
    """
    pyvips = library()
    region = pyvips.Region.new(image)
    width, height, bands = image.width, image.height, image.bands  # each look-up is a call into libvips
    torn = False
    for top in range(0, height, STRIP_ROWS):
        if cancel is not None:
            stop_if(cancel)
        rows = min(STRIP_ROWS, height - top)
        try:
            data = bytearray(rows * width * bands) if torn else region.fetch(0, top, width, rows)
        except pyvips.Error:
            if not lenient or top == 0:
                raise
            torn, data = True, bytearray(rows * width * bands)
        yield top, np.frombuffer(data, np.uint8).reshape(rows, width * bands)
