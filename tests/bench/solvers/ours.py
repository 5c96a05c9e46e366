"""Our layouts: plain rows, the one shown at once, and what the searches make of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Event

from gangsheet_studio.model.layout import Layout
from gangsheet_studio.nesting import BoxSearch, nest
from gangsheet_studio.nesting.grouping import place_copies
from gangsheet_studio.nesting.kinds import room_for, sort_by_kind, ways
from gangsheet_studio.nesting.parts import make_parts
from gangsheet_studio.nesting.plain_rows import pack_rows
from gangsheet_studio.nesting.unplaced import left_out as too_large
from tests.bench.instances import Instance
from tests.bench.mapping import Mapped, left_out, to_pixels, to_placed
from tests.bench.solvers.answer import SEED, Answer


def rows(instance: Instance, seconds: float) -> Iterator[Answer]:
    """Yield plain rows in the order given."""
    started = time.perf_counter()
    mapped = to_pixels(instance)
    film, ordered = mapped.film, [item for item in mapped.items if item.quantity]
    kinds = sort_by_kind([item for item in ordered if ways(item, film)], film)
    room = room_for(kinds, film)
    parts = enumerate(pack_rows(kinds.in_order, room.width, room.longest))
    copies = place_copies(parts, dict(enumerate(kinds.items)), film.gap_px)
    unplaced = tuple(too_large(item, film) for item in ordered if not ways(item, film))
    yield _answer(Layout(film=film, parts=make_parts(copies, film), unplaced=unplaced), mapped, started)


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
    started = time.perf_counter()
    mapped = to_pixels(instance)
    best = nest(mapped.items, mapped.film)
    yield _answer(best, mapped, started)
    search = BoxSearch(mapped.items, best, seed=SEED)
    while not search.done and time.perf_counter() < started + seconds:
        search.step()
    yield _answer(search.layout, mapped, started)


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
