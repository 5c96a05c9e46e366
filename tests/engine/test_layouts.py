"""Layouts over the wire: taken as they are, printed as they are, compared."""

from itertools import count

import msgspec
import pytest

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import (
    CompareDone,
    CompareRequest,
    Failed,
    NestDone,
    NestRequest,
    RenderDone,
    RenderRequest,
)

FILM = Film(width=10, longest=12, dpi=100)
IDS = count(1)


@pytest.fixture
def lines(art):
    return (
        OrderLine(design="red.png", path=str(art / "red.png"), quantity=4),
        OrderLine(design="blue.png", path=str(art / "blue.png"), quantity=3),
    )


def nested(engine, lines, **more):
    engine.say(NestRequest(id=next(IDS), lines=lines, film=FILM, **more))
    return engine.hear_until(NestDone, Failed)[-1]


def moved_down(layout):
    """Return `layout` with its last copy an inch further down."""
    part = layout.parts[-1]
    *others, last = part.placements
    last = msgspec.structs.replace(last, y=last.y + 100)
    part = msgspec.structs.replace(part, height_px=part.height_px + 100, placements=(*others, last))
    return msgspec.structs.replace(layout, parts=(*layout.parts[:-1], part))


def test_a_layout_says_what_plain_rows_would_take(engine, lines):
    done = nested(engine, lines)
    assert done.rows_in_all >= done.layout.film_used > 0
    assert len(done.rows) == len(done.layout.parts)


def test_a_given_layout_comes_back_with_its_forecast(engine, lines):
    layout = moved_down(nested(engine, lines).layout)
    done = nested(engine, lines, layout=layout)
    assert done.layout == layout
    assert done.forecast.output_bytes > 0


def test_a_given_layout_is_printed_as_it_is(engine, lines, tmp_path):
    layout = moved_down(nested(engine, lines).layout)
    job = Job(name="Hand", lines=lines, out=str(tmp_path / "out"), film=FILM, layout=layout)
    engine.say(RenderRequest(id=next(IDS), job=job))
    done = engine.hear_until(RenderDone, Failed)[-1]
    assert isinstance(done, RenderDone)
    printed = [(c.index, c.copy, c.x_px, c.y_px) for part in done.manifest.parts for c in part.placements]
    assert printed == [(p.line, p.copy, p.x, p.y) for part in layout.parts for p in part.placements]


def test_a_layout_of_another_job_is_refused(engine, lines):
    layout = nested(engine, lines).layout
    failed = nested(engine, lines[:1], layout=layout)
    assert isinstance(failed, Failed) and failed.error == "refused-input"


def test_films_are_compared_with_their_cost(engine, lines):
    films = (Film(width=10, dpi=100, price=0.5), Film(width=6, dpi=100), Film(width=1, dpi=100))
    engine.say(CompareRequest(id=next(IDS), lines=lines, films=films))
    done = engine.hear_until(CompareDone, Failed)[-1]
    wide, narrow, too_narrow = done.uses
    assert wide.length < narrow.length
    assert wide.cost == pytest.approx(wide.length * 0.5) and narrow.cost == 0
    assert (too_narrow.parts, too_narrow.unplaced) == (0, 7)


def test_no_film_can_not_be_compared(engine, lines):
    engine.say(CompareRequest(id=next(IDS), lines=lines, films=()))
    assert engine.hear_until(Failed)[-1].error == "usage"
