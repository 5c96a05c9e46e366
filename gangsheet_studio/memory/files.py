"""How large the files of a render come out: sheets, and scratch for staged designs."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from gangsheet_studio.model.design import Rotation
from gangsheet_studio.model.output import Output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement

_BYTES_A_ROW = 40  # what a deflated row takes, whatever is in it
_BLANK_ROW = 400  # of LZW: what a row of bare film takes
_BASE64 = 4 / 3
_TIFF_SHARE = 1.1  # of what a PNG of the same copies is taken for; measured: 0.95
_ROWS_LATE = 128  # a band: until it is painted, what ends in it stays
_AS_THEY_COME: Final = frozenset({1, 2})
"""EXIF orientations of which no row has to wait for another."""
PNG: Final = Output()
Variant: TypeAlias = tuple[str, tuple[int, int], Rotation]


def variants(layout: Layout) -> list[Placement]:
    """Return one placement for each design at a size and rotation: what is staged once."""
    placements = (p for part in layout.parts for p in part.placements)
    return list({(p.picture, p.unrotated, p.rotation): p for p in placements}.values())


def as_staged(layout: Layout, designs: Mapping[str, Design], output: Output) -> Layout:
    """Return `layout` with each copy as its design is staged: upright, at its own size, to be embedded."""
    if output.format not in ("pdf", "svg"):
        return layout
    parts = (
        msgspec.structs.replace(part, placements=tuple(_upright(p, designs[p.key]) for p in part.placements))
        for part in layout.parts
    )
    return msgspec.structs.replace(layout, parts=tuple(parts))


def _upright(placement: Placement, design: Design) -> Placement:
    width, height = placement.unrotated if design.format == "svg" else own_size(placement, design)
    return msgspec.structs.replace(placement, width=width, height=height, rotation=0)


def output_bytes(layout: Layout, designs: Mapping[str, Design], output: Output = PNG) -> int:
    """Return what all sheets should take, written as `output` says."""
    if output.format in ("pdf", "svg"):  # each picture once in each part
        staged = as_staged(layout, designs, output)
        once = ({p.picture: p for p in part.placements}.values() for part in staged.parts)
        pictures = sum(copy_bytes(p, designs[p.key]) for placements in once for p in placements)
        return int(pictures * _BASE64) if output.format == "svg" else pictures
    if output.format == "tiff" and output.compression == "none":
        return sum(part.width_px * part.height_px * samples(output) for part in layout.parts)
    copies = sum(kept_bytes(p, designs[p.key], output) for part in layout.parts for p in part.placements)
    blank = _BLANK_ROW if output.format == "tiff" and output.compression == "lzw" else 0
    return copies + blank * sum(part.height_px for part in layout.parts)


def scratch_bytes(
    workers: int, ahead: int, layout: Layout, designs: Mapping[str, Design], output: Output = PNG
) -> int:
    """Return the most that staged designs should take on scratch at once.

    `workers` stage them, up to `ahead` before they are needed; each goes with its last copy.
    """
    needed: dict[Variant, tuple[int, int]] = {}  # part and row
    over: dict[Variant, tuple[int, int]] = {}
    sizes: dict[Variant, int] = {}
    layout = as_staged(layout, designs, output)
    for number, part in enumerate(layout.parts):
        for p in sorted(part.placements, key=lambda p: p.y):
            variant = (p.picture, p.unrotated, p.rotation)
            needed.setdefault(variant, (number, p.y))
            over[variant] = max(over.get(variant, (0, 0)), (number, p.y + p.height + _ROWS_LATE))
            sizes.setdefault(variant, kept_bytes(p, designs[p.key], output))
    staged = [0, *accumulate(sizes.values())]
    gone = sorted((end, sizes[variant]) for variant, end in over.items())
    freed = [0, *accumulate(size for _, size in gone)]
    most = 0
    for index, start in enumerate(needed.values()):
        there = staged[min(index + 1 + ahead, len(sizes))] - freed[bisect(gone, (start, 0))]
        most = max(most, there)
    turning = max((turning_bytes(p, designs[p.key]) for p in variants(layout)), default=0)
    return workers * turning + most


def kept_bytes(placement: Placement, design: Design, output: Output) -> int:
    """Return what is kept of a copy's design until the last one is painted, by the format of the sheets."""
    if output.format != "tiff":
        return copy_bytes(placement, design)
    if output.compression == "none":
        return placement.width * placement.height * samples(output)
    return int(copy_bytes(placement, design) * _TIFF_SHARE * samples(output) / 4)


def samples(output: Output) -> int:
    """Return the bytes of a pixel of a sheet."""
    return 4 if output.white is None else 5


def own_size(placement: Placement, design: Design) -> tuple[int, int]:
    """Return width and height of what a copy prints of `design`, in its own pixels."""
    return placement.trim[2:] if placement.trim else (design.width_px, design.height_px)


def turning_bytes(placement: Placement, design: Design) -> int:
    """Return the bytes of the file that a picture waits in whose rows come out in another order."""
    waits = placement.rotation or design.orientation not in _AS_THEY_COME
    return placement.width * placement.height * 4 if waits else 0


def copy_bytes(placement: Placement, design: Design) -> int:
    """Return a copy's share of the file: about its own file's size a pixel, more for lossy formats.

    A pixel that is spread over many is smooth, and deflates better.
    """
    pixels = placement.width * placement.height
    width, height = own_size(placement, design)
    own = design.file_bytes / (width * height)  # borders take next to nothing
    a_pixel = own * 1.3 if design.format in ("png", "tiff", "gif") else max(1.5, own * 3)
    grown = max(1.0, pixels / (width * height))
    return int(pixels * min(4.0, a_pixel) * grown**-0.3 + placement.height * _BYTES_A_ROW)
