"""How much a render does at once, and what that takes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.memory.files import scratch_bytes, variants
from gangsheet_studio.model.units import MB

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement


class Plan(Struct, frozen=True):
    """`band_rows` composed at once, `workers` staging side by side, `ahead` designs staged early.

    `keep_bytes` of staged designs stay in memory; the rest goes to scratch.
    """

    band_rows: int
    workers: int
    ahead: int
    keep_bytes: int


PLANS: Final = (
    Plan(band_rows=128, workers=2, ahead=3, keep_bytes=4 * MB),
    Plan(band_rows=64, workers=1, ahead=1, keep_bytes=2 * MB),
    Plan(band_rows=16, workers=1, ahead=0, keep_bytes=0),
)
"""From the one that is fastest to the one that needs least."""

# Measured on Linux, on designs of 600 to 20,000 px, scaled and not; see tests/bench/forecast.py.
_ENGINE = 86 * MB  # two interpreters and their libraries
_WORKER = 2 * MB
_ROWS_IN_FLIGHT = 1600  # of a design: decoder, turning, filter
_ROWS_SCALED, _ROWS_A_HALVING = 1250, 420
_ROWS_PRINTED = 300  # of what comes out, where that is far wider than what goes in
_ROWS_DRAWN = 600
_SVG_TILE = 2000  # libvips draws an SVG in squares of this side, and keeps two rows of them
_PIECE_SHARE = 0.25  # of raw, for grain; flat art needs a tenth of that
_BYTES_A_COPY, _BYTES_A_LINE = 1000, 1500  # of orders, layout and manifest


def peak_bytes(plan: Plan, layout: Layout, designs: Mapping[str, Design]) -> int:
    """Return the RSS that rendering `layout` by `plan` should reach; `designs` by content key."""
    by_rows, whole = 0, 0
    for placement in variants(layout):
        design = designs[placement.key]
        staging = _staging_bytes(placement, design)
        if design.streams:
            by_rows = max(by_rows, staging)
        else:
            whole = max(whole, staging + _whole(placement, design))
    # those held whole are staged one at a time, beside others
    staging = max(plan.workers * by_rows, (plan.workers - 1) * by_rows + whole)
    sheet_row = max((part.width_px for part in layout.parts), default=0) * 4
    band = int(plan.band_rows * sheet_row * _PIECE_SHARE * 2)
    lines = len({placement.line for part in layout.parts for placement in part.placements})
    orders = layout.copies * _BYTES_A_COPY + lines * _BYTES_A_LINE
    return _ENGINE + orders + staging + band + plan.keep_bytes


def _staging_bytes(placement: Placement, design: Design) -> int:
    """Return what decoding takes: some rows of the picture as it is stored, whatever its height."""
    if design.format == "svg":
        return _WORKER + placement.unrotated[0] * 4 * _ROWS_DRAWN
    stored_width = design.height_px if design.orientation >= 5 else design.width_px
    if placement.unrotated == (design.width_px, design.height_px):
        return _WORKER + stored_width * 4 * _ROWS_IN_FLIGHT
    printed_width = placement.unrotated[1 if design.orientation >= 5 else 0]
    halvings = math.log2(max(1.0, stored_width / printed_width))
    rows = int(_ROWS_SCALED + _ROWS_A_HALVING * halvings)
    return _WORKER + 4 * max(stored_width * rows, printed_width * _ROWS_PRINTED)


def largest_whole(layout: Layout, designs: Mapping[str, Design]) -> tuple[int, Design | None]:
    """Return the most that one design takes that can't be decoded by rows, and that design; 0 if all can."""
    held = ((_whole(p, designs[p.key]), designs[p.key]) for p in variants(layout))
    return max(held, key=lambda pair: pair[0], default=(0, None))


def _whole(placement: Placement, design: Design) -> int:
    if design.format != "svg":
        return design.whole_bytes
    width, height = placement.unrotated
    grown = width * height / (design.width_px * design.height_px)
    tiles = 2 * (1 + width // _SVG_TILE) * min(width, _SVG_TILE) * min(height, _SVG_TILE) * 4
    return tiles + int(design.whole_bytes * grown)


def choose(
    layout: Layout, designs: Mapping[str, Design], limit_bytes: int, *, scratch_in_memory: bool = False
) -> Plan | None:
    """Return the fastest plan that stays below `limit_bytes`, None if none does."""
    for plan in PLANS:
        if needed_bytes(plan, layout, designs, scratch_in_memory=scratch_in_memory) <= limit_bytes:
            return plan
    return None


def needed_bytes(
    plan: Plan, layout: Layout, designs: Mapping[str, Design], *, scratch_in_memory: bool
) -> int:
    """Return the memory that rendering by `plan` should take: its RSS, and scratch that is in memory too."""
    scratch = scratch_bytes(plan.workers, layout, designs) if scratch_in_memory else 0
    return peak_bytes(plan, layout, designs) + scratch
