"""What the sheets of a job are written as, and what is written beside them."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec
from msgspec import Struct

Format = Literal["png", "tiff", "pdf", "svg"]
Compression = Literal["lzw", "deflate", "none"]
Layers = Literal["order", "design"]
Preview = Literal["none", "jpeg", "webp"]
Paper = Literal["a4", "letter"]

_MM: Final = 1 / 25.4
SUFFIXES: Final[dict[Format, str]] = {"png": ".png", "tiff": ".tif", "pdf": ".pdf", "svg": ".svg"}
PREVIEW_SUFFIXES: Final[dict[Preview, str]] = {"none": "", "jpeg": ".jpg", "webp": ".webp"}
NAMES: Final = "{job}_Part_{n}"
"""What sheets are called unless a shop says otherwise."""
HEX_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
SPOT_NAME: Final = re.compile(r"[A-Za-z0-9_ .+-]{1,60}")


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
    `compression` is TIFF's, `paper` the job sheet's. `profile` names the RIP profile that was chosen last.
    """

    profile: str = ""
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
    paper: Paper = "a4"
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


def sheet_settings(output: Output) -> Output:
    """Return what of `output` decides what is in a sheet, the same for two that write the same one."""
    return msgspec.structs.replace(
        output,
        profile="",
        names=NAMES,
        preview="none",
        job_sheet=False,
        paper="a4",
        placements_csv=False,
        missing_csv=False,
    )


def output_problem(output: Output) -> str | None:
    """Return why no sheet can be written so, and what to do; None if one can."""
    words = output.format.upper()
    if output.background and not HEX_COLOUR.fullmatch(output.background):
        return f"The background “{output.background[:20]}” is no colour; write it like #ffffff."
    if output.white is not None and output.format not in ("tiff", "pdf"):
        return f"{words} sheets have no room for white ink; choose TIFF or PDF, or leave the white out."
    if output.cut is not None and output.format not in ("pdf", "svg"):
        return f"{words} sheets have no lines to cut along; choose PDF or SVG, or leave the cut line out."
    if output.white is not None and output.background:
        return "White ink is printed below designs on clear film; leave out the background or the white."
    for what, spot in (("white ink", output.white), ("cut line", output.cut)):
        if spot is not None and not (SPOT_NAME.fullmatch(spot.name) and spot.name == spot.name.strip()):
            return f"The {what} can't be called “{spot.name[:40]}”; use up to 60 plain letters and numbers."
    lengths = (
        ("choke of the white", output.white.choke if output.white else None, 0.0, 0.5),
        ("distance of the cut line", output.cut.offset if output.cut else None, 0.0, 2.0),
        ("height of labels", output.label.height if output.label else None, 0.03, 2.0),
    )
    for what, length, least, most in lengths:
        if length is not None and not least <= length <= most:
            return f"The {what} is {length:g} in; give one from {least:g} to {most:g} in."
    return None
