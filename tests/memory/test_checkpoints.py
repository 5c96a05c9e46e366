"""Doing with less when memory is short, and saying so with figures when that is not enough."""

from __future__ import annotations

import itertools
import threading
from types import SimpleNamespace

import pytest

from gangsheet_studio.errors import CancelledError, NotEnoughMemoryError
from gangsheet_studio.memory import checkpoints
from gangsheet_studio.memory.checkpoints import SHARES, Checkpoints
from gangsheet_studio.memory.forecast import forecast
from gangsheet_studio.memory.limits import Memory
from gangsheet_studio.memory.plan import PLANS, choose, peak_bytes
from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout, Part, Placement

MB, GB = 1 << 20, 1 << 30


def design(**changes) -> Design:
    fields = {
        "key": "k",
        "path": "k.png",
        "name": "k.png",
        "format": "png",
        "width_px": 5500,
        "height_px": 4550,
        "dpi": None,
        "colour": "srgb",
        "bits": 8,
        "alpha": True,
        "profile": False,
        "orientation": 1,
        "file_bytes": 8 * MB,
        "streams": True,
    }
    return Design(**{**fields, **changes})


def layout(rows: int = 1, scale: float = 1.0) -> Layout:
    width, height = int(5500 * scale), int(4550 * scale)
    placements = tuple(
        Placement(
            line=1, design="k", key="k", order="", copy=n + 1, x=0, y=n * (height + 50), width=width,
            height=height, rotation=0,
        )
        for n in range(rows)
    )  # fmt: skip
    part = Part(number=1, width_px=9200, height_px=rows * (height + 50), placements=placements)
    return Layout(film=Film(), parts=(part,))


class Machine:
    """Memory as the checkpoints see it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.memory, self.rss = Memory(8 * GB, 1 * GB), 60 * MB
        monkeypatch.setattr(checkpoints, "system_memory", lambda: self.memory)
        monkeypatch.setattr(checkpoints, "rss", lambda: self.rss)
        self.seconds = itertools.count()
        monkeypatch.setattr(checkpoints, "time", SimpleNamespace(monotonic=lambda: next(self.seconds)))


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(monkeypatch)


def start(limit: int, designs: dict[str, Design] | None = None) -> tuple[Checkpoints, list[str]]:
    said: list[str] = []
    on = {"on_adapt": said.append, "pause": lambda _seconds: None}
    return Checkpoints(layout(), designs or {"k": design()}, limit, **on), said


def test_enough_memory_means_the_fastest_plan(machine: Machine) -> None:
    watch, said = start(8 * GB)
    for step in SHARES:
        watch.check(step)
    assert watch.plan == PLANS[0]
    assert not said


@pytest.mark.parametrize("step", SHARES)
def test_the_share_of_each_step(machine: Machine, step: checkpoints.Step) -> None:
    watch, _ = start(8 * GB)
    machine.memory = Memory(8 * GB, int(SHARES[step] * 8 * GB))
    watch.check(step)
    assert watch.plan == PLANS[0]
    machine.memory = Memory(8 * GB, int(SHARES[step] * 8 * GB) + MB)
    watch.check(step)
    assert watch.plan == PLANS[1]


def test_the_budget_counts_like_the_machine(machine: Machine) -> None:
    watch, said = start(256 * MB)
    machine.rss = 220 * MB
    watch.check("before part")
    assert watch.plan == PLANS[1]
    assert "Memory is short (before part)" in said[0]


def test_it_adapts_before_it_stops_and_stops_with_figures(machine: Machine) -> None:
    watch, said = start(256 * MB)
    machine.rss = 256 * MB
    for _ in PLANS[1:]:
        watch.check("staging")
    assert watch.plan == PLANS[-1]
    assert len(said) == len(PLANS) - 1
    with pytest.raises(NotEnoughMemoryError) as caught:
        watch.check("staging")
    assert caught.value.needed > caught.value.available
    assert "Raise the memory budget" in str(caught.value)


def test_a_job_that_was_promised_its_budget_may_use_all_of_it(machine: Machine) -> None:
    needed = peak_bytes(PLANS[-1], layout(), {"k": design()})
    watch, _ = start(needed)
    machine.rss = needed - MB
    for step in SHARES:
        watch.check(step)


def test_a_machine_without_room_for_the_smallest_plan_stops_the_job(machine: Machine) -> None:
    needed = peak_bytes(PLANS[-1], layout(), {"k": design()})
    watch, _ = start(8 * GB)
    machine.memory = Memory(8 * GB, 8 * GB - (needed - machine.rss) + MB)
    for _ in PLANS[1:]:
        watch.check("staging")
    with pytest.raises(NotEnoughMemoryError) as caught:
        watch.check("staging")
    assert (caught.value.needed, caught.value.available) == (needed, needed - MB)


def test_what_another_program_takes_for_a_moment_stops_nothing(machine: Machine) -> None:
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            machine.memory = Memory(8 * GB, 4 * GB)

    said: list[str] = []
    watch = Checkpoints(layout(), {"k": design()}, 8 * GB, on_adapt=said.append, pause=pause)
    machine.memory = Memory(8 * GB, 8 * GB - 2 * MB)
    for _ in PLANS:
        watch.check("staging")
    assert len(waited) == 3 and said[-1].endswith("waiting for other programs to give some back")


def test_whoever_cancels_while_it_waits_is_heard(machine: Machine) -> None:
    def pause(_seconds: float) -> None:
        raise CancelledError

    watch = Checkpoints(layout(), {"k": design()}, 8 * GB, on_adapt=lambda _: None, pause=pause)
    machine.memory = Memory(8 * GB, 8 * GB - 2 * MB)
    watch.check("staging")
    watch.check("staging")
    with pytest.raises(CancelledError):
        watch.check("staging")


def test_nobody_waits_for_others_where_the_job_itself_takes_too_much(machine: Machine) -> None:
    def pause(_seconds: float) -> None:
        pytest.fail("there is nothing to wait for")

    watch = Checkpoints(layout(), {"k": design()}, 256 * MB, on_adapt=lambda _: None, pause=pause)
    machine.rss = 256 * MB
    watch.check("staging")
    watch.check("staging")
    with pytest.raises(NotEnoughMemoryError, match="Raise the memory budget"):
        watch.check("staging")


def test_a_full_machine_with_room_for_us_goes_on(machine: Machine) -> None:
    watch, _ = start(8 * GB)
    machine.memory = Memory(8 * GB, int(7.5 * GB))
    for _ in range(5):
        watch.check("staging")
    assert watch.plan == PLANS[-1]


def test_a_job_that_cannot_fit_is_refused_at_once(machine: Machine) -> None:
    with pytest.raises(NotEnoughMemoryError) as caught:
        start(64 * MB)
    assert caught.value.needed > 64 * MB == caught.value.available


def test_a_picture_that_cannot_be_read_by_rows_is_named(machine: Machine) -> None:
    webp = design(name="poster.webp", format="webp", streams=False, whole_bytes=2 * GB)
    with pytest.raises(NotEnoughMemoryError, match=r"“poster\.webp” alone needs 2\.00 GB"):
        start(1 * GB, {"k": webp})


def test_a_smaller_limit_never_means_a_larger_plan() -> None:
    chosen = [choose(layout(), {"k": design()}, limit * MB) for limit in range(40, 400, 2)]
    ranks = [len(PLANS) if plan is None else PLANS.index(plan) for plan in chosen]
    assert ranks == sorted(ranks, reverse=True)
    assert set(ranks) == {0, 1, 2, 3}


def test_peak_does_not_know_length_or_number() -> None:
    designs = {"k": design()}
    grown = peak_bytes(PLANS[0], layout(500), designs) - peak_bytes(PLANS[0], layout(1), designs)
    assert grown < 500 * 1000  # each copy's place in the layout, and no pixel
    tall = {"k": design(height_px=27_000)}
    scaled = peak_bytes(PLANS[0], layout(1, 0.5), designs)
    assert scaled > peak_bytes(PLANS[0], layout(1), designs)
    assert peak_bytes(PLANS[0], layout(1, 0.5), tall) == scaled


def test_forecast_grows_with_the_work() -> None:
    one, many = (forecast(layout(rows), {"k": design()}, 8 * GB) for rows in (1, 10))
    assert many.output_bytes == 10 * one.output_bytes > 0
    assert many.scratch_bytes == one.scratch_bytes
    assert many.seconds >= one.seconds >= 0
    assert one.peak_bytes < 200 * MB


def test_bands_look_again_after_a_moment_only(machine: Machine) -> None:
    machine.seconds = iter([1.0, 1.05, 1.1])
    watch, _ = start(8 * GB)
    watch.check("painting")
    machine.memory = Memory(8 * GB, int(7.5 * GB))
    watch.check("painting")
    assert watch.plan == PLANS[0]
    watch.check("painting")
    assert watch.plan == PLANS[1]


def test_painting_goes_on_where_nothing_more_could_be_staged(machine: Machine) -> None:
    watch, _ = start(8 * GB)
    machine.memory = Memory(8 * GB, 8 * GB - 10 * MB)
    watch.plan = PLANS[-1]
    watch.check("painting")
    with pytest.raises(NotEnoughMemoryError):
        watch.check("staging")


def test_between_two_steps_it_adapts_at_once_and_stops_what_stays_short(machine: Machine) -> None:
    said: list[str] = []
    stopped = threading.Event()
    watch = Checkpoints(layout(), {"k": design()}, 8 * GB, on_adapt=said.append, stop=stopped.set)
    watch.watch()
    assert watch.plan == PLANS[0]
    machine.memory = Memory(8 * GB, 8 * GB)
    watch.watch()
    assert watch.plan == PLANS[-1]
    assert len(said) == 1
    machine.memory = Memory(8 * GB, 4 * GB)
    watch.watch()
    machine.memory = Memory(8 * GB, 8 * GB)
    watch.watch()
    assert not stopped.is_set()
    watch.watch()
    assert stopped.is_set()
    with pytest.raises(NotEnoughMemoryError, match="Close other programs"), watch.watched():
        raise CancelledError


def test_going_past_the_limit_stops_the_work_at_once(machine: Machine) -> None:
    stopped = threading.Event()
    watch = Checkpoints(layout(), {"k": design()}, 256 * MB, on_adapt=lambda _: None, stop=stopped.set)
    machine.rss = 256 * MB
    watch.watch()
    assert stopped.is_set()
    with pytest.raises(NotEnoughMemoryError) as caught, watch.watched():
        raise CancelledError
    assert caught.value.needed > caught.value.available == 256 * MB


def test_who_cancels_is_told_so() -> None:
    watch, _ = start(8 * GB)
    with pytest.raises(CancelledError), watch.watched():
        raise CancelledError


def test_scratch_in_memory_counts(machine: Machine) -> None:
    designs = {"k": design()}
    on_disk, in_memory = (
        forecast(layout(), designs, 8 * GB, scratch_in_memory=there) for there in (False, True)
    )
    assert in_memory.peak_bytes == on_disk.peak_bytes + on_disk.scratch_bytes
    needed = peak_bytes(PLANS[-1], layout(), designs)
    with pytest.raises(NotEnoughMemoryError, match="scratch folder is in memory: choose another"):
        Checkpoints(layout(), designs, needed, scratch_in_memory=True, on_adapt=lambda _: None)
