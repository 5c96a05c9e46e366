"""Order lines to a layout, nested or given, in which every copy is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from gangsheet_studio.engine.given import take_layout
from gangsheet_studio.engine.items import distinct, find_items, say_findings
from gangsheet_studio.engine.on_lines import problem_of
from gangsheet_studio.engine.stopping import interruptible
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.protocol import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.engine.items import Items
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Item, Layout, Unplaced
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.protocol import Listener


class Prepared(Struct, frozen=True, kw_only=True):
    """What a render starts from: `designs` by path, exact items, the layout, and everything found.

    `problems` begins with those that were known before; `left_out` are the 1-based order lines
    with a copy that is on no part.
    """

    designs: dict[str, Design]
    items: tuple[Item, ...]
    layout: Layout
    problems: tuple[Problem, ...]
    left_out: tuple[int, ...]

    @property
    def by_key(self) -> dict[str, Design]:
        """The distinct designs by their content's hash."""
        return distinct(self.designs)

    @property
    def copies_left_out(self) -> int:
        """Ordered copies that are on no part."""
        return sum(entry.copies for entry in self.layout.unplaced)


def prepare(
    lines: Sequence[OrderLine],
    film: Film,
    known: Sequence[Problem],
    cancel: Event,
    listener: Listener,
    artwork: Artwork,
    *,
    nesting: Nesting | None = None,
    around: Layout | None = None,
    layout: Layout | None = None,
) -> Prepared:
    """Probe, size and nest `lines` around the locked copies of `around`, or take a whole `layout` as it is.

    Problems beside those `known` go to `listener` as findings. CancelledError once `cancel` is set;
    RefusedInputError where `layout` is not one of these lines.
    """
    found = find_items(lines, film, known, cancel, listener, artwork)
    listener(Progress(phase="nesting", fraction=0.0, text=f"Placing the copies of {len(lines)} order lines"))
    with interruptible(cancel):
        placed = take_layout(layout, found.items, film) if layout else _nest(found, film, nesting, around)
    unplaced = [*found.unplaced, *placed.unplaced]
    placed = msgspec.structs.replace(placed, unplaced=tuple(sorted(unplaced, key=lambda entry: entry.line)))
    off_film = _off_film(lines, unplaced, [*known, *found.problems])
    say_findings(off_film, listener, cancel)
    listener(Progress(phase="nesting", fraction=1.0, text=_what_is_placed(placed)))
    return Prepared(
        designs=found.designs,
        items=found.items,
        layout=placed,
        problems=(*known, *found.problems, *off_film),
        left_out=tuple(sorted({entry.line for entry in placed.unplaced})),
    )


def _nest(found: Items, film: Film, nesting: Nesting | None, around: Layout | None) -> Layout:
    from gangsheet_studio.nesting import nest

    return nest(found.items, film, nesting or Nesting(), around)


def _what_is_placed(layout: Layout) -> str:
    parts = len(layout.parts)
    return f"Placed {layout.copies} copies on {parts} {'sheet' if parts == 1 else 'sheets'}"


def _off_film(
    lines: Sequence[OrderLine], unplaced: Sequence[Unplaced], told: Sequence[Problem]
) -> list[Problem]:
    """Return an error for each line that nesting left out and nobody has told of."""
    known = {problem.line for problem in told if problem.severity == "error"}
    return [
        problem_of(f"layout.{entry.reason}", entry.line, lines[entry.line - 1], entry.message)
        for entry in unplaced
        if not entry.reason.startswith("design-") and entry.line not in known
    ]
