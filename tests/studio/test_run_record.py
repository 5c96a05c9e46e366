"""What a RunRecord makes of a render's messages."""

import pytest

from gangsheet_studio.model.units import MB
from gangsheet_studio.protocol import (
    DesignFreed,
    DesignLoaded,
    Failed,
    Progress,
    SheetDiscarded,
    SheetFreed,
    SheetOpened,
    SheetSaved,
    Telemetry,
)
from gangsheet_studio.studio.memory.run_record import MOST_SAMPLES, RunRecord, small_bytes, thinned
from gangsheet_studio.studio.memory.scale import byte_ticks, forecast_sentence, second_ticks, top_of


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def told(seconds, rss, peak=0, phase="painting"):
    return Telemetry(
        seconds=seconds,
        rss=rss,
        peak=max(peak, rss),
        limit=512 * MB,
        budget=256 * MB,
        designs_held=2,
        scratch_bytes=5 * MB,
        phase=phase,
    )


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(clock):
    return RunRecord(clock)


def opened(part):
    return SheetOpened(
        part=part, parts=2, file=f"S_Part_{part}.png", width_px=10, height_px=10, copies=3, rss=50 * MB
    )


def test_marks_say_what_happened_at_the_time_between_telemetry(record, clock):
    record.hear(told(1.0, 60 * MB))
    clock.now += 0.15
    record.hear(DesignLoaded(design="UV840.png", index=3, size="3x3", bytes=1_258_291, rss=61 * MB))
    record.hear(told(1.2, 62 * MB))
    record.hear(DesignFreed(design="UV840.png", index=3, rss=59 * MB))
    assert [(m.kind, m.text, m.rss) for m in record.marks] == [
        ("loaded", "UV840.png 3x3 loaded, 1.2 MB", 61 * MB),
        ("freed", "UV840.png 3x3 freed", 59 * MB),
    ]
    assert [m.seconds for m in record.marks] == pytest.approx([1.15, 1.2])
    assert [m.kind for m in record.marks_near(1.19, 0.05)] == ["freed", "loaded"]


def test_time_of_marks_never_runs_back(record, clock):
    record.hear(told(1.0, 60 * MB))
    clock.now += 0.9
    record.hear(opened(1))
    record.hear(told(1.2, 62 * MB))
    record.hear(SheetSaved(part=1, file="a.png", bytes=MB, copies=3, rss=60 * MB))
    assert [m.seconds for m in record.marks] == sorted(m.seconds for m in record.marks)


def test_parts_have_their_time_and_what_was_held_before_and_after(record, clock):
    record.hear(told(0.0, 50 * MB))
    record.hear(opened(1))
    clock.now += 2
    record.hear(SheetFreed(part=1, before=72 * MB, after=62 * MB, collected=1))
    record.hear(opened(2))
    clock.now += 1
    record.hear(SheetDiscarded(part=2, rss=60 * MB))
    one, two = record.parts
    assert (one.number, one.opened, one.ended, one.before, one.after) == (1, 0.0, 2.0, 72 * MB, 62 * MB)
    assert (two.ended, two.before, two.discarded) == (3.0, None, True)
    assert record.part_at(1.0) == one
    assert record.part_at(9.0) is None
    assert record.marks[1].text == "Sheet 1 freed, 72 MB before, 62 MB after"


def test_peak_between_two_samples_is_a_point_of_the_line(record):
    record.hear(told(1.0, 60 * MB))
    record.hear(told(1.2, 62 * MB, peak=90 * MB))
    record.hear(told(1.4, 61 * MB, peak=90 * MB))
    assert (record.peak, record.peak_seconds) == (90 * MB, pytest.approx(1.1))
    assert record.rss_at(1.1) == 90 * MB
    assert record.rss_at(1.3) == pytest.approx(61.5 * MB)
    assert (record.budget, record.limit, record.designs_held, record.scratch) == (
        256 * MB,
        512 * MB,
        2,
        5 * MB,
    )


def test_phases_follow_telemetry_and_end_with_the_run(record):
    for seconds, phase in ((0, "idle"), (0.2, "painting"), (0.4, "painting"), (0.6, "verifying")):
        record.hear(told(seconds, 60 * MB, phase=phase))
    record.hear(opened(1))
    record.hear(Failed(error="cancelled", text="Cancelled", exit_code=130))
    assert [(s.phase, s.began, s.ended) for s in record.phases] == [
        ("idle", 0, 0.2),
        ("painting", 0.2, 0.6),
        ("verifying", 0.6, pytest.approx(0.6)),
    ]
    assert record.ended
    assert record.parts[0].ended is not None


def test_progress_is_told_in_all_and_for_each_part(record):
    record.hear(
        Progress(
            phase="painting", fraction=0.4, text="Painting", part=1, parts=2, row=30, rows=60, seconds_left=4
        )
    )
    record.hear(Progress(phase="staging", fraction=0.3, text="Read 2", part=1, parts=2, row=30, rows=60))
    assert (record.fraction, record.text, record.phase) == (0.4, "Read 2", "staging")
    assert (record.part, record.parts_total, record.row, record.rows) == (1, 2, 30, 60)
    assert record.part_fractions == {1: 0.5}
    record.hear(SheetSaved(part=1, file="a.png", bytes=MB, copies=3, rss=60 * MB))
    assert record.part_fractions == {1: 1.0}


def test_long_run_stays_small_and_keeps_its_peak_and_its_low(record):
    for i in range(20_000):
        record.hear(told(i * 0.2, {7_777: 200, 9_999: 20}.get(i, 60 + i % 5) * MB))
    assert len(record.samples) <= MOST_SAMPLES
    assert max(rss for _, rss in record.samples) == 200 * MB == record.peak
    assert min(rss for _, rss in record.samples) == 20 * MB
    assert record.samples == sorted(record.samples)


def test_thinning_keeps_the_ends_of_a_flat_line():
    assert thinned([(float(i), 5) for i in range(8)]) == [(0.0, 5), (3.0, 5), (4.0, 5), (7.0, 5)]


def test_axes_have_round_figures_and_leave_a_far_budget_above():
    assert top_of(110 * MB, 24 << 30)[1] is False
    assert top_of(110 * MB, 256 * MB)[1] is True
    assert [name for _, name in byte_ticks(280 * MB, 3)] == ["0 MB", "100 MB", "200 MB"]
    assert [name for _, name in second_ticks(4.2, 5)] == ["0 s", "1 s", "2 s", "3 s", "4 s"]
    assert [name for _, name in second_ticks(400, 5)] == ["0", "2:00", "4:00", "6:00"]
    assert small_bytes(100 * MB) == "100 MB"


def test_forecast_is_a_sentence_and_says_what_to_do():
    from gangsheet_studio.protocol import Forecast

    made = Forecast(
        peak_bytes=164 * MB, scratch_bytes=0, output_bytes=240 * MB, seconds=12, limit_bytes=256 * MB
    )
    assert forecast_sentence(made, 256 * MB) == (
        "This job should take 164 MB of the 256 MB it may use, about 12 s, and write about 240 MB."
    )
    assert "Raise the memory budget" in forecast_sentence(made, 100 * MB)
