"""Collecting, trimming, measuring and reporting."""

from __future__ import annotations

import gc
import threading
from itertools import pairwise

import pytest

from gangsheet_studio.memory import release
from gangsheet_studio.memory.release import collect, settle_heap, trim
from gangsheet_studio.memory.telemetry import Sampler
from gangsheet_studio.memory.usage import Usage, peak_rss, rss
from gangsheet_studio.protocol import Telemetry

MB = 1 << 20


@pytest.mark.parametrize(
    ("found", "cycles", "total"),
    [([0], 1, 0), ([5, 0], 2, 5), ([3, 2, 1, 0], 4, 6), ([1] * 9, 5, 5)],
)
def test_collection_stops_when_nothing_is_found_and_after_five(
    monkeypatch: pytest.MonkeyPatch, found: list[int], cycles: int, total: int
) -> None:
    answers = iter(found)
    calls: list[int] = []

    def once() -> int:
        calls.append(1)
        return next(answers)

    monkeypatch.setattr(release.gc, "collect", once)
    assert collect() == total
    assert len(calls) == cycles


def test_collection_finds_cycles() -> None:
    gc.collect()
    ring: list = []
    ring.append(ring)
    del ring
    assert collect() >= 1


def test_freed_memory_goes_back_to_the_system() -> None:
    settle_heap()
    collect()
    trim()  # or what other tests left free would be used first
    before = rss()
    pieces = [bytes(1000) for _ in range(60_000)]
    held = rss()
    assert held - before > 40 * MB
    assert peak_rss() >= held
    del pieces
    collect()
    trim()
    assert rss() - before < 20 * MB


class Nobody:
    """A helper that is not there."""

    rss = peak = 0


def test_the_sampler_reports_at_both_ends_and_stops() -> None:
    heard: list[Telemetry] = []
    with Sampler(heard.append, Usage(Nobody()), limit=3, budget=2) as sampler:
        sampler.phase = "painting"
        sampler.designs_held = lambda: 7
        sampler.scratch_bytes = lambda: 9
    assert len(heard) >= 2
    last = heard[-1]
    assert (last.limit, last.budget, last.designs_held, last.scratch_bytes) == (3, 2, 7, 9)
    assert last.phase == "painting"
    assert last.peak >= last.rss > 0
    assert all(b.seconds >= a.seconds for a, b in pairwise(heard))
    assert not [thread for thread in threading.enumerate() if thread.name == "telemetry"]
