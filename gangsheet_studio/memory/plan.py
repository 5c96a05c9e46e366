"""How much a render does at once, and what that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.model.units import MB
from gangsheet_studio.protocol import Forecast

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

# Measured on the reference job and its variants; see tests/bench/render.py.
_ENGINE = 52 * MB  # interpreter and libraries
_WORKER = 4 * MB
_ROWS_IN_FLIGHT = 1700  # of a design: decoder, turning, filter
_ROWS_IN_FLIGHT_SCALED = 3200
_SVG_TILE = 2000  # libvips draws an SVG in squares of this side, and keeps two rows of them
_PIECE_SHARE = 0.25  # of raw, for grain; flat art needs a tenth of that
_STAGE_SECONDS_A_PIXEL = 1.6e-8
_WRITE_SECONDS_A_BYTE = 3e-9


def peak_bytes(plan: Plan, layout: Layout, designs: Mapping[str, Design]) -> int:
    """Return the RSS that rendering `layout` by `plan` should reach; `designs` by content key."""
    placements = [p for part in layout.parts for p in part.placements]
    design = max((_staging_bytes(p, designs[p.key]) for p in placements), default=0)
    whole, _ = largest_whole(layout, designs)
    sheet_row = max((part.width_px for part in layout.parts), default=0) * 4
    band = int(plan.band_rows * sheet_row * _PIECE_SHARE * 2)
    return _ENGINE + plan.workers * design + band + plan.keep_bytes + whole


def _staging_bytes(placement: Placement, design: Design) -> int:
    """Return what decoding takes: some rows of the picture as it is stored, whatever its height."""
    own = placement.unrotated if design.format == "svg" else (design.width_px, design.height_px)
    scaled = placement.unrotated != own
    stored_width = own[1] if design.orientation >= 5 else own[0]
    width = max(stored_width, placement.unrotated[0]) if scaled else stored_width
    return _WORKER + width * 4 * (_ROWS_IN_FLIGHT_SCALED if scaled else _ROWS_IN_FLIGHT)


def largest_whole(layout: Layout, designs: Mapping[str, Design]) -> tuple[int, Design | None]:
    """Return the most that one design takes that can't be decoded by rows, and that design; 0 if all can.

    Such designs are staged one at a time.
    """
    placements = (p for part in layout.parts for p in part.placements)
    held = ((_whole(p, designs[p.key]), designs[p.key]) for p in placements)
    return max(held, key=lambda pair: pair[0], default=(0, None))


def _whole(placement: Placement, design: Design) -> int:
    if design.format != "svg":
        return design.whole_bytes
    width, height = placement.unrotated
    grown = width * height / (design.width_px * design.height_px)
    tiles = 2 * (1 + width // _SVG_TILE) * min(width, _SVG_TILE) * min(height, _SVG_TILE) * 4
    return tiles + int(design.whole_bytes * grown)


def choose(layout: Layout, designs: Mapping[str, Design], limit_bytes: int) -> Plan | None:
    """Return the fastest plan that stays below `limit_bytes`, None if none does."""
    return next((plan for plan in PLANS if peak_bytes(plan, layout, designs) <= limit_bytes), None)


def forecast(layout: Layout, designs: Mapping[str, Design], limit_bytes: int) -> Forecast:
    """Return what rendering `layout` should take; `designs` by content key."""
    plan = choose(layout, designs, limit_bytes) or PLANS[-1]
    placements = [p for part in layout.parts for p in part.placements]
    staged = {(p.key, p.unrotated, p.rotation): p for p in placements}
    output = sum(_output_bytes(p, designs[p.key]) for p in placements)
    turning = max((p.width * p.height * 4 for p in staged.values() if p.rotation), default=0)
    pixels = sum(_decoded_pixels(p, designs[p.key]) for p in staged.values())
    return Forecast(
        peak_bytes=peak_bytes(plan, layout, designs),
        scratch_bytes=plan.workers * turning + sum(_output_bytes(p, designs[p.key]) for p in staged.values()),
        output_bytes=output,
        seconds=round(pixels * _STAGE_SECONDS_A_PIXEL / plan.workers + output * _WRITE_SECONDS_A_BYTE, 1),
        limit_bytes=limit_bytes,
    )


def _decoded_pixels(placement: Placement, design: Design) -> int:
    return max(placement.width * placement.height, design.width_px * design.height_px)


def _output_bytes(placement: Placement, design: Design) -> int:
    """Return a copy's share of the file: about its own file's size a pixel, more for lossy formats."""
    pixels = placement.width * placement.height
    own = design.file_bytes / (design.width_px * design.height_px)
    a_pixel = own * 1.3 if design.format in ("png", "tiff", "gif") else max(1.5, own * 3)
    return int(pixels * min(4.0, a_pixel) + placement.height * 12)
