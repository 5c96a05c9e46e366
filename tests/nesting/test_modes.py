"""Whatever a layout is made for, it keeps every rule, and what it was made for."""

from collections import defaultdict

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.nesting import nest
from tests.bench.instances import MIXES, print_shop
from tests.nesting.check import faults
from tests.nesting.strategies import films, item, items, locked

MODES = ("least-film", "easy-cutting", "orders-together", "spread")
nestings = st.builds(Nesting, mode=st.sampled_from(MODES), fill=st.sampled_from(["none", "holes", "part"]))
SMALL = [mix for mix in MIXES if mix.copies <= 500]


@settings(max_examples=250, deadline=None)
@given(items(), films, nestings)
def test_every_rule_is_kept(ordered, film, nesting):
    layout = nest(ordered, film, nesting)
    assert faults(layout, ordered, film, fill=nesting.fill) == []
    assert layout == nest(ordered, film, nesting)


@settings(max_examples=250, deadline=None)
@given(items(), films, nestings, nestings, st.integers(0, 2**60))
def test_locked_copies_stay(ordered, film, before, nesting, bits):
    around = locked(nest(ordered, film, before), lambda n: bits >> n % 60 & 1)
    layout = nest(ordered, film, nesting, around)
    assert faults(layout, ordered, film, around, "part") == []


@settings(max_examples=150, deadline=None)
@given(items(), films, st.sampled_from(MODES))
def test_only_what_fits_no_way_round_is_left_out(ordered, film, mode):
    def reasons(layout):
        return [(entry.line, entry.copies, entry.reason) for entry in layout.unplaced]

    assert reasons(nest(ordered, film, Nesting(mode=mode))) == reasons(nest(ordered, film))


@settings(max_examples=150, deadline=None)
@given(items(), films, st.sampled_from(MODES))
def test_holes_are_filled_without_film(ordered, film, mode):
    plain = nest(ordered, film, Nesting(mode=mode))
    filled = nest(ordered, film, Nesting(mode=mode, fill="holes"))
    assert [part.height_px for part in plain.parts] == [part.height_px for part in filled.parts]
    assert [p for part in filled.parts for p in part.placements if not p.extra] == [
        p for part in plain.parts for p in part.placements
    ]


# easy cutting


def cuts_apart(boxes, gap, across=True, depth=3):
    """Whether at most `depth` stages of straight cuts, first across the film or along it, part all boxes."""
    if len(boxes) < 2:
        return True
    if not depth:
        return False
    low, high, space = (1, 3, gap[1]) if across else (0, 2, gap[0])
    groups, end = [], None
    for box in sorted(boxes, key=lambda box: box[low]):
        if end is None or box[low] >= end + space:
            groups.append([])
        groups[-1].append(box)
        end = max(end or 0, box[high])
    return all(cuts_apart(group, gap, not across, depth - 1) for group in groups)


@settings(max_examples=200, deadline=None)
@given(items(), films, st.sampled_from(["none", "holes", "part"]))
def test_straight_cuts_part_the_copies(ordered, film, fill):
    layout = nest(ordered, film, Nesting(mode="easy-cutting", fill=fill))
    for part in layout.parts:
        boxes = [(p.x, p.y, p.x + p.width, p.y + p.height) for p in part.placements]
        assert cuts_apart(boxes, (film.gap_px, film.gap_along_px))


@pytest.mark.parametrize("mix", SMALL, ids=lambda mix: mix.name)
@pytest.mark.parametrize("rotate", ["any", "none"])
def test_easy_cutting_takes_little_more_film(mix, rotate):
    ordered, film = print_shop(mix, rotate)
    layout = nest(ordered, film, Nesting(mode="easy-cutting"))
    assert faults(layout, ordered, film) == []
    assert layout.film_used < 1.15 * nest(ordered, film).film_used


# orders together


def _flattest(it, film):
    """Return the least height that a copy may have on the film."""
    across = film.right_px - film.left_px
    turns = [(it.width_px, it.height_px)]
    if film.rotate != "none" and not it.upright:
        turns.append(turns[0][::-1])
    return min(height for width, height in turns if width <= across)


def stretches(layout, ordered, film):
    """Return each order's stretches by name: (part, start, end), with more than a copy's room between two."""
    gap = film.gap_along_px
    placed = {p.line for part in layout.parts for p in part.placements}
    reach = gap + max((_flattest(it, film) for it in ordered if it.line in placed), default=0)
    found = defaultdict(list)
    for part in layout.parts:
        for p in part.placements:
            if p.extra or p.locked:
                continue
            order = found[p.order]
            end = p.y + p.height + gap
            if order and order[-1][0] == part.number and p.y <= order[-1][2] + reach:
                order[-1] = (part.number, order[-1][1], max(end, order[-1][2]))
            else:
                order.append((part.number, p.y, end))
    return found


@settings(max_examples=200, deadline=None)
@given(items(), films, st.sampled_from(["none", "holes", "part"]))
def test_an_order_lies_on_one_stretch_of_film(ordered, film, fill):
    layout = nest(ordered, film, Nesting(mode="orders-together", fill=fill))
    for order, found in stretches(layout, ordered, film).items():
        if len(found) > 1:
            assert len({part for part, _, _ in found}) == len(found)
            alone = nest([it for it in ordered if it.order == order], film, Nesting(mode="orders-together"))
            assert len(alone.parts) > 1  # it fits no part as a whole


def test_an_order_that_only_just_fits_a_part_has_it_for_itself():
    film = Film(width=4, longest=5, gap=0, margin=0.5, dpi=10)
    large, other = item(2, 10, 20, 5), item(3, 10, 20, 1, order="#1")
    ordered = [item(1, 1, 11, 1, turns=(0,)), large, other]
    layout = nest(ordered, film, Nesting(mode="orders-together"))
    assert all(len(found) == 1 for found in stretches(layout, ordered, film).values())


@pytest.mark.parametrize("mix", SMALL, ids=lambda mix: mix.name)
def test_orders_of_a_mix_are_not_strewn(mix):
    ordered, film = print_shop(mix, "any")
    layout = nest(ordered, film, Nesting(mode="orders-together"))
    assert faults(layout, ordered, film) == []
    assert layout.film_used < 1.2 * nest(ordered, film).film_used
    assert all(len(found) == 1 for found in stretches(layout, ordered, film).values())


# spread


@pytest.mark.parametrize("mix", SMALL, ids=lambda mix: mix.name)
def test_copies_of_a_design_are_spread_over_the_job(mix):
    ordered, film = print_shop(mix, "any")
    layout = nest(ordered, film, Nesting(mode="spread"))
    assert faults(layout, ordered, film) == []
    assert layout.film_used < 1.15 * nest(ordered, film).film_used
    places, start = defaultdict(list), 0
    for part in layout.parts:
        for p in part.placements:
            places[p.key].append((start + p.y + p.height / 2) / (film.dpi * layout.film_used))
        start += part.height_px
    for found in places.values():
        if len(found) >= 12:
            for third in range(3):
                held = sum(third / 3 <= place < (third + 1) / 3 for place in found)
                assert 0.15 < held / len(found) < 0.55


# extra copies


def test_extra_copies_fill_the_rest_of_the_last_part():
    film = Film(width=10, longest=20, gap=0, dpi=10)
    ordered = [item(1, 60, 60), item(2, 20, 20, 3, fills=True), item(3, 10, 10, fills=True)]
    none, holes, full = (nest(ordered, film, Nesting(fill=fill)).parts for fill in ("none", "holes", "part"))
    assert [len(parts) for parts in (none, holes, full)] == [1, 1, 1]
    assert holes[0].height_px == none[0].height_px
    assert full[0].height_px == film.longest_px
    extra = [p for p in full[0].placements if p.extra]
    assert {p.line for p in extra} == {2, 3}
    covered = sum(p.width * p.height for p in full[0].placements)
    assert covered == film.width_px * film.longest_px


def test_nothing_fills_unless_a_line_may():
    film = Film(width=10, longest=20, gap=0, dpi=10)
    assert nest([item(1, 60, 60)], film, Nesting(fill="part")).copies == 1
    assert nest([item(1, 60, 60, 0, fills=True)], film, Nesting(fill="part")).parts == ()


# locked copies


def test_a_locked_copy_that_is_no_longer_ordered_goes():
    film = Film(width=10, longest=20, gap=0, dpi=10)
    ordered = [item(1, 30, 30, 3), item(2, 20, 20, 2)]
    around = locked(nest(ordered, film), lambda _: True)
    changed = [item(1, 30, 30, 1), item(2, 25, 25, 2)]
    layout = nest(changed, film, Nesting(), around)
    kept = [p for p in layout.parts[0].placements if p.locked]
    assert [p.line for p in kept] == [1]
    assert layout.copies == 3
    assert nest(ordered, msgspec.structs.replace(film, width=2.5), Nesting(), around).parts[0].placements
    assert faults(layout, changed, film, locked(layout, lambda n: layout.parts[0].placements[n].locked)) == []
