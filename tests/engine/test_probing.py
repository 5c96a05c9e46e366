"""Each file is looked at once, and again when it changes."""

import os
import threading

import pytest
from PIL import Image

from gangsheet_studio.engine.probing import ProbeCache, probe_all
from gangsheet_studio.errors import CancelledError, RefusedInputError
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import Progress


def test_paths_come_back_once_each_in_their_order(art, decoder):
    paths = [str(art / name) for name in ("red.png", "blue.png", "red.png", "none.png", "twin.png")]
    news = []
    found = probe_all(paths, ProbeCache(decoder), threading.Event(), news.append)
    assert list(found) == list(dict.fromkeys(paths))
    assert isinstance(found[str(art / "none.png")], RefusedInputError)
    assert found[str(art / "red.png")].key == found[str(art / "twin.png")].key
    assert [message.fraction for message in news] == [0.25, 0.5, 0.75, 1.0]
    assert all(isinstance(message, Progress) for message in news)


def test_a_file_is_looked_at_again_only_when_it_changed(art, decoder):
    cache, path = ProbeCache(decoder), art / "red.png"
    first = cache.probe(str(path))
    assert cache.probe(str(path)) is first
    Image.new("RGBA", (50, 60), "green").save(path)
    os.utime(path, ns=(1, 1))
    again = cache.probe(str(path))
    assert isinstance(again, Design) and (again.width_px, again.height_px) == (50, 60)


def test_a_refused_file_is_taken_once_it_is_there(art, decoder):
    cache, path = ProbeCache(decoder), art / "late.png"
    assert isinstance(cache.probe(str(path)), RefusedInputError)
    path.write_bytes((art / "red.png").read_bytes())
    assert isinstance(cache.probe(str(path)), Design)


def test_cancel_is_seen_before_all_are_done(art, decoder):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(CancelledError):
        probe_all([str(art / "red.png")], ProbeCache(decoder), cancel, lambda message: None)


def test_what_breaks_in_a_worker_comes_out_in_the_open(art, decoder):
    class Broken(ProbeCache):
        def probe(self, path, cancel=None):
            raise ZeroDivisionError(path)

    with pytest.raises(ZeroDivisionError, match=r"red\.png"):
        probe_all([str(art / "red.png")], Broken(decoder), threading.Event(), lambda message: None)
