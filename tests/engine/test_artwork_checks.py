"""What is said of artwork before it is printed, from a real engine that looked at all of it."""

import math
import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw

from gangsheet_studio.decoder.client import Decoder
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.engine import verbs
from gangsheet_studio.errors import CancelledError, UsageError
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.model.units import MB
from gangsheet_studio.protocol import (
    CancelRequest,
    Failed,
    Finding,
    InspectDone,
    Inspected,
    InspectRequest,
    Thumbnail,
    ThumbnailsDone,
    ThumbnailsRequest,
)
from tests.designs.conftest import ADOBE_LIKE

FILM = Film(width=12, longest=40, dpi=300)


def line(path, **rest):
    return OrderLine(design=path.name, path=str(path), **rest)


def draw(path, side=600, **save):
    """Return a pen for artwork of `side` pixels; what it draws is saved when it is let go."""
    picture = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(picture)
    return pen, lambda: picture.save(path, dpi=(300, 300), **save)


@pytest.fixture
def look(artwork):
    def look(*lines, thinnest=0.3 / 25.4, film=FILM, cancel=None):
        heard = []
        request = InspectRequest(id=1, lines=lines, film=film, thinnest=thinnest)
        done = verbs.run(request, heard.append, cancel or threading.Event(), artwork)
        told = [message.problem for message in heard if isinstance(message, Finding)]
        assert sorted(told, key=id) == sorted(done.problems, key=id)
        return done.problems, [message for message in heard if isinstance(message, Inspected)]

    return look


def ids(problems):
    return [problem.id for problem in problems]


def test_good_artwork_is_nothing_to_tell_of(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.ellipse((2, 2, 597, 597), fill="red")
    save()
    problems, (seen,) = look(line(tmp_path / "a.png"))
    assert problems == ()
    assert (seen.line, seen.inspection.box, seen.inspection.soft) == (1, (2, 2, 596, 596), 0)


def test_soft_pixels_are_counted_and_gone_once_it_is_hardened(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((0, 0, 599, 599), fill="red")
    pen.rectangle((100, 100, 299, 299), fill=(255, 0, 0, 128))
    save()
    path = tmp_path / "a.png"
    (problem,), seen = look(line(path, order="7"), line(path, harden=0.5), line(path, harden=0.5))
    assert (problem.id, problem.severity, problem.line) == ("designs.soft-edges", "warning", 1)
    assert "40,000 half transparent pixels, 11%" in problem.message
    assert problem.figure == pytest.approx(40_000 / 360_000)
    assert sorted((each.line, each.inspection.soft) for each in seen) == [(1, 40_000), (2, 0), (3, 0)]


def test_lines_are_thin_by_the_size_they_print_at(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((0, 0, 599, 299), fill="red")
    pen.rectangle((0, 580, 599, 599), fill="red")
    pen.rectangle((100, 400, 499, 403), fill="red")  # 4 px: 0.34 mm at its own size
    save()
    path = tmp_path / "a.png"
    problems, _ = look(line(path), line(path, size=Size(width=1)), line(path, size=Size(width=4)))
    assert [(p.id, p.line) for p in problems] == [("designs.thin-lines", 2)]
    assert "thinner than 0.3 mm" in problems[0].message
    assert "from its left and 0.7 in from its upper edge" in problems[0].message
    assert ids(look(line(path), thinnest=0.4 / 25.4)[0]) == ["designs.thin-lines"]
    assert look(line(path, size=Size(width=1)), thinnest=0.0)[0] == ()


def test_a_few_specks_are_no_lines(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((0, 0, 599, 599), fill="red")
    pen.rectangle((0, 500, 599, 599), fill=(0, 0, 0, 0))
    pen.point([(100, 550), (300, 560), (500, 599)], fill="red")
    save()
    assert look(line(tmp_path / "a.png"))[0] == ()


def test_wide_borders_are_told_with_what_prints(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((150, 60, 449, 599), fill="red")
    save()
    path = tmp_path / "a.png"
    (problem,), _ = look(line(path), line(path, trim=True))
    assert (problem.id, problem.line) == ("designs.borders", 1)
    assert "of 2 in x 2 in, 1 in x 1.8 in print" in problem.message
    assert problem.figure == pytest.approx(1 - 300 * 540 / 600**2)


def test_narrow_borders_are_not(tmp_path, look):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((25, 25, 574, 574), fill="red")  # 4 %
    save()
    assert look(line(tmp_path / "a.png"), line(tmp_path / "a.png", size=Size(width=12)))[0] == ()
    pen, save = draw(tmp_path / "b.png", side=100)
    pen.rectangle((15, 15, 84, 84), fill="red")  # 15 %, but 1.3 mm
    save()
    assert look(line(tmp_path / "b.png"))[0] == ()


def test_clipped_colours_are_told(tmp_path, look):
    pen, save = draw(tmp_path / "a.png", icc_profile=ADOBE_LIKE)
    pen.rectangle((0, 0, 599, 599), fill=(128, 128, 128))
    pen.rectangle((0, 0, 599, 149), fill=(0, 255, 0))
    save()
    (problem,), _ = look(line(tmp_path / "a.png"))
    assert problem.id == "designs.out-of-gamut" and "25% of them" in problem.message


def test_artwork_that_is_blank_after_all_is_told(tmp_path, look):
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 4), np.uint8)
    noise[..., 3] = 0
    Image.fromarray(noise).save(tmp_path / "a.png")  # too much of a file to look empty
    (problem,), _ = look(line(tmp_path / "a.png"))
    assert (problem.id, problem.severity) == ("designs.empty", "warning")


def test_a_design_that_is_ordered_often_is_looked_at_once(tmp_path, look, artwork, monkeypatch):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((0, 0, 599, 599), fill="#123456")
    pen.rectangle((0, 0, 9, 9), fill=(0, 0, 0, 0))
    save()
    asked, real = [], artwork.decoder.inspect
    monkeypatch.setattr(artwork.decoder, "inspect", lambda *given: asked.append(given) or real(*given))
    look(*[line(tmp_path / "a.png", quantity=n) for n in range(1, 9)])
    assert [thickness for _, thickness, _, _ in asked if thickness] == [3.5]


@pytest.mark.parametrize("thinnest", [-1.0, 3.0, math.nan])
def test_lines_that_could_not_be_looked_for_are_refused(tmp_path, look, thinnest):
    with pytest.raises(UsageError, match="thinner"):
        look(thinnest=thinnest)


def test_a_cancel_is_heard(tmp_path, look):
    _, save = draw(tmp_path / "a.png")
    save()
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        look(line(tmp_path / "a.png"), cancel=cancel)


def test_an_engine_answers_and_can_be_cancelled(engine, tmp_path):
    pen, save = draw(tmp_path / "a.png")
    pen.rectangle((0, 0, 599, 599), fill=(255, 0, 0, 99))
    save()
    (tmp_path / "notes.png").write_text("no picture")
    lines = line(tmp_path / "a.png"), line(tmp_path / "notes.png"), OrderLine(design="gone")
    engine.say(InspectRequest(id=5, lines=lines, film=FILM))
    *heard, done = engine.hear_until(InspectDone, Failed)
    assert ids(done.problems) == ["designs.soft-edges"]
    assert [message.line for message in heard if isinstance(message, Inspected)] == [1]
    engine.say(InspectRequest(id=6, lines=lines * 400, film=FILM), CancelRequest(id=6))
    assert engine.hear_until(InspectDone, Failed, request=6)[-1].error == "cancelled"
    engine.say(ThumbnailsRequest(id=7, paths=(str(tmp_path / "a.png"),), side=32, heat=True))
    engine.say(ThumbnailsRequest(id=8, paths=(str(tmp_path / "a.png"),), side=32, harden=0.5))
    drawn = [m for m in engine.hear_until(ThumbnailsDone, request=7) if isinstance(m, Thumbnail)]
    drawn += [m for m in engine.hear_until(ThumbnailsDone, request=8) if isinstance(m, Thumbnail)]
    assert [(each.heat, each.harden, each.own) for each in drawn] == [
        (True, None, (600, 600)),
        (False, 0.5, (600, 600)),
    ]
    assert drawn[0].pixels[:4] == b"\xff\x3c\xc8\xff" and not any(drawn[1].pixels)


def test_a_design_may_be_as_long_as_it_likes(tmp_path):
    peaks = []
    for height in (500, 20_000):
        pixels = np.random.default_rng(2).integers(0, 256, (height, 1, 4), np.uint8)
        path = tmp_path / f"{height}.png"
        Image.fromarray(np.repeat(pixels, 2000, axis=1)).save(path, compress_level=1)
        with Decoder() as decoder:
            decoder.inspect(probe(path), 5.0, None, threading.Event())
            peaks.append(decoder.peak)
    assert peaks[1] < peaks[0] + 8 * MB  # all of it takes 153 MB
