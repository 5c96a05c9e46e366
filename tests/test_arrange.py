"""Whatever a hand does to a layout: no copy is lost, none leaves the film, locked ones stay."""

from collections import Counter
from itertools import pairwise

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.model.arrange import (
    Spot,
    align,
    copy_of,
    delete,
    delete_lines,
    distribute,
    duplicate,
    is_complete,
    lock,
    locked_only,
    move,
    put,
    renumbered,
    rotate,
    spots,
    swap,
)
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.overlaps import Pair, close_to, crowded
from gangsheet_studio.nesting import nest

FILM = Film(width=10, longest=12, dpi=100, margin=0.25, gap=0.1)
SIZES = ((300, 200, 5), (150, 450, 3), (220, 220, 6), (800, 100, 2), (90, 60, 9))
ITEMS = tuple(
    Item(line=line, design=f"{line}.png", key=str(line), order="", width_px=w, height_px=h, quantity=n)
    for line, (w, h, n) in enumerate(SIZES, 1)
)
LAYOUT = nest(ITEMS, FILM)
COPIES = sorted(spots(LAYOUT))
LINES = tuple(OrderLine(design=item.design, quantity=item.quantity) for item in ITEMS)

some = st.frozensets(st.sampled_from(COPIES), max_size=6)
pixels = st.integers(-2000, 2000)
steps = st.one_of(
    st.tuples(st.just(move), some, pixels, pixels, st.sampled_from([None, 1, 2, 9])),
    st.tuples(st.just(rotate), some, st.sampled_from([1, 2, 3])),
    st.tuples(st.just(swap), st.sampled_from(COPIES), st.sampled_from(COPIES)),
    st.tuples(st.just(lock), some, st.booleans()),
    st.tuples(
        st.just(align),
        some,
        st.sampled_from(["left", "right", "top", "bottom", "centre-across", "centre-along"]),
    ),
    st.tuples(st.just(distribute), some, st.sampled_from(["across", "along"])),
)


def faults(layout):
    """Return what no layout may be, however it was arranged: overlaps alone are allowed."""
    found = []
    for number, part in enumerate(layout.parts, 1):
        boxes = part.placements
        if part.number != number or not boxes or part.width_px != FILM.width_px:
            found.append(f"part {part.number} of {number}")
        if list(boxes) != sorted(boxes, key=lambda p: (p.y, p.x)):
            found.append("not painted by y, then x")
        if part.height_px != max(p.y + p.height for p in boxes) + FILM.margin_px:
            found.append("does not end with its content")
        if part.height_px > FILM.longest_px:
            found.append("too long")
        found += [p for p in boxes if min(p.x, p.y) < 25 or p.x + p.width > FILM.width_px - 25]
    return found


@given(st.lists(steps, max_size=8))
def test_no_copy_is_lost_and_none_leaves_the_film(steps):
    layout = LAYOUT
    for change, *arguments in steps:
        before = layout
        layout = change(layout, *arguments)
        held = {copy for copy, spot in spots(before).items() if spot.placement.locked}
        if change is not lock:
            assert all(spots(layout)[c].placement == spots(before)[c].placement for c in held)
    assert faults(layout) == []
    assert sorted(spots(layout)) == COPIES
    sizes = {item.line: (item.width_px, item.height_px) for item in ITEMS}
    assert all(spot.placement.unrotated == sizes[line] for (line, _), spot in spots(layout).items())
    assert is_complete(layout, LINES, FILM)


@given(some)
def test_a_copy_more_lies_where_there_is_room(copies):
    layout, added = duplicate(LAYOUT, copies)
    assert faults(layout) == [] and len(added) == len(copies)
    assert sorted(spots(layout)) == sorted([*COPIES, *added])
    assert close_pairs(layout) == ()


def test_copies_more_fill_a_row_at_the_end_and_are_ordered_even_if_extra():
    found = spots(LAYOUT)
    extra = put(
        LAYOUT,
        {
            (5, 1): found[5, 1]._replace(
                placement=msgspec.structs.replace(found[5, 1].placement, extra=True, locked=True)
            )
        },
    )
    layout, added = duplicate(extra, COPIES)
    assert len(added) == len(COPIES) and close_pairs(layout) == () and faults(layout) == []
    assert not any(spots(layout)[copy].placement.extra for copy in added)
    assert not any(spots(layout)[copy].placement.locked for copy in added)
    rows = Counter((spot.part, spot.placement.y) for copy, spot in spots(layout).items() if copy in added)
    assert max(rows.values()) > 2


def test_all_copies_of_a_line_go_with_it_locked_or_not():
    layout = delete_lines(lock(LAYOUT, {(4, 1)}, True), {1, 5})
    assert {line for line, _ in spots(layout)} == {1, 5}
    assert faults(layout) == []


@given(some)
def test_copies_that_are_deleted_are_gone_and_the_others_as_they_were(copies):
    layout = delete(LAYOUT, copies)
    assert set(spots(layout)) == set(COPIES) - copies
    assert {c: s.placement for c, s in spots(layout).items()}.items() <= {
        c: s.placement for c, s in spots(LAYOUT).items()
    }.items()
    assert copies == frozenset() or not is_complete(layout, LINES, FILM)


def test_copies_move_together_and_stop_together_at_the_edge():
    one, other = COPIES[0], COPIES[1]
    before, after = spots(LAYOUT), spots(move(LAYOUT, {one, other}, -5000, 0))
    by = {after[c].placement.x - before[c].placement.x for c in (one, other)}
    assert len(by) == 1
    assert min(after[c].placement.x for c in (one, other)) == FILM.margin_px


def test_a_copy_moved_beyond_the_last_part_begins_a_new_one():
    layout = move(LAYOUT, {COPIES[0]}, 0, -5000, part=len(LAYOUT.parts) + 1)
    assert len(layout.parts) == len(LAYOUT.parts) + 1
    assert [copy_of(p) for p in layout.parts[-1].placements] == [COPIES[0]]


def test_two_copies_trade_places_centre_for_centre():
    def centre(spot):
        return 2 * spot.placement.x + spot.placement.width, 2 * spot.placement.y + spot.placement.height

    one, other = (1, 1), (3, 1)
    before, after = spots(LAYOUT), spots(swap(LAYOUT, one, other))
    assert centre(after[other]) == centre(before[one])
    assert swap(LAYOUT, one, one) == LAYOUT


def test_copies_are_brought_to_one_line_and_to_equal_distances():
    row = {(5, 1): (25, 30), (5, 2): (400, 80), (5, 3): (300, 25), (5, 4): (800, 500)}
    found = spots(LAYOUT)
    layout = put(
        LAYOUT,
        {c: Spot(1, msgspec.structs.replace(found[c].placement, x=x, y=y)) for c, (x, y) in row.items()},
    )
    aligned = spots(align(layout, row, "bottom"))
    assert len({aligned[c].placement.y + aligned[c].placement.height for c in row}) == 1
    spread = sorted((spots(distribute(layout, row, "across"))[c].placement for c in row), key=lambda p: p.x)
    assert (spread[0].x, spread[-1].x) == (25, 800)
    rooms = [after.x - before.x - before.width for before, after in pairwise(spread)]
    assert max(rooms) - min(rooms) <= 1


def test_what_is_locked_stays_when_the_rest_is_nested_anew():
    assert locked_only(None) is None and locked_only(LAYOUT) is None
    kept = locked_only(lock(LAYOUT, {COPIES[0]}, True))
    assert list(spots(kept)) == [COPIES[0]]


def test_copies_follow_their_lines():
    layout = renumbered(LAYOUT, {1: 2, 3: 1})
    assert {line for line, _ in spots(layout)} == {1, 2}
    assert len(spots(layout)) == 5 + 6


def lying_at(places):
    """The first copies on part 1, each with its corner at one of `places`."""
    found = spots(LAYOUT)
    chosen = COPIES[: len(places)]
    return put(
        delete(LAYOUT, set(COPIES) - set(chosen)),
        {
            c: Spot(1, msgspec.structs.replace(found[c].placement, x=x, y=y))
            for c, (x, y) in zip(chosen, places, strict=True)
        },
    )


def close_pairs(layout):
    """Every two copies that are closer than the gap."""
    return tuple(
        Pair(part.number, *sorted((first, second), key=lambda p: (p.y, p.x)), overlap)
        for part in layout.parts
        for number, second in enumerate(part.placements)
        for first, overlap in close_to(second, part.placements[:number], layout.film)
    )


@given(st.lists(st.tuples(st.integers(25, 600), st.integers(25, 900)), min_size=2, max_size=9))
def test_close_copies_are_found_as_by_looking_at_every_two(places):
    layout = lying_at(places)
    placements = layout.parts[0].placements

    def near(a, b, gap):
        return (
            a.x < b.x + b.width + gap
            and b.x < a.x + a.width + gap
            and a.y < b.y + b.height + gap
            and b.y < a.y + a.height + gap
        )

    pairs = {frozenset((copy_of(p.first), copy_of(p.second))): p.overlap for p in close_pairs(layout)}
    assert pairs == {
        frozenset((copy_of(a), copy_of(b))): near(a, b, 0)
        for i, a in enumerate(placements)
        for b in placements[i + 1 :]
        if near(a, b, 10)
    }


@given(
    st.lists(st.tuples(st.integers(25, 600), st.integers(25, 900)), min_size=2, max_size=25), st.booleans()
)
def test_few_pairs_name_every_copy_that_is_too_close(places, by_shape):
    layout = lying_at(places)

    def meet(a, b):
        return (a.line + b.line) % 2 == 0

    def named(pairs):
        over = {copy_of(p) for pair in pairs if pair.overlap for p in (pair.first, pair.second)}
        return over, {copy_of(p) for pair in pairs for p in (pair.first, pair.second)} - over

    every = close_pairs(layout)
    if by_shape:
        layout = msgspec.structs.replace(layout, by_shape=True)
        every = [pair for pair in every if pair.overlap and meet(pair.first, pair.second)]
        assert crowded(layout) == ()
    few = crowded(layout, meet)
    assert named(few) == named(every)
    assert len(few) <= len(places) and set(few) <= set(every)


def test_a_pile_makes_no_more_pairs_than_copies():
    pile = align(align(LAYOUT, COPIES, "left"), COPIES, "top")
    assert len(crowded(pile)) <= len(COPIES) < len(close_pairs(pile))
