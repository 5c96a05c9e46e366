"""Small pictures for a window: as they are ready, remembered, and never at the price of the memory."""

import threading
import time

import msgspec
import pytest
from PIL import Image

from gangsheet_studio.engine.probing import ProbeCache
from gangsheet_studio.engine.thumbnails import ThumbnailCache, draw_all
from gangsheet_studio.errors import CancelledError
from gangsheet_studio.model.units import MB
from gangsheet_studio.protocol import (
    CancelRequest,
    Failed,
    Finding,
    Progress,
    Thumbnail,
    ThumbnailsDone,
    ThumbnailsRequest,
)


class Probes(ProbeCache):
    """Tells of a file that takes a lot to decode."""

    def probe(self, path, cancel=None):
        return msgspec.structs.replace(super().probe(path, cancel), streams=False, whole_bytes=513 * MB)


@pytest.fixture
def draw(decoder):
    def draw(paths, side=32, cancel=None, probes=None, drawings=None):
        news = []
        request = ThumbnailsRequest(id=1, paths=tuple(map(str, paths)), side=side)
        probes, drawings = probes or ProbeCache(decoder), drawings or ThumbnailCache(decoder)
        done = draw_all(request, news.append, cancel or threading.Event(), probes, drawings)
        return {news.path: news for news in news if isinstance(news, Thumbnail)}, news, done

    return draw


def test_an_engine_answers_with_small_pictures_and_refusals(engine, art):
    (art / "notes.txt").write_text("no picture")
    paths = tuple(str(art / name) for name in ("red.png", "blue.png", "notes.txt", "twin.png", "red.png"))
    engine.say(ThumbnailsRequest(id=4, paths=paths, side=30))
    *news, done = engine.hear_until(ThumbnailsDone, Failed)
    assert isinstance(done, ThumbnailsDone), done
    drawn = {each.path: each for each in news if isinstance(each, Thumbnail)}
    assert set(drawn) == {paths[0], paths[1], paths[3]}
    red = drawn[paths[0]]
    assert (red.width, red.height, red.soft) == (30, 20, 0.0)
    assert red.pixels == b"\xff\0\0\xff" * 600
    assert red.key == drawn[paths[3]].key != drawn[paths[1]].key
    assert [problem.id for problem in done.problems] == ["designs.format"]
    assert [each.problem for each in news if isinstance(each, Finding)] == list(done.problems)
    progress = [each for each in news if isinstance(each, Progress)]
    assert {each.phase for each in progress} == {"probing"} and progress[-1].fraction == 1.0


def test_a_changed_file_is_drawn_anew_and_an_unchanged_one_is_not(art, draw, decoder, monkeypatch):
    drawn, real = [], decoder.thumbnail
    monkeypatch.setattr(
        decoder, "thumbnail", lambda *given, **view: drawn.append(given) or real(*given, **view)
    )
    probes, drawings, path = ProbeCache(decoder), ThumbnailCache(decoder), art / "red.png"
    first = draw([path], probes=probes, drawings=drawings)[0]
    assert draw([path], probes=probes, drawings=drawings)[0] == first
    assert len(drawn) == 1
    Image.new("RGBA", (10, 10), "green").save(path)
    again = draw([path], probes=probes, drawings=drawings)[0][str(path)]
    assert (again.width, again.pixels[:4]) == (10, b"\0\x80\0\xff")


def test_what_would_take_too_much_memory_is_not_drawn(art, draw, decoder):
    drawn, news, done = draw([art / "red.png"], probes=Probes(decoder))
    assert not drawn
    [problem] = done.problems
    assert (problem.id, problem.severity, problem.file) == (
        "thumbnail.too-large",
        "note",
        str(art / "red.png"),
    )
    assert "“red.png” is shown without a small picture" in problem.message
    assert Finding(problem=problem) in news


def test_nothing_is_drawn_once_it_is_cancelled(art, draw):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        draw([art / "red.png"], cancel=cancel)


def test_cancel_is_heard_in_the_middle_of_a_large_one(engine, tmp_path):
    for number in range(8):
        Image.new("RGB", (9000, 9000)).save(tmp_path / f"{number}.png", compress_level=1)
    engine.say(ThumbnailsRequest(id=1, paths=tuple(map(str, tmp_path.glob("*.png")))))
    engine.hear_until(Thumbnail)
    engine.say(CancelRequest(id=1))
    asked = time.monotonic()
    failed = engine.hear_until(Failed, ThumbnailsDone)[-1]
    assert isinstance(failed, Failed) and failed.error == "cancelled"
    assert time.monotonic() - asked < 1.0
