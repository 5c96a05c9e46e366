"""What is printed beside the designs: labels, headers, registration and crop marks."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from gangsheet_studio.model.design import Rotation

MarkKind = Literal["label", "header", "registration", "crop"]

PROBLEMS: Final = "marks."
"""What the ids of problems with marks begin with."""

CLEAR_OF_CORNER: Final = 3
"""Crop marks leave a third of their length free before the corner."""
RING: Final = 3
"""The ring of a registration mark has a third of its side for a radius."""
QUIET: Final = 4
"""Modules around a QR code (ISO/IEC 18004, 9.1)."""

Wordings: TypeAlias = tuple[tuple[str, ...], ...]
"""Words, from the fullest wording to the shortest."""


class Mark(Struct, frozen=True, kw_only=True, gc=False, omit_defaults=True):
    """A mark; the box is on the sheet, in pixels, after clockwise `rotation`.

    The first of `wordings` that fits is printed on one line, in letters of `text_px`, behind a QR code of
    `qr` where there is one. Crop marks are those of the upper left corner of a copy before rotation;
    lines are `line_px` thick. A mark that is not `light` is black. It belongs to `copy` of order `line`, or
    at 0 to the part.
    """

    kind: MarkKind
    x: int
    y: int
    width: int
    height: int
    rotation: Rotation = 0
    wordings: Wordings = ()
    text_px: int = 0
    qr: str = ""
    line_px: int = 0
    light: bool = False
    line: int = 0
    copy: int = 0

    @property
    def unrotated(self) -> tuple[int, int]:
        """Width and height before rotation, in pixels."""
        return (self.height, self.width) if self.rotation % 180 else (self.width, self.height)

    @property
    def look(self) -> Mark:
        """The same wherever it lies: marks with one look are one picture."""
        return msgspec.structs.replace(self, x=0, y=0, line=0, copy=0)

    @property
    def upright(self) -> Mark:
        """Its look before rotation."""
        width, height = self.unrotated
        return msgspec.structs.replace(self.look, width=width, height=height, rotation=0)
