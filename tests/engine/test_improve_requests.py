"""Improving over the wire: each layout better than the last, the same steps the same, over when told."""

from itertools import count

import pytest
from PIL import Image, ImageDraw

from gangsheet_studio.model.arrange import lock, move, spots
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.output import Label, Output
from gangsheet_studio.protocol import (
    CancelRequest,
    Failed,
    Improved,
    ImproveDone,
    ImproveRequest,
    NestDone,
    NestRequest,
    Outlined,
)

FILM = Film(width=10, longest=40, dpi=100)
IDS = count(1)


@pytest.fixture
def lines(art):
    sizes = [Size(0.9 + 0.31 * n, 0.7 + 0.43 * (n % 5)) for n in range(12)]
    return tuple(
        OrderLine(design="red.png", path=str(art / "red.png"), size=size, quantity=4) for size in sizes
    )


@pytest.fixture
def stars(tmp_path):
    """Lines of a design that leaves most of its box empty."""
    picture = Image.new("RGBA", (300, 300))
    ImageDraw.Draw(picture).polygon([(0, 299), (299, 299), (0, 0)], fill="red")
    picture.save(tmp_path / "corner.png", dpi=(100, 100))
    return (OrderLine(design="corner.png", path=str(tmp_path / "corner.png"), quantity=12),)


def nested(engine, lines):
    engine.say(NestRequest(id=next(IDS), lines=lines, film=FILM))
    return engine.hear_until(NestDone, Failed)[-1].layout


def improved(engine, lines, start, **more):
    """Return the layouts that were told, and the answer."""
    engine.say(ImproveRequest(id=next(IDS), lines=lines, film=FILM, start=start, **more))
    heard = engine.hear_until(ImproveDone, Failed)
    return [message for message in heard if not isinstance(message, ImproveDone)], heard[-1]


def layouts(heard):
    return [message.layout for message in heard if isinstance(message, Improved)]


def test_each_layout_takes_less_film_and_the_same_steps_find_the_same(engine, lines):
    start = nested(engine, lines)
    heard, done = improved(engine, lines, start, steps=8, seed=3)
    again, _ = improved(engine, lines, start, steps=8, seed=3)
    assert not any(marks for message in heard if isinstance(message, Improved) for marks in message.marks)
    film = [layout.film_used for layout in (start, *layouts(heard))]
    assert film == sorted(set(film), reverse=True)
    assert all(layout.copies == start.copies for layout in layouts(heard))
    assert layouts(again)[-1:] == layouts(heard)[-1:]
    assert isinstance(done, ImproveDone) and done.steps <= 8


def test_one_that_is_cancelled_ends_and_the_next_request_is_answered(engine, lines):
    start = nested(engine, lines)
    request = ImproveRequest(id=next(IDS), lines=lines, film=FILM, start=start, seconds=600)
    engine.say(request, CancelRequest(id=request.id))
    assert engine.hear_until(Failed)[-1].error == "cancelled"
    assert nested(engine, lines) == start


def test_locked_copies_stay_where_they_are(engine, lines):
    start = nested(engine, lines)
    start = lock(move(start, {(1, 1)}, 150, 700), {(1, 1)}, True)
    heard, _ = improved(engine, lines, start, steps=6)
    held = spots(start)[1, 1].placement
    for layout in layouts(heard):
        kept = [spot.placement for spot in spots(layout).values() if spot.placement.locked]
        assert [(p.line, p.x, p.y) for p in kept] == [(1, held.x, held.y)]


def test_designs_that_leave_their_box_empty_are_nested_by_shape(engine, stars):
    start = nested(engine, stars)
    heard, done = improved(engine, stars, start, seconds=1.0)
    (outlined,) = [message for message in heard if isinstance(message, Outlined)]
    assert 0.45 < outlined.outline.solid < 0.6
    best = layouts(heard)[-1]
    assert best.by_shape and best.film_used < start.film_used and best.copies == 12
    assert isinstance(done, ImproveDone)
    boxes, _ = improved(engine, stars, start, steps=3, nesting=Nesting(shapes=False))
    assert not any(isinstance(message, Outlined) for message in boxes)
    assert not any(layout.by_shape for layout in layouts(boxes))


def test_a_layout_of_another_film_is_refused(engine, lines):
    start = nested(engine, lines)
    engine.say(ImproveRequest(id=next(IDS), lines=lines, film=Film(width=11, dpi=100), start=start))
    assert engine.hear_until(ImproveDone, Failed)[-1].error == "refused-input"


def test_a_better_layout_is_told_with_its_marks(engine, lines):
    film = with_room(FILM, Output(label=Label()))
    engine.say(NestRequest(id=next(IDS), lines=lines, film=film, nesting=Nesting(shapes=False)))
    start = engine.hear_until(NestDone, Failed)[-1].layout
    asked = {"film": film, "start": start, "steps": 8, "seed": 3}
    engine.say(ImproveRequest(id=next(IDS), lines=lines, output=Output(label=Label()), **asked))
    heard = [each for each in engine.hear_until(ImproveDone, Failed) if isinstance(each, Improved)]
    assert heard
    for better in heard:
        for part, marks in zip(better.layout.parts, better.marks, strict=True):
            assert {(p.line, p.copy) for p in part.placements} == {(m.line, m.copy) for m in marks}
