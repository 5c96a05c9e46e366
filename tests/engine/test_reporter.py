"""What passes a reporter, when, and in which order; time is a number that the test sets."""

import logging
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangsheet_studio.engine import heartbeat
from gangsheet_studio.engine.pace import PER_SECOND
from gangsheet_studio.engine.reporter import Reporter
from gangsheet_studio.log_file import close_log, open_log
from gangsheet_studio.model.order import OrderLine, Orders
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol import (
    Deduplicated,
    Failed,
    Finding,
    Log,
    OrdersDone,
    Placing,
    Progress,
    SheetSaved,
    encode,
)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def silent():
    log = logging.Logger("test")
    log.addHandler(logging.NullHandler())
    return log


def progress(fraction, phase="painting"):
    return Progress(phase=phase, fraction=fraction, text=f"{phase} {fraction}")


def fractions(sent):
    return [message.fraction for message in sent if isinstance(message, Progress)]


def test_every_message_carries_the_request_and_is_followed_by_its_log_lines(silent):
    sent = []
    Reporter(sent.append, silent, request=7)(Placing(design="a.png", copy=1, copies=2))
    assert sent == [
        Placing(id=7, design="a.png", copy=1, copies=2),
        Log(id=7, level="info", event="placing", text="Placing a.png copy 1 of 2..."),
    ]


def test_progress_passes_ten_times_a_second_at_most_and_its_last_always(silent):
    sent, clock = [], Clock()
    reporter = Reporter(sent.append, silent, clock=clock)
    for step in range(1000):
        reporter(progress(step / 1000))
        clock.now += 0.001
    assert 5 <= len(sent) <= PER_SECOND
    reporter(Failed(error="cancelled", text="…", exit_code=130))
    assert fractions(sent)[-1] == 0.999


def test_the_last_of_a_phase_passes_before_the_next_phase(silent):
    sent, clock = [], Clock()
    reporter = Reporter(sent.append, silent, clock=clock)
    reporter(progress(0.1, "probing"))
    reporter(progress(0.2, "probing"))
    reporter(progress(0.3, "nesting"))
    clock.now += 1
    reporter(progress(0.4, "nesting"))
    assert fractions(sent) == [0.1, 0.2, 0.4]


def test_what_was_held_back_passes_with_the_next_message_once_it_is_due(silent):
    sent, clock = [], Clock()
    reporter = Reporter(sent.append, silent, clock=clock)
    reporter(progress(0.1))
    reporter(progress(0.2))
    reporter(Deduplicated(files=1, unique=1))
    assert fractions(sent) == [0.1]
    clock.now += 0.2
    reporter(Deduplicated(files=1, unique=1))
    assert fractions(sent) == [0.1, 0.2]


PHASES = st.sampled_from(["probing", "nesting", "painting"])
STEPS = st.lists(st.tuples(st.floats(0, 0.3), PHASES, st.floats(-0.5, 2)), max_size=80)


@given(STEPS)
def test_no_second_holds_more_than_ten_and_no_fraction_falls(steps):
    clock, sent = Clock(), []
    reporter = Reporter(
        lambda message: sent.append((clock.now, message)), logging.Logger("test"), clock=clock
    )
    for wait, phase, fraction in steps:
        clock.now += wait
        reporter(progress(fraction, phase))
    reporter(OrdersDone(orders=Orders()))
    times = [when for when, message in sent if isinstance(message, Progress)]
    shown = fractions(message for _, message in sent)
    assert all(later - sooner >= 1 for sooner, later in zip(times, times[PER_SECOND:], strict=False))
    assert shown == sorted(shown)
    assert all(0 <= fraction <= 1 for fraction in shown)
    assert bool(shown) == bool(steps)
    if steps:
        assert shown[-1] == max(0.0, *(min(fraction, 1.0) for *_, fraction in steps), 0.0)


def test_nothing_follows_the_last_message(silent):
    sent = []
    reporter = Reporter(sent.append, silent)
    reporter(OrdersDone(orders=Orders()))
    reporter(Placing(design="late", copy=1, copies=1))
    reporter(progress(1.0))
    assert sent == [OrdersDone(orders=Orders())]


def test_an_answer_that_can_not_be_sent_may_be_followed_by_the_reason(silent):
    sent = []
    reporter = Reporter(lambda message: sent.append(encode(message)), silent)
    with pytest.raises(UnicodeEncodeError):
        reporter(OrdersDone(orders=Orders((OrderLine(design="\udcff.png"),))))
    reporter(Failed(error="refused-input", text="…", exit_code=3))
    assert len(sent) == 1 and b'"failed"' in sent[0]


def test_the_last_progress_is_said_again_after_a_silence_and_not_before(silent):
    sent, clock = [], Clock()
    reporter = Reporter(sent.append, silent, request=3, clock=clock)
    reporter(progress(0.5, "nesting"))
    clock.now += 3.5
    reporter.repeat_after(4)
    assert fractions(sent) == [0.5]
    clock.now += 0.5
    reporter.repeat_after(4)
    assert sent == [Progress(id=3, phase="nesting", fraction=0.5, text="nesting 0.5")] * 2
    clock.now += 3
    reporter(Deduplicated(files=1, unique=1))
    clock.now += 3
    reporter.repeat_after(4)
    assert fractions(sent) == [0.5, 0.5]


def test_silence_before_any_progress_and_after_the_end(silent):
    sent, clock = [], Clock()
    reporter = Reporter(sent.append, silent, clock=clock)
    clock.now += 5
    reporter.repeat_after(4)
    assert [(message.phase, message.fraction) for message in sent] == [("idle", 0.0)]
    reporter(OrdersDone(orders=Orders()))
    clock.now += 5
    reporter.repeat_after(4)
    assert len(sent) == 2


def test_a_heartbeat_repeats_while_it_is_entered_and_ends_with_it(silent, monkeypatch):
    monkeypatch.setattr(heartbeat, "_LOOK_SECONDS", 0.2)
    monkeypatch.setattr(heartbeat, "QUIET_SECONDS", 0.0)
    twice, sent = threading.Event(), []

    def send(message):
        sent.append(message)
        if len(sent) >= 2:
            twice.set()

    with heartbeat.Heartbeat(Reporter(send, silent)):
        assert twice.wait(10)
    assert not [thread for thread in threading.enumerate() if thread.name == "heartbeat"]


def test_saved_sheets_are_remembered_for_a_failure(silent):
    reporter = Reporter(lambda message: None, silent)
    reporter(SheetSaved(part=1, file="S_Part_1.png", bytes=1, copies=1, rss=1))
    assert reporter.saved == ("S_Part_1.png",)


def test_messages_of_many_threads_arrive_whole_one_after_the_other(silent):
    sent, inside = [], []

    def send(message):
        inside.append(message)
        assert len(inside) == 1
        sent.append(message)
        inside.clear()

    reporter = Reporter(send, silent)

    def work(name):
        for copy in range(200):
            reporter(Placing(design=name, copy=copy, copies=200))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sent) == 4 * 200 * 2
    for name in "abcd":
        copies = [m.copy for m in sent if isinstance(m, Placing) and m.design == name]
        assert copies == list(range(200))


def test_the_log_file_holds_lines_findings_and_failures(tmp_path):
    log = open_log(tmp_path)
    reporter = Reporter(lambda message: None, log)
    reporter(Placing(design="ünï.png", copy=1, copies=2))
    reporter(Finding(problem=Problem(id="design.low-dpi", severity="warning", message="a.png is coarse.")))
    reporter(Failed(error="cancelled", text="Cancelled.", exit_code=130))
    close_log(log)
    written = (tmp_path / "engine.log").read_text(encoding="utf-8")
    assert "INFO Placing ünï.png copy 1 of 2..." in written
    assert "WARNING design.low-dpi: a.png is coarse." in written
    assert "ERROR cancelled: Cancelled." in written


def test_a_log_folder_that_can_not_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("in the way")
    sent = []
    log = open_log(tmp_path / "file")
    Reporter(sent.append, log)(Placing(design="a", copy=1, copies=1))
    close_log(log)
    assert len(sent) == 2
