"""Designs as their headers describe them."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

Format = Literal["png", "jpeg", "tiff", "webp", "svg", "gif", "heif"]
Rotation = Literal[0, 90, 180, 270]
ROTATIONS: Final[tuple[Rotation, ...]] = (0, 90, 180, 270)


class Design(Struct, frozen=True, kw_only=True):
    """One artwork file. `key` is its content's hash: two files with one key are one design.

    `width_px` and `height_px` are as seen, after EXIF `orientation` (1 to 8); `dpi` is None where the
    file has none. `modified_ns` is the file's time when it was looked at. `streams` is False where the
    decoder needs the whole picture at once: `whole_bytes` is what that takes, and `held_bytes` what a drawing
    takes beside, at any size. `damage` says what is wrong with a file of which something can be read all the
    same, empty where nothing is.
    """

    key: str
    path: str
    name: str
    format: Format
    width_px: int
    height_px: int
    dpi: tuple[float, float] | None
    colour: str
    bits: int
    alpha: bool
    profile: bool
    orientation: int
    file_bytes: int
    modified_ns: int = 0
    streams: bool
    whole_bytes: int = 0
    held_bytes: int = 0
    damage: str = ""

    @property
    def decoding_bytes(self) -> int:
        """What decoding it at its own size holds beside the rows under way."""
        return self.whole_bytes + self.held_bytes

    def size(self, film_dpi: int) -> tuple[float, float]:
        """Return its own physical width and height in inches, at `film_dpi` where it has no dpi."""
        across, down = self.dpi or (film_dpi, film_dpi)
        return self.width_px / across, self.height_px / down
