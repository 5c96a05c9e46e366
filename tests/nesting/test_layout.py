"""Whatever is ordered on whatever film: the layout keeps every rule, and its copies lie together."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings

from gangsheet_studio.model.film import Film
from gangsheet_studio.nesting import nest, rows_film
from tests.bench.instances import MIXES, print_shop
from tests.nesting.check import faults
from tests.nesting.strategies import films, item, items

ROLL = Film(width=23, longest=215, gap=0.125, dpi=400)


@settings(max_examples=150, deadline=None)
@given(items(), films)
def test_every_rule_is_kept(ordered, film):
    layout = nest(ordered, film)
    assert faults(layout, ordered, film) == []
    assert layout.film_used <= rows_film(ordered, film) + 1e-9


@settings(max_examples=30, deadline=None)
@given(items(), films)
def test_the_same_input_gives_the_same_layout(ordered, film):
    assert nest(ordered, film) == nest(ordered, film)


@settings(max_examples=60, deadline=None)
@given(items(), films)
def test_only_what_fits_no_way_round_is_left_out(ordered, film):
    across = 10 * (film.width - 2 * film.margin - film.side)
    along = 10 * (film.longest - 2 * film.margin - film.head - film.foot)
    by_line = {it.line: it for it in ordered}
    left_out = {entry.line: entry for entry in nest(ordered, film).unplaced}
    for line, it in by_line.items():
        ways = [(it.width_px, it.height_px)]
        if film.rotate != "none" and not it.upright:
            ways.append(ways[0][::-1])
        fits = any(w <= across + 1e-6 and h <= along + 1e-6 for w, h in ways)
        wide = all(w > across + 1e-6 for w, _ in ways)
        assert (line in left_out) == (not fits and it.quantity > 0)
        if line in left_out:
            assert left_out[line].reason == ("too-wide" if wide else "too-long")
            assert left_out[line].copies == it.quantity


@pytest.mark.parametrize("mix", [mix for mix in MIXES if mix.copies <= 2000], ids=lambda mix: mix.name)
@pytest.mark.parametrize("rotate", ["any", "none"])
def test_mixes_keep_every_rule_and_save_film(mix, rotate):
    ordered, film = print_shop(mix, rotate)
    layout = nest(ordered, film)
    assert faults(layout, ordered, film) == []
    assert layout.copies == mix.copies
    assert layout.film_used < rows_film(ordered, film)


def test_reference_job_lies_turned_two_across_on_two_parts():
    quantities = [3] + [2] * 25 + [0]
    ordered = [item(i, 5500, 4550, n, f"design {i % 15}") for i, n in enumerate(quantities, 1)]
    layout = nest(ordered, ROLL)
    assert faults(layout, ordered, ROLL) == []
    assert [len(part.placements) for part in layout.parts] == [30, 23]
    assert Counter(p.rotation for part in layout.parts for p in part.placements) == {90: 53}
    assert [part.height_px for part in layout.parts] == [15 * 5550 - 50, 12 * 5550 - 50]


def test_nothing_ordered_makes_no_parts():
    assert nest([], ROLL).parts == ()
    assert nest([item(1, 10, 10, 0)], ROLL).parts == ()
    assert nest([item(1, 10, 10, 0)], ROLL).unplaced == ()


def test_a_square_is_never_turned():
    layout = nest([item(1, 700, 700, 9)], ROLL)
    assert {p.rotation for p in layout.parts[0].placements} == {0}


def test_a_line_is_turned_where_only_that_fits():
    layout = nest([item(1, 10_000, 400)], ROLL)
    assert [(p.rotation, p.width, p.height) for p in layout.parts[0].placements] == [(90, 400, 10_000)]


@pytest.mark.parametrize(
    ("film", "size", "reason", "words"),
    [
        (ROLL, (9600, 9600), "too-wide", ["24 in x 24 in", "too wide", "23 in"]),
        (ROLL, (400, 90_000), "too-long", ["225 in", "either way round", "too long", "215 in"]),
        (Film(rotate="none", margin=0.5), (9000, 400), "too-wide", ["22.5 in", "22 in", "turned"]),
        (Film(margin=12), (1, 1), "too-wide", ["0 in"]),
    ],
)
def test_what_does_not_fit_says_so_with_figures(film, size, reason, words):
    (entry,) = nest([item(1, *size, 4)], film).unplaced
    assert (entry.reason, entry.copies) == (reason, 4)
    assert [word for word in words if word not in entry.message] == []


def test_copies_of_a_design_lie_next_to_each_other():
    """Ten designs of one size that come twice each in the orders: no design waits for another."""
    ordered = [item(i, 2000, 1500, 6, f"design {i % 10}") for i in range(1, 21)]
    film = Film(rotate="none")
    (part,) = nest(ordered, film).parts
    seen = [p.key for p in part.placements]
    turns = [key for i, key in enumerate(seen) if i == 0 or seen[i - 1] != key]
    assert len(turns) == 10


def test_order_by_order_within_a_design():
    ordered = [item(i, 2000, 1500, 3, "one", order=f"#{i % 2}") for i in range(1, 5)]
    (part,) = nest(ordered, Film(rotate="none")).parts
    assert [p.line for p in part.placements] == [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3


def test_at_most_one_design_of_a_size_lies_both_ways():
    """4 x 3 on film of 7: pairs of one upright and one turned fill it, so both ways are needed."""
    film = Film(width=7, longest=20, gap=0, dpi=10)
    ordered = [item(i, 40, 30, 4, f"design {i}") for i in range(1, 7)]
    layout = nest(ordered, film)
    turns = defaultdict(set)
    for placement in (p for part in layout.parts for p in part.placements):
        turns[placement.key].add(placement.rotation)
    assert {0, 90} == set().union(*turns.values())
    assert sum(len(found) == 2 for found in turns.values()) <= 1
