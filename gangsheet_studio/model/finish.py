"""What is done to a design's pixels between its file and the sheet."""

from __future__ import annotations

from msgspec import Struct

from gangsheet_studio.model.inspection import Box


class Finish(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """All of it at once; what is left out is not done.

    Alpha of `harden` (0 to 1) or more becomes opaque, all below transparent. `trim` is the box that is
    printed of the picture as it is seen: left, top, width and height in its own pixels. A `mirror` finish is
    flipped from left to right once it is turned. It lies on a `background` where there is one; `choke_px` is
    what the white below it is smaller at each edge, None where there is no white.
    """

    harden: float | None = None
    trim: Box | None = None
    mirror: bool = False
    background: tuple[int, int, int] | None = None
    choke_px: int | None = None


PLAIN = Finish()


def bare_pixel(finish: Finish, samples: int) -> bytes:
    """Return the `samples` of a pixel where nothing is printed: transparent, or the background."""
    if finish.background is None:
        return bytes(samples)
    return bytes((*finish.background, 255)).ljust(samples, b"\0")
