"""What a render should take, said before it starts: memory, scratch, files and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.memory.files import PNG, as_staged, output_bytes, own_size, scratch_bytes, variants
from gangsheet_studio.memory.plan import PLANS, choose, needed_bytes
from gangsheet_studio.protocol import Forecast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.output import Output

# Measured on 2 cores; see tests/bench/forecast.py.
_SECONDS_A_PIXEL, _SECONDS_A_SCALED_PIXEL = 1.6e-8, 1.1e-7
_SECONDS_A_WHITE_PIXEL = 1.3e-8
_SECONDS_A_VARIANT, _SECONDS_A_COPY = 4e-3, 2e-4
_SECONDS_A_BYTE = 3e-9


def forecast(
    layout: Layout,
    designs: Mapping[str, Design],
    limit_bytes: int,
    *,
    scratch_in_memory: bool = False,
    output: Output = PNG,
) -> Forecast:
    """Return what rendering `layout` as `output` should take; `designs` by content key.

    With `scratch_in_memory`, peak_bytes counts what is on scratch too.
    """
    in_memory = scratch_in_memory
    plan = choose(layout, designs, limit_bytes, scratch_in_memory=in_memory, output=output) or PLANS[-1]
    pictures = variants(as_staged(layout, designs, output))
    staging = sum(_staging_seconds(p, designs[p.key], output) for p in pictures) / plan.workers
    scratch = scratch_bytes(plan.workers, plan.ahead, layout, designs, output)
    written = output_bytes(layout, designs, output)
    return Forecast(
        peak_bytes=needed_bytes(plan, layout, designs, scratch_in_memory=in_memory, output=output),
        scratch_bytes=scratch,
        output_bytes=written,
        seconds=round(staging + layout.copies * _SECONDS_A_COPY + written * _SECONDS_A_BYTE, 1),
        limit_bytes=limit_bytes,
        scratch_in_memory=in_memory,
    )


def _staging_seconds(placement: Placement, design: Design, output: Output) -> float:
    own, printed = design.width_px * design.height_px, placement.width * placement.height
    as_it_is = placement.unrotated == own_size(placement, design)
    a_pixel = _SECONDS_A_PIXEL if as_it_is else _SECONDS_A_SCALED_PIXEL
    white = 0.0 if output.white is None else printed * _SECONDS_A_WHITE_PIXEL
    return _SECONDS_A_VARIANT + max(own, printed) * a_pixel + white
