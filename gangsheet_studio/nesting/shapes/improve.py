"""From the boxes' layout to better ones by shape: at once along a height map, then by sparrow searches."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gangsheet_studio.errors import stop_if
from gangsheet_studio.nesting.shapes.kinds import gather

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from threading import Event

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Layout
    from gangsheet_studio.model.outline import Outline
    from gangsheet_studio.nesting.shapes.pixels import PrintMask


def improve_shapes(
    items: Sequence[Item],
    film: Film,  # noqa: ARG001
    outlines: Mapping[str, Outline],
    start: Layout,
    seconds: float,
    seed: int,
    found: Callable[[Layout], None],
    cancel: Event,
    exact: PrintMask | None = None,
) -> Layout:
    """Return a layout of what `start` places on less film, or `start` itself.

    `outlines` are by picture; one without one prints all of its box. `found` gets each better
    layout, on the thread that calls this. It goes on for `seconds`; CancelledError within 100 ms once
    `cancel` is set. A layout with locked or extra copies is left as it is. `exact` is asked for the pixels
    that print where an outline alone does not prove that two copies keep the gap; without it, such a layout
    is not shown.
    """
    until = time.monotonic() + seconds
    stop_if(cancel)
    fixed = any(p.locked or p.extra for part in start.parts for p in part.placements)
    copies = gather(items, start)
    shaped = any(kind.picture in outlines and not outlines[kind.picture].is_box for kind in copies.kinds)
    if fixed or not shaped:
        return start
    from gangsheet_studio.nesting.shapes.search import ShapeSearch

    return ShapeSearch(copies, outlines, start, found, cancel, exact).run(until, seed)
