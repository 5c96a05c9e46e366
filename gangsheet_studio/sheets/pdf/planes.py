"""A picture taken apart for a PDF: colours and alpha are streams of their own (ISO 32000-1, 8.9.5)."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import numpy as np
from isal import isal_zlib

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.planes import Planes
from gangsheet_studio.sheets.png.rows import filter_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.sheets.types import Pixels

_LEVEL: Final = 2
_FILTER_UP: Final = 2


def write_planes(
    strips: Iterable[Pixels],
    width_px: int,
    files: Sequence[Path],
    cancel: Event,
) -> Planes:
    """Write the planes of a picture given as `strips` of rows, deflated, into a file each.

    The first of `files` is for colours, the second for alpha; with a third, pixels have white for a fifth
    sample: rows have the shape (rows, width_px * samples). The file of an alpha that is opaque is taken away
    again. OSError.
    """
    opaque, samples = True, len(files) + 2
    above = np.zeros(width_px * samples, np.uint8)
    with ExitStack() as stack:
        opened = [stack.enter_context(path.open("wb")) for path in files]
        streams = [isal_zlib.compressobj(_LEVEL) for _ in files]
        for strip in strips:
            stop_if(cancel)
            opaque = opaque and bool((strip[:, 3::samples] == 255).all())
            for file, stream, plane in zip(opened, streams, _filtered(above, strip, samples), strict=True):
                file.write(stream.compress(plane.data.cast("B")))
            above = strip[-1].copy()
        for file, stream in zip(opened, streams, strict=True):
            file.write(stream.flush())
    if opaque:
        files[1].unlink()
    return Planes(not opaque, samples == 5)


def _filtered(above: Pixels, rows: Pixels, samples: int) -> list[Pixels]:
    """Return planes of `rows`, each shape (rows, 1 + width * n): colours, alpha, and white if it is there.

    Each row begins with its filter, Up, which takes each sample from the one above alone; `above` is the
    row above the first.
    """
    pixels = filter_up(rows, above).reshape(len(rows), -1, samples)
    planes = []
    for taken in (pixels[..., :3], *(pixels[..., at : at + 1] for at in range(3, samples))):
        count, width, each = taken.shape
        plane = np.empty((count, 1 + width * each), np.uint8)
        plane[:, 0] = _FILTER_UP
        shown = plane[:, 1:].reshape(count, width, each)
        for sample in range(each):  # one by one: twice as fast as all at once
            shown[..., sample] = taken[..., sample]
        planes.append(plane)
    return planes
