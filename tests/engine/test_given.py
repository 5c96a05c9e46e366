"""A layout that was made before is printed as it is, or refused with a reason."""

import msgspec
import pytest

from gangsheet_studio.engine.given import take_layout
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item
from gangsheet_studio.nesting import nest

FILM = Film(width=10, longest=12, dpi=100, margin=0.1)
ITEMS = (
    Item(line=1, design="red.png", key="r", order="#1", width_px=300, height_px=200, quantity=5),
    Item(line=2, design="blue.png", key="b", order="#2", width_px=200, height_px=200, quantity=3),
)
LAYOUT = nest(ITEMS, FILM)


def changed(place=0, **fields):
    """Return the layout with one copy changed."""
    part = LAYOUT.parts[0]
    copies = list(part.placements)
    copies[place] = msgspec.structs.replace(copies[place], **fields)
    return msgspec.structs.replace(LAYOUT, parts=(msgspec.structs.replace(part, placements=tuple(copies)),))


def test_a_layout_of_these_lines_stays_as_it_is():
    assert take_layout(LAYOUT, ITEMS, FILM) == LAYOUT


def test_new_artwork_of_the_same_size_takes_its_place():
    items = (msgspec.structs.replace(ITEMS[0], key="new"), ITEMS[1])
    taken = take_layout(LAYOUT, items, FILM)
    assert {p.key for p in taken.parts[0].placements} == {"new", "b"}


def test_copies_the_layout_does_not_know_are_left_out_with_a_reason():
    items = (msgspec.structs.replace(ITEMS[0], quantity=7), ITEMS[1])
    (entry,) = take_layout(LAYOUT, items, FILM).unplaced
    assert (entry.line, entry.copies, entry.reason) == (1, 2, "not-placed")
    assert "lay the job out again" in entry.message


def test_extra_copies_do_not_count_as_ordered():
    part = LAYOUT.parts[0]
    last = part.placements[-1]
    extra = msgspec.structs.replace(last, copy=99, extra=True)
    layout = msgspec.structs.replace(
        LAYOUT, parts=(msgspec.structs.replace(part, placements=(*part.placements, extra)),)
    )
    assert take_layout(layout, ITEMS, FILM).unplaced == ()


@pytest.mark.parametrize(
    ("layout", "items", "film", "reason"),
    [
        (LAYOUT, ITEMS, msgspec.structs.replace(FILM, width=11.0), "layout.film"),
        (LAYOUT, ITEMS[1:], FILM, "layout.lines"),
        (LAYOUT, (msgspec.structs.replace(ITEMS[0], width_px=310), ITEMS[1]), FILM, "layout.sizes"),
        (LAYOUT, (msgspec.structs.replace(ITEMS[0], quantity=4), ITEMS[1]), FILM, "layout.copies"),
        (changed(x=5), ITEMS, FILM, "layout.off-film"),
        (changed(y=100_000), ITEMS, FILM, "layout.off-film"),
        (changed(copy=2), ITEMS, FILM, "layout.copies"),
        (msgspec.structs.replace(LAYOUT, parts=LAYOUT.parts * 2), ITEMS, FILM, "layout.parts"),
    ],
    ids=[
        "other film",
        "line gone",
        "other size",
        "too many",
        "in the margin",
        "off the part",
        "twice",
        "part",
    ],
)
def test_a_layout_that_does_not_fit_is_refused_with_a_sentence(layout, items, film, reason):
    with pytest.raises(RefusedInputError, match=r"\.$") as refused:
        take_layout(layout, items, film)
    assert [problem.id for problem in refused.value.problems] == [reason]
