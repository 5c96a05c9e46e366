"""Our layouts: plain rows, the one shown at once, and what the searches make of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event

from gangsheet_studio.model.layout import Layout
from gangsheet_studio.nesting import nest
from gangsheet_studio.nesting.grouping import place_copies
from gangsheet_studio.nesting.instant import pack_best
from gangsheet_studio.nesting.layout import _parts, _room, _unplaced, _ways
from gangsheet_studio.nesting.rows import pack_rows
from gangsheet_studio.nesting.skyline import Strip
from tests.bench.instances import Instance
from tests.bench.mapping import Mapped, left_out, to_pixels, to_placed
from tests.bench.solvers.answer import SEED, Answer


def rows(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield plain rows in the order given."""
    started = time.perf_counter()
    packing = _Packing(to_pixels(instance))
    yield packing.answer(packing.rows, started)


def instant(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield the layout shown at once."""
    started = time.perf_counter()
    mapped = to_pixels(instance)
    yield _answer(nest(mapped.items, mapped.film), mapped, started)


def solve(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield the layout shown at once, then the best that our search finds in `seconds`."""
    search = _search_boxes if instance.kind == "rect" else _search_shapes
    yield from search(instance, seconds)


def _search_boxes(instance: Instance, seconds: float) -> Iterator[Answer]:
    from gangsheet_studio.nesting.search import Search

    started = time.perf_counter()
    packing = _Packing(to_pixels(instance))
    start = pack_best(packing.room, packing.rows)
    yield packing.answer(start, started)
    search = Search(packing.room, start, SEED)
    while not search.done and time.perf_counter() < started + seconds:
        search.step()
    yield packing.answer(search.best, started)


def _search_shapes(instance: Instance, seconds: float) -> Iterator[Answer]:
    from gangsheet_studio.nesting.shapes import improve_shapes

    started = time.perf_counter()
    mapped = to_pixels(instance)
    start = nest(mapped.items, mapped.film)
    yield _answer(start, mapped, started)
    left = started + seconds - time.perf_counter()
    found: list[Layout] = []
    best = improve_shapes(
        mapped.items, mapped.film, mapped.outlines, start, left, SEED, found.append, Event()
    )
    yield _answer(best, mapped, started)


def _answer(layout: Layout, mapped: Mapped, started: float) -> Answer:
    return Answer(time.perf_counter() - started, to_placed(layout, mapped), left_out(layout))


class _Packing:
    """What the packers of boxes take, and the way back from their strips."""

    def __init__(self, mapped: Mapped) -> None:
        self.mapped = mapped
        film = mapped.film
        ordered = [item for item in mapped.items if item.quantity]
        fitting = [item for item in ordered if _ways(item, film)]
        self.unplaced = tuple(_unplaced(item, film) for item in ordered if not _ways(item, film))
        self.kinds, self.room, in_order = _room(fitting, film)
        self.rows = pack_rows(in_order, self.room.width, self.room.longest)

    def answer(self, strips: list[Strip], started: float) -> Answer:
        """Return the answer with copies in the boxes of `strips`."""
        film = self.mapped.film
        copies = place_copies(strips, self.kinds, film.gap_px)
        layout = Layout(film=film, parts=_parts(copies, film), unplaced=self.unplaced)
        return _answer(layout, self.mapped, started)
