"""A design as a PDF embeds it: its colours and its alpha, each a stream of its own (ISO 32000-1, 8.9.5)."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

import numpy as np
from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.errors import stop_if
from gangsheet_studio.sheets.planes import Planes
from gangsheet_studio.sheets.png.rows import filter_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from threading import Event
    from typing import BinaryIO

    from gangsheet_studio.model.outline import CutLines
    from gangsheet_studio.sheets.types import Pixels

_LEVEL: Final = 2
_FILTER_UP: Final = 2
_READ: Final = 1 << 20


class PdfPicture(Struct, frozen=True, kw_only=True):
    """Where the deflated streams of a design of `width_px` x `height_px` lie; it owns the files.

    `alpha` is None where it is opaque, `white` where no white lies below it. `cuts` are the lines to cut
    along at each size in pixels of the sheet.
    """

    width_px: int
    height_px: int
    colour: Path
    alpha: Path | None = None
    white: Path | None = None
    cuts: Mapping[tuple[int, int], CutLines] = {}

    @property
    def files(self) -> tuple[Path, ...]:
        """All of its files."""
        return tuple(path for path in (self.colour, self.alpha, self.white) if path is not None)

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        return 0

    @property
    def scratch_bytes(self) -> int:
        """What it holds on disk."""
        return sum(path.stat().st_size for path in self.files)

    def close(self) -> None:
        """Give its files back."""
        for path in self.files:
            with suppress(OSError):  # another program looks at it: it goes with its folder
                path.unlink(missing_ok=True)


def write_planes(
    strips: Iterable[Pixels],
    width_px: int,
    samples: int,
    colour: Path,
    alpha: Path,
    white: Path,
    cancel: Event,
) -> Planes:
    """Write the planes of a picture given as `strips` of rows, shape (rows, width_px * samples), deflated.

    A fourth sample is alpha, a fifth white. The file of an alpha that is opaque is taken away again. OSError.
    """
    opaque = True
    above = np.zeros(width_px * samples, np.uint8)
    with ExitStack() as stack:
        planes = [_Plane(stack.enter_context(colour.open("wb")), slice(0, 3))]
        planes.append(_Plane(stack.enter_context(alpha.open("wb")), slice(3, 4)))
        if samples == 5:
            planes.append(_Plane(stack.enter_context(white.open("wb")), slice(4, 5)))
        for strip in strips:
            stop_if(cancel)
            opaque = opaque and bool((strip[:, 3::samples] == 255).all())
            filtered = filter_up(strip, above).reshape(len(strip), width_px, samples)
            above = strip[-1].copy()
            for plane in planes:
                plane.write(filtered)
        for plane in planes:
            plane.finish()
    if opaque:
        alpha.unlink()
    return Planes(not opaque, samples == 5)


class _Plane:
    """Some samples of a picture, deflated into a file."""

    def __init__(self, file: BinaryIO, samples: slice) -> None:
        self._file, self._samples = file, samples
        self._deflate = isal_zlib.compressobj(_LEVEL)

    def write(self, filtered: Pixels) -> None:
        """Append rows, shape (rows, width, samples); Up takes each sample from the one above alone."""
        taken = filtered[..., self._samples]
        rows, width, samples = taken.shape
        coded = np.empty((rows, 1 + width * samples), np.uint8)
        coded[:, 0] = _FILTER_UP
        pixels = coded[:, 1:].reshape(rows, width, samples)
        for sample in range(samples):  # one by one: twice as fast as all at once
            pixels[..., sample] = taken[..., sample]
        self._file.write(self._deflate.compress(coded.data.cast("B")))

    def finish(self) -> None:
        self._file.write(self._deflate.flush())


def read_pieces(path: Path, cancel: Event) -> Iterator[bytes]:
    """Yield all of a file. OSError; CancelledError once `cancel` is set."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_READ):
            stop_if(cancel)
            yield piece
