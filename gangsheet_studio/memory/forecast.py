"""What a render should take, said before it starts: memory, scratch, files and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.memory.plan import PLANS, choose, peak_bytes, variants
from gangsheet_studio.protocol import Forecast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement

# Measured on 2 cores; see tests/bench/forecast.py.
_SECONDS_A_PIXEL, _SECONDS_A_SCALED_PIXEL = 1.6e-8, 1.1e-7
_SECONDS_A_VARIANT, _SECONDS_A_COPY = 4e-3, 2e-4
_SECONDS_A_BYTE = 3e-9
_BYTES_A_ROW = 40  # what a deflated row takes, whatever is in it


def forecast(layout: Layout, designs: Mapping[str, Design], limit_bytes: int) -> Forecast:
    """Return what rendering `layout` should take; `designs` by content key."""
    plan = choose(layout, designs, limit_bytes) or PLANS[-1]
    staged = variants(layout)
    output = sum(_output_bytes(p, designs[p.key]) for part in layout.parts for p in part.placements)
    turning = max((p.width * p.height * 4 for p in staged if p.rotation), default=0)
    staging = sum(_staging_seconds(p, designs[p.key]) for p in staged) / plan.workers
    return Forecast(
        peak_bytes=peak_bytes(plan, layout, designs),
        scratch_bytes=plan.workers * turning + sum(_output_bytes(p, designs[p.key]) for p in staged),
        output_bytes=output,
        seconds=round(staging + layout.copies * _SECONDS_A_COPY + output * _SECONDS_A_BYTE, 1),
        limit_bytes=limit_bytes,
    )


def _staging_seconds(placement: Placement, design: Design) -> float:
    own, printed = design.width_px * design.height_px, placement.width * placement.height
    as_it_is = placement.unrotated == (design.width_px, design.height_px)
    a_pixel = _SECONDS_A_PIXEL if as_it_is else _SECONDS_A_SCALED_PIXEL
    return _SECONDS_A_VARIANT + max(own, printed) * a_pixel


def _output_bytes(placement: Placement, design: Design) -> int:
    """Return a copy's share of the file: about its own file's size a pixel, more for lossy formats.

    A pixel that is spread over many is smooth, and deflates better.
    """
    pixels = placement.width * placement.height
    own = design.file_bytes / (design.width_px * design.height_px)
    a_pixel = own * 1.3 if design.format in ("png", "tiff", "gif") else max(1.5, own * 3)
    grown = max(1.0, pixels / (design.width_px * design.height_px))
    return int(pixels * min(4.0, a_pixel) * grown**-0.3 + placement.height * _BYTES_A_ROW)
