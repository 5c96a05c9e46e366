"""Our layouts: plain rows, the one shown at once, and what the searches make of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event

from gangsheet_studio.model.layout import Layout
from gangsheet_studio.nesting import layout as boxes
from gangsheet_studio.nesting.instant import pack_best
from gangsheet_studio.nesting.rows import pack_rows
from gangsheet_studio.nesting.skyline import Strip
from tests.bench.instances import Instance
from tests.bench.mapping import Mapped, left_out, to_pixels, to_placed
from tests.bench.solvers.answer import SEED, Answer


def solve(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield the layout shown at once, then the best that our search finds in `seconds`."""
    started = time.perf_counter()
    mapped = to_pixels(instance)
    layout = boxes.nest(mapped.items, mapped.film)
    yield _answer(layout, mapped, started)
    search = _search_boxes if instance.kind == "rect" else _search_shapes
    yield _answer(search(mapped, layout, started + seconds), mapped, started)


def instant(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield the layout shown at once."""
    started = time.perf_counter()
    mapped = to_pixels(instance)
    yield _answer(boxes.nest(mapped.items, mapped.film), mapped, started)


def rows(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield plain rows in the order given."""
    started = time.perf_counter()
    mapped = to_pixels(instance)
    room = _Packing(mapped)
    yield _answer(room.layout(room.rows), mapped, started)


def _answer(layout: Layout, mapped: Mapped, started: float) -> Answer:
    return Answer(time.perf_counter() - started, to_placed(layout, mapped), left_out(layout))


class _Packing:
    """What the packers of boxes take, and the way back to a layout."""

    def __init__(self, mapped: Mapped) -> None:
        self.film = mapped.film
        self.unplaced = boxes.nest(mapped.items, mapped.film).unplaced
        wrong = {entry.line for entry in self.unplaced}
        fitting = [item for item in mapped.items if item.quantity and item.line not in wrong]
        self.kinds, self.room, in_order = boxes._room(fitting, mapped.film)
        self.rows = pack_rows(in_order, self.room.width, self.room.longest)

    def layout(self, strips: list[Strip]) -> Layout:
        copies = boxes.place_copies(strips, self.kinds, self.film.gap_px)
        return Layout(film=self.film, parts=boxes._parts(copies, self.film), unplaced=self.unplaced)


def _search_boxes(mapped: Mapped, start: Layout, until: float) -> Layout:
    from gangsheet_studio.nesting.search import Search

    packing = _Packing(mapped)
    search = Search(packing.room, pack_best(packing.room, packing.rows), SEED)
    while not search.done and time.perf_counter() < until:
        search.step()
    return packing.layout(search.best)


def _search_shapes(mapped: Mapped, start: Layout, until: float) -> Layout:
    from gangsheet_studio.nesting.shapes import improve_shapes

    left = until - time.perf_counter()
    found: list[Layout] = []
    return improve_shapes(
        mapped.items, mapped.film, mapped.outlines, start, left, SEED, found.append, Event(), None
    )
