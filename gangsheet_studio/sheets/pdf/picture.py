"""A design as a PDF embeds it: where the streams of its planes lie."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.errors import stop_if

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.outline import CutLines

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


def read_pieces(path: Path, cancel: Event) -> Iterator[bytes]:
    """Yield all of a file. OSError; CancelledError once `cancel` is set."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_READ):
            stop_if(cancel)
            yield piece
