"""The search is never worse than its start, loses no copy, and finds the same with either twin."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.nesting import climb, fast, search
from gangsheet_studio.nesting.bound import area, film_bound
from gangsheet_studio.nesting.climb import Policy, Rule, Window
from gangsheet_studio.nesting.instant import Room, pack_best
from gangsheet_studio.nesting.search import Search
from gangsheet_studio.nesting.window import unusable

built = pytest.mark.skipif(fast.library() is None, reason="no C compiler was there")


@st.composite
def rooms(draw):
    width, longest = draw(st.integers(4, 60)), draw(st.integers(4, 80))
    choices, copies = [], []
    for kind in range(draw(st.integers(1, 6))):
        across, along = (draw(st.integers(3, min(width, longest))) for _ in range(2))  # more than a gap
        choices.append((across, along, kind))
        if across != along and draw(st.booleans()):
            choices.append((along, across, kind))
        copies.append(draw(st.integers(1, 9)))
    return Room(tuple(choices), tuple(copies), width, longest, draw(st.integers(-2, 4)))


@st.composite
def climbs(draw):
    room = draw(rooms())
    parts = draw(st.integers(1, 3))
    free = draw(st.lists(st.integers(0, 9), min_size=room.width + 1, max_size=room.width + 1))
    window = Window(room.choices, room.copies, free, room.width, room.longest, room.lost, parts, area(room))
    rules = st.builds(
        Rule,
        st.integers(0, 2),
        st.sampled_from([0, 4, 64]),
        st.sampled_from([0, 2, 1024]),
        st.sampled_from([0, 16]),
    )
    policies = [
        Policy(
            tuple(draw(st.permutations(range(len(room.choices))))),
            tuple(draw(st.integers(0, most)) for most in room.copies),
            draw(rules),
        )
        for _ in range(parts)
    ]
    hot = draw(st.sampled_from([0, 700, 20_000]))
    return window, policies, draw(st.integers(0, 2**64 - 1)), hot, hot // 9, 3000


@built
@settings(max_examples=60, deadline=None)
@given(climbs())
def test_the_twins_find_the_same(given_climb):
    assert fast.suits(given_climb[0])
    assert fast.climb(*given_climb) == climb.climb(*given_climb)


def test_what_is_too_large_for_c_is_not_given_to_it():
    room = Room(((1 << 20, 1 << 28, 0),), (4000,), 1 << 20, 1 << 29, 0)
    window = Window(room.choices, room.copies, (), room.width, room.longest, 0, 1, area(room))
    assert not fast.suits(window)


def assert_valid(room, parts):
    placed = Counter()
    for strip in parts:
        boxes = []
        for x, y, width, height, kind, copies in strip:
            assert (width, height, kind) in room.choices
            placed[kind] += copies
            boxes += [(x + i * width, y, x + (i + 1) * width, y + height) for i in range(copies)]
        assert all(x >= 0 and y >= 0 and right <= room.width for x, y, right, _ in boxes)
        assert all(bottom <= room.longest for *_, bottom in boxes)
        for a, b in combinations(boxes, 2):
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert placed == Counter(dict(enumerate(room.copies)))


@pytest.mark.parametrize("together", [1, 6], ids=["part by part", "as a whole"])
@settings(max_examples=20, deadline=None)
@given(room=rooms())
def test_every_step_is_valid_and_no_worse_and_the_same_again(together, room):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_WORK", 2000)
        patch.setattr(search, "_TOGETHER", together)
        start = pack_best(room)
        once, again = Search(room, start), Search(room, start)
        film = room.film(start)
        for _ in range(6):
            better = once.step()
            again.step()
            assert better == (once.film < film)
            assert once.film <= film
            film = once.film
            assert_valid(room, once.best)
        assert once.best == again.best


@settings(max_examples=20, deadline=None)
@given(room=rooms())
def test_plain_python_finds_what_c_finds(room):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_WORK", 2000)
        start = pack_best(room)
        quick = Search(room, start)
        quick_steps = [quick.step() for _ in range(4)]
        patch.setattr(fast, "library", lambda: None)
        plain = Search(room, start)
        assert [plain.step() for _ in range(4)] == quick_steps
        assert plain.best == quick.best


def test_nothing_is_shorter_than_the_bound():
    room = Room(((3, 4, 0), (4, 3, 0)), (5,), 12, 100, 2)
    assert film_bound(room, 1) == 5 + 2
    assert room.film(pack_best(room)) >= film_bound(room, 1)


def test_what_no_row_of_boxes_fills_is_unusable():
    assert list(unusable([(3, 9, 0), (5, 1, 1)], 9)) == [0, 1, 2, 0, 1, 0, 0, 1, 0, 0]
