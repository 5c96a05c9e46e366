"""The room that marks take: what a layout keeps free of copies, so that each mark has a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.model.mark_sizes import mark_sizes
from gangsheet_studio.model.output import output_problem

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.model.output import Output


def with_room(film: Film, output: Output) -> Film:
    """Return `film` with gaps, margins, head, foot and side no smaller than the marks of `output` need.

    What is large enough stays as it is; so a film that has room already is returned unchanged. So it is for
    an output that no sheet can be written as.
    """
    if output_problem(output):
        return film
    sizes, dpi = mark_sizes(output, film.dpi), film.dpi
    label = sizes.label + sizes.apart if sizes.label else 0
    below = label if output.label and output.label.place == "below" else 0
    beside = label - below
    lines = max(sizes.crop, sizes.apart)  # how far those of a copy reach
    plain = max(sizes.crop, 2 * sizes.apart)
    across = max(film.gap_px, beside + lines if beside else plain)
    along = max(film.gap_along_px, below + lines if below else plain)
    strip, last_strip = max(sizes.header, sizes.registration), sizes.registration
    needed = {
        "margin": (film.margin_px, lines),
        "head": (film.top_px - film.margin_px, strip + lines if strip else 0),
        "foot": (film.end_px - film.margin_px, max(below, lines) + last_strip if last_strip else below),
        "side": (film.width_px - film.right_px - film.margin_px, beside),
        "gap": (film.gap_px, across),
    }
    before = {name: getattr(film, name) for name in needed}
    if along != across or film.gap_along is not None:
        needed["gap_along"] = film.gap_along_px, along
        before["gap_along"] = film.gap if film.gap_along is None else film.gap_along
    wider = {name: need / dpi for name, (pixels, need) in needed.items() if pixels < need}
    return msgspec.structs.replace(film, **{**before, **wider})


def nesting_with_marks(nesting: Nesting, output: Output) -> Nesting:
    """Return how copies are nested: each in a box of its own where marks lie around it."""
    if output.label is None and not output.crop_marks:
        return nesting
    return msgspec.structs.replace(nesting, shapes=False)
