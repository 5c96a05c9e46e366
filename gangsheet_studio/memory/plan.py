"""How much a render does at once, and what that takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.memory.files import (
    PNG,
    as_staged,
    own_size,
    samples,
    scratch_bytes,
    turning_bytes,
    variants,
)
from gangsheet_studio.model.units import MB, to_px

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.output import Output


class Plan(Struct, frozen=True):
    """`band_rows` composed at once, `workers` staging side by side, `ahead` designs staged early.

    `keep_bytes` of staged designs stay in memory; the rest goes to scratch. The heap is trimmed every
    `trim_rows` of a design that is scaled: seldom takes less time, often takes the same memory each time.
    """

    band_rows: int
    workers: int
    ahead: int
    keep_bytes: int
    trim_rows: int


PLANS: Final = (
    Plan(band_rows=128, workers=2, ahead=3, keep_bytes=4 * MB, trim_rows=64),
    Plan(band_rows=64, workers=1, ahead=1, keep_bytes=2 * MB, trim_rows=64),
    Plan(band_rows=16, workers=1, ahead=0, keep_bytes=0, trim_rows=8),
)
"""From the one that is fastest to the one that needs least."""

# Measured on Linux, on designs of 300 to 20,000 px, of every format, scaled and not: tests/bench/forecast.py.
_ENGINE = 92 * MB  # two interpreters and their libraries, and what reading a file for its hash takes
_WORKER = MB + MB // 2
# rows of a design in flight: decoder, filter, and what scaling, turning and converting add
_ROWS_AS_IT_IS, _ROWS_CONVERTED, _ROWS_TURNED = 1450, 1900, 300
_ROWS_SCALED, _ROWS_A_HALVING = 1050, 420
_ROWS_SCALED_FAR, _FAR = 3100, 16  # by so much, libvips keeps more of them
_ROWS_DEEPER = 500  # of 16 bit, where they are scaled
_ROWS_PRINTED = 320  # of what comes out, where that is far wider than what goes in
_ROWS_DRAWN = 600
_SVG_TILE = 2000  # libvips draws an SVG in squares of this side, and keeps two rows of them
_PIECE_SHARE = 0.25  # of raw, for grain; flat art needs a tenth of that
_BESIDE_WHOLE = 4 * MB  # what the heap had free when a mapping of its own was made for it
_TIFF = 3 * MB  # reading its strips back
_ROWS_WHITE, _ROWS_A_CHOKE = 900, 6  # of a design whose alpha is choked, and for each pixel of that
_MARKS = 9 * MB  # fonts and codes
_EMBEDDING = 14 * MB
_CUT_LINES = 52 * MB  # the libraries that trace them, and what they trace
_BYTES_A_COPY, _BYTES_A_LINE = 1000, 1500  # of orders, layout and manifest; a mark takes no more


def peak_bytes(plan: Plan, layout: Layout, designs: Mapping[str, Design]) -> int:
    """Return the RSS that rendering `layout` by `plan` should reach; `designs` by content key."""
    by_rows, whole = 0, 0
    for placement in variants(layout):
        design = designs[placement.key]
        staging = _staging_bytes(placement, design)
        if design.streams:
            by_rows = max(by_rows, staging)
        else:
            whole = max(whole, staging + _whole(placement, design) + _BESIDE_WHOLE)
    # those held whole are staged one at a time, beside others
    staging = max(plan.workers * by_rows, (plan.workers - 1) * by_rows + whole)
    sheet_row = max((part.width_px for part in layout.parts), default=0) * 4
    band = int(plan.band_rows * sheet_row * _PIECE_SHARE * 2)
    lines = len({placement.line for part in layout.parts for placement in part.placements})
    printed = sum(len(part.placements) + len(part.marks) for part in layout.parts)
    orders = printed * _BYTES_A_COPY + lines * _BYTES_A_LINE
    return _ENGINE + orders + staging + band + plan.keep_bytes


def _staging_bytes(placement: Placement, design: Design) -> int:
    """Return what decoding takes: some rows of the picture as it is stored, whatever its height."""
    if design.format == "svg":
        return _WORKER + placement.unrotated[0] * 4 * _ROWS_DRAWN
    own, printed, width = own_size(placement, design), placement.unrotated, design.width_px
    if design.orientation >= 5:
        own, printed, width = own[::-1], printed[::-1], design.height_px
    stored_row = width * (4 if design.alpha or design.colour == "cmyk" else 3)
    turned = own[0] * 4 * _ROWS_TURNED if turning_bytes(placement, design) else 0
    # the system maps a JPEG file as a whole
    mapped = design.file_bytes if design.format == "jpeg" and design.streams else 0
    if own == printed:
        rows = _ROWS_CONVERTED if design.colour == "cmyk" else _ROWS_AS_IT_IS
        return _WORKER + stored_row * rows + turned + mapped
    halvings = math.log2(max(1.0, own[0] / printed[0]))
    rows = int(_ROWS_SCALED + _ROWS_A_HALVING * halvings)
    if own[1] >= printed[1] * _FAR:
        rows = max(rows, _ROWS_SCALED_FAR)
    if design.bits > 8:
        rows += _ROWS_DEEPER
    return _WORKER + max(stored_row * rows, printed[0] * 4 * _ROWS_PRINTED) + turned + mapped


def largest_whole(layout: Layout, designs: Mapping[str, Design]) -> tuple[int, Design | None]:
    """Return the most that one design takes that can't be decoded by rows, and that design; 0 if all can."""
    held = ((_whole(p, designs[p.key]), designs[p.key]) for p in variants(layout))
    return max(held, key=lambda pair: pair[0], default=(0, None))


def _whole(placement: Placement, design: Design) -> int:
    if design.format != "svg":
        return design.whole_bytes
    width, height = placement.unrotated
    own_width, own_height = own_size(placement, design)
    grown = width * height / (own_width * own_height)
    tiles = 2 * math.ceil(width / _SVG_TILE) * min(width, _SVG_TILE) * min(height, _SVG_TILE) * 4
    return tiles + int(design.whole_bytes * grown) + design.held_bytes


def choose(
    layout: Layout,
    designs: Mapping[str, Design],
    limit_bytes: int,
    *,
    scratch_in_memory: bool = False,
    output: Output = PNG,
) -> Plan | None:
    """Return the fastest plan that stays below `limit_bytes`, None if none does."""
    for plan in PLANS:
        if (
            needed_bytes(plan, layout, designs, scratch_in_memory=scratch_in_memory, output=output)
            <= limit_bytes
        ):
            return plan
    return None


def needed_bytes(
    plan: Plan,
    layout: Layout,
    designs: Mapping[str, Design],
    *,
    scratch_in_memory: bool,
    output: Output = PNG,
) -> int:
    """Return the memory that rendering by `plan` should take: its RSS, and scratch that is in memory too."""
    staged = as_staged(layout, designs, output)
    peak = peak_bytes(plan, staged, designs) + _more_for(output, plan, staged)
    if not scratch_in_memory:
        return peak
    return peak + scratch_bytes(plan.workers, plan.ahead, layout, designs, output)


def _more_for(output: Output, plan: Plan, layout: Layout) -> int:
    """Return what sheets written as `output` take beside a plain PNG's."""
    more = _MARKS if output.label or output.crop_marks or output.registration or output.header else 0
    if output.format == "tiff":  # strips that do not compress are as long as rows
        sheet_row = max((part.width_px for part in layout.parts), default=0) * samples(output)
        more += _TIFF + int(plan.band_rows * sheet_row * (1 - _PIECE_SHARE) * 2)
    if output.format in ("pdf", "svg"):
        more += _EMBEDDING + (_CUT_LINES if output.cut else 0)
    if output.white is not None:
        widest = max((p.width for part in layout.parts for p in part.placements), default=0)
        rows = _ROWS_WHITE + _ROWS_A_CHOKE * to_px(output.white.choke, layout.film.dpi)
        more += plan.workers * widest * 4 * rows
    return more
