"""Designs ahead of need on real threads: each is closed once, nobody waits for ever."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangsheet_studio.designs.store import DesignStore
from gangsheet_studio.errors import CancelledError, RefusedInputError

PATIENCE = 10.0  # seconds until a test gives up; nothing here takes a hundredth of it


class Rows:
    """A staged design that counts how often it is closed."""

    def __init__(self, index: int, memory: int = 10, scratch: int = 100) -> None:
        self.index = index
        self.memory_bytes = memory
        self.scratch_bytes = scratch
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class Stager:
    """Stages when told to: `gate` holds every worker, `fail` raises for an index."""

    def __init__(self, gated: bool = False) -> None:
        self.made: list[Rows] = []
        self.started: list[int] = []
        self.keeps: list[int] = []
        self.busy = self.most_busy = 0
        self.fail: dict[int, BaseException] = {}
        self.gate = threading.Semaphore(0 if gated else 1 << 20)
        self.news = threading.Condition()

    def __call__(self, index: int, keep: int) -> Rows:
        with self.news:
            self.started.append(index)
            self.keeps.append(keep)
            self.busy += 1
            self.most_busy = max(self.most_busy, self.busy)
            self.news.notify_all()
        assert self.gate.acquire(timeout=PATIENCE)
        with self.news:
            self.busy -= 1
            if index in self.fail:
                raise self.fail[index]
            rows = Rows(index)
            self.made.append(rows)
            self.news.notify_all()
        return rows

    def wait_for(self, what: Callable[[], bool]) -> None:
        with self.news:
            assert self.news.wait_for(what, PATIENCE)


def store_of(counts: list[int], stage: Callable[[int, int], Rows], **changes: object) -> DesignStore[Rows]:
    options = {
        "threads": 2,
        "workers": lambda: 2,
        "ahead": lambda: 3,
        "keep": lambda: 1000,
        "cancel": threading.Event(),
    }
    return DesignStore(counts, stage, **(options | changes))


@settings(deadline=None, max_examples=50)
@given(
    counts=st.lists(st.integers(1, 4), min_size=1, max_size=12),
    threads=st.integers(1, 3),
    workers=st.integers(1, 3),
    ahead=st.integers(0, 4),
    shuffle=st.randoms(use_true_random=False),
)
def test_every_copy_is_served_and_every_design_closed_once(counts, threads, workers, ahead, shuffle) -> None:
    copies = [index for index, count in enumerate(counts) for _ in range(count)]
    shuffle.shuffle(copies)
    stage, left = Stager(), list(counts)
    store = store_of(counts, stage, threads=threads, workers=lambda: workers, ahead=lambda: ahead)
    with store:
        for index in copies:
            rows = store.take(index)
            assert rows.index == index and rows.closed == 0
            left[index] -= 1
            assert store.give_back(index) is (left[index] == 0)
            assert rows.closed == (left[index] == 0)
        assert (store.held, store.memory_bytes, store.scratch_bytes) == (0, 0, 0)
    assert sorted(stage.started) == list(range(len(counts)))
    assert [rows.closed for rows in stage.made] == [1] * len(counts)


def test_no_more_is_staged_than_was_asked_for() -> None:
    stage = Stager()
    with store_of([1] * 9, stage, ahead=lambda: 2) as store:
        stage.wait_for(lambda: len(stage.made) == 2)
        store.take(0)
        stage.wait_for(lambda: len(stage.made) == 3)
        store.take(4)
        stage.wait_for(lambda: len(stage.made) == 7)
        with store.paused():
            store.settle()
            assert sorted(stage.started) == list(range(7))
            assert (store.held, store.memory_bytes, store.scratch_bytes) == (7, 70, 700)
    assert all(rows.closed == 1 for rows in stage.made)


def test_without_looking_ahead_only_what_is_wanted_is_staged() -> None:
    stage = Stager()
    with store_of([1, 1, 1], stage, ahead=lambda: 0) as store:
        assert store.take(0).index == 0
        with store.paused():
            store.settle()
            assert stage.started == [0]


def test_what_may_stay_in_memory_is_what_others_left() -> None:
    stage = Stager()
    with store_of([1, 1, 1], stage, threads=1, keep=lambda: 25) as store:
        stage.wait_for(lambda: len(stage.made) == 3)
        with store.paused():
            store.settle()
            assert stage.keeps == [25, 15, 5]


def test_the_order_is_kept() -> None:
    stage = Stager()
    with store_of([1] * 5, stage, threads=1) as store:
        store.take(4)
    assert stage.started == [0, 1, 2, 3, 4]


def test_workers_may_shrink_in_the_middle() -> None:
    allowed, stage = [2], Stager(gated=True)
    with store_of([1] * 8, stage, workers=lambda: allowed[0], ahead=lambda: 8) as store:
        stage.wait_for(lambda: stage.busy == 2)
        allowed[0] = 1
        stage.most_busy = 0
        for index in range(8):
            stage.gate.release()
            if index:  # one that is waited for is staged whoever is busy
                stage.wait_for(lambda done=index: len(stage.made) > done)
        with store.paused():
            store.settle()
            assert len(stage.made) == 8
    assert stage.most_busy == 1


def test_looking_ahead_may_shrink_in_the_middle() -> None:
    ahead, stage = [3], Stager()
    with store_of([1] * 8, stage, ahead=lambda: ahead[0]) as store:
        stage.wait_for(lambda: len(stage.made) == 3)
        ahead[0] = 0
        for index in range(8):
            store.take(index)
            store.give_back(index)
            with store.paused():
                store.settle()
                assert store.held <= max(0, 2 - index)


def test_a_design_that_is_waited_for_needs_no_free_worker() -> None:
    stage = Stager(gated=True)
    with store_of([1, 1], stage, workers=lambda: 1, ahead=lambda: 9) as store:
        stage.wait_for(lambda: stage.started == [0])
        taker = threading.Thread(target=store.take, args=(1,))
        taker.start()
        stage.wait_for(lambda: stage.started == [0, 1])
        stage.gate.release(2)
        taker.join(PATIENCE)
        assert not taker.is_alive()


def test_what_staging_raises_comes_out_where_it_is_taken() -> None:
    stage = Stager()
    stage.fail[1] = RefusedInputError("“a.png” is damaged.")
    with store_of([1, 1, 1], stage) as store:
        assert store.take(2).index == 2
        assert store.take(0).index == 0
        for _ in range(2):
            with pytest.raises(RefusedInputError, match="is damaged"):
                store.take(1)
    assert all(rows.closed == 1 for rows in stage.made)


def test_an_error_holds_on_to_nothing_of_its_stage() -> None:
    class Decoder:
        pass

    kept: list[weakref.ref[Decoder]] = []

    def stage(index: int, keep: int) -> Rows:
        decoder = Decoder()
        kept.append(weakref.ref(decoder))
        raise OSError("disk full")

    with store_of([1], stage) as store:
        with pytest.raises(OSError, match="disk full"):
            store.take(0)
        gc.collect()
        assert [reference() for reference in kept] == [None]


def test_cancel_ends_a_wait() -> None:
    cancel, stage = threading.Event(), Stager(gated=True)
    with store_of([1, 1], stage, cancel=cancel) as store:
        stage.wait_for(lambda: stage.busy == 2)
        threading.Timer(0.02, cancel.set).start()
        with pytest.raises(CancelledError):
            store.take(1)
        stage.gate.release(2)
    assert all(rows.closed == 1 for rows in stage.made)
    assert len(stage.made) == 2


def test_nothing_new_begins_once_cancelled() -> None:
    cancel, stage = threading.Event(), Stager(gated=True)
    with store_of([1] * 6, stage, cancel=cancel, threads=1, ahead=lambda: 9):
        stage.wait_for(lambda: stage.started == [0])
        cancel.set()
        stage.gate.release(6)
    assert stage.started == [0]


def test_quiet_waits_and_lets_nothing_begin() -> None:
    stage = Stager(gated=True)
    with store_of([1] * 4, stage, threads=1, ahead=lambda: 9) as store:
        stage.wait_for(lambda: stage.busy == 1)
        threading.Timer(0.02, stage.gate.release, (4,)).start()
        with store.paused():
            store.settle()
            assert stage.busy == 0
            assert stage.started == [0]
        stage.wait_for(lambda: len(stage.made) == 4)
    assert stage.most_busy == 1


def test_all_is_closed_at_the_end_of_a_job_that_went_well() -> None:
    stage = Stager()
    with store_of([2, 2], stage) as store:
        store.take(0)
        store.take(1)
    assert [rows.closed for rows in stage.made] == [1, 1]
    assert store.held == 0


def test_all_is_closed_when_the_job_breaks_and_workers_are_told() -> None:
    cancel, stage = threading.Event(), Stager()
    with pytest.raises(ZeroDivisionError), store_of([1] * 5, stage, cancel=cancel) as store:
        store.take(0)
        raise ZeroDivisionError
    assert cancel.is_set()
    assert all(rows.closed == 1 for rows in stage.made)
    assert not any(thread.name.startswith("stage-") for thread in threading.enumerate())


def test_one_that_can_not_be_closed_keeps_no_other_open() -> None:
    class Stuck(Rows):
        def close(self) -> None:
            super().close()
            raise OSError("in use")

    made: list[Rows] = []

    def stage(index: int, keep: int) -> Rows:
        made.append(Stuck(index) if index == 1 else Rows(index))
        return made[-1]

    with pytest.raises(OSError, match="in use"), store_of([1, 1, 1], stage) as store:
        store.take(2)
        store.take(1)
        store.take(0)
    assert [rows.closed for rows in made] == [1, 1, 1]


def test_what_is_freed_can_not_be_taken_again() -> None:
    with store_of([1], Stager()) as store:
        store.take(0)
        store.give_back(0)
        with pytest.raises(LookupError):
            store.take(0)
