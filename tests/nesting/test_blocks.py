"""Blocks trade places: the same boxes on the same film, with boxes of one kind closer together."""

from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.nesting.blocks import regroup
from gangsheet_studio.nesting.skyline import Run, length


def rows_of(kinds, heights=(20, 30, 40, 50)):
    """Return a strip of a row for each group of kinds, side by side in it."""
    strip, y = [], 0
    for row in kinds:
        strip += [Run(10 * i, y, 10, heights[kind], kind, 1) for i, kind in enumerate(row)]
        y += max(heights[kind] for kind in row)
    return strip


def in_order(strip):
    return [kind for kind, _ in groupby(run.kind for run in sorted(strip, key=lambda run: run.y))]


def way(strip):
    """Return the film from each kind's first row to its last, by area, summed."""
    total = 0
    for kind in {run.kind for run in strip}:
        ys = [run.y for run in strip if run.kind == kind]
        total += (max(ys) - min(ys)) * next(r.width * r.height for r in strip if r.kind == kind)
    return total


def test_rows_that_come_in_turn_are_sorted_by_kind():
    assert len(in_order(regroup(rows_of([(0,), (1,), (2,)] * 4)))) == 3


def test_a_row_of_two_kinds_links_them():
    assert way(regroup(rows_of([(0,), (2,), (0, 1), (3,), (1,)]))) < way(
        rows_of([(0,), (2,), (0, 1), (3,), (1,)])
    )


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), max_size=12))
def test_no_box_is_lost_and_no_film_spent(kinds):
    strip = rows_of(kinds)
    regrouped = regroup(strip)
    assert sorted(run._replace(y=0) for run in strip) == sorted(run._replace(y=0) for run in regrouped)
    assert length(regrouped) == length(strip)
    assert way(regrouped) <= way(strip)
    boxes = sorted((run.x, run.y, run.y + run.height) for run in regrouped)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(boxes))
