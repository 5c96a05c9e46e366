"""What the sheets of a job are written as, and what is written beside them."""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

Format = Literal["png", "tiff", "pdf", "svg"]
Compression = Literal["lzw", "deflate", "none"]
Layers = Literal["order", "design"]
Preview = Literal["none", "jpeg", "webp"]

_MM: Final = 1 / 25.4
SUFFIXES: Final[dict[Format, str]] = {"png": ".png", "tiff": ".tif", "pdf": ".pdf", "svg": ".svg"}
NAMES: Final = "{job}_Part_{n}"
"""What sheets are called unless a shop says otherwise."""
HEX_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


class White(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """White ink under all that prints, as the spot colour `name`, `choke` inches smaller at every edge."""

    name: str = "White"
    choke: float = 0.3 * _MM


class Cut(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line to cut along, in the spot colour `name`, `offset` inches outside of what prints."""

    name: str = "CutContour"
    offset: float = 2 * _MM


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is printed `place` each copy, or once for `each` order on a part, in text `height` inches high."""

    place: Literal["below", "beside"] = "below"
    each: Literal["copy", "order"] = "copy"
    height: float = 3 * _MM
    qr: bool = False


class Output(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How the sheets are written.

    `names` is what they are called, a pattern that model.names fills in. `background` is #rrggbb in small
    letters, or empty for none. `white` is for TIFF and PDF, `cut` and `layers` are for PDF and SVG.
    `compression` is TIFF's.
    """

    format: Format = "png"
    compression: Compression = "lzw"
    names: str = NAMES
    mirror: bool = False
    background: str = ""
    white: White | None = None
    cut: Cut | None = None
    layers: Layers = "order"
    label: Label | None = None
    crop_marks: bool = False
    registration: bool = False
    header: bool = False
    preview: Preview = "none"
    job_sheet: bool = False
    placements_csv: bool = False
    missing_csv: bool = False

    @property
    def suffix(self) -> str:
        """How the names of sheets end."""
        return SUFFIXES[self.format]

    @property
    def background_rgb(self) -> tuple[int, int, int] | None:
        """The levels of the background, None where there is none."""
        if not self.background:
            return None
        red, green, blue = bytes.fromhex(self.background[1:])
        return red, green, blue
