"""The engine as a real child process: what it answers, and that it always ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from gangsheet_studio.engine.process import LONGEST_LINE
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine, Size
from gangsheet_studio.protocol import (
    CancelRequest,
    Failed,
    Finding,
    NestDone,
    NestRequest,
    OrdersDone,
    OrdersRequest,
    ProbeDone,
    ProbeRequest,
    Progress,
    RenderDone,
    RenderRequest,
    SheetOpened,
    Telemetry,
)

ENGINE = [sys.executable, "-m", "gangsheet_studio", "engine"]
SMALL = Film(width=10, longest=20, dpi=100)


def lines(art, *names, quantity=1, size=None):
    return tuple(
        OrderLine(design=name, path=str(art / name), quantity=quantity, size=size or Size()) for name in names
    )


def endless(art, request):
    """A layout that takes this machine many seconds."""
    return NestRequest(id=request, lines=lines(art, "red.png", quantity=400_000, size=Size(0.5)), film=Film())


def test_orders_become_lines(engine, art):
    engine.say(OrdersRequest(id=1, paths=(str(art),)))
    *before, done = engine.hear_until(OrdersDone, Failed)
    assert isinstance(done, OrdersDone)
    assert sorted(line.design for line in done.orders.lines) == ["blue.png", "red.png", "twin.png"]
    assert before and all(message.id == 1 for message in before)


def test_a_probe_tells_designs_and_refusals(engine, art):
    engine.say(ProbeRequest(id=5, paths=(str(art / "red.png"), str(art / "none.png"), str(art))))
    *before, done = engine.hear_until(ProbeDone)
    assert [design.name for design in done.designs] == ["red.png"]
    assert len(done.problems) == 2
    assert [message.problem for message in before if isinstance(message, Finding)] == list(done.problems)


def test_lines_become_a_layout_and_a_forecast(engine, art):
    engine.say(NestRequest(id=2, lines=lines(art, "red.png", "twin.png", "blue.png", quantity=4), film=SMALL))
    done = engine.hear_until(NestDone, Failed)[-1]
    assert isinstance(done, NestDone)
    assert done.layout.copies == 12
    assert done.forecast.peak_bytes > 0 and done.forecast.limit_bytes > 0
    assert {problem.severity for problem in done.problems} <= {"warning", "note"}


def test_a_job_becomes_sheets_with_steady_news(engine, art, tmp_path):
    out = tmp_path / "out"
    job = Job(name="Spring", lines=lines(art, "red.png", "blue.png", quantity=3), out=str(out), film=SMALL)
    engine.say(RenderRequest(id=3, job=job))
    *news, done = engine.hear_until(RenderDone, Failed)
    assert isinstance(done, RenderDone), done
    assert done.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["Spring.manifest.json", "Spring_Part_1.png"]
    assert any(isinstance(message, Telemetry) for message in news)
    fractions = [message.fraction for message in news if isinstance(message, Progress)]
    assert fractions == sorted(fractions) and fractions[-1] > 0.9


def test_requests_wait_for_one_another(engine, art):
    engine.say(*(ProbeRequest(id=number, paths=(str(art / "red.png"),)) for number in (1, 2, 3)))
    heard = engine.hear_until(ProbeDone, request=3)
    assert [message.id for message in heard if isinstance(message, ProbeDone)] == [1, 2, 3]
    assert [message.id for message in heard] == sorted(message.id for message in heard)


def test_cancel_reaches_work_that_never_looks_up_and_the_engine_goes_on(engine, art):
    engine.say(endless(art, 1))
    engine.hear_until(Progress, request=1)
    engine.say(CancelRequest(id=1))
    failed = engine.hear_until(Failed)[-1]
    assert (failed.id, failed.error, failed.exit_code) == (1, "cancelled", 130)
    engine.say(ProbeRequest(id=2, paths=(str(art / "red.png"),)))
    assert engine.hear_until(ProbeDone, Failed)[-1].id == 2


def test_cancel_takes_a_waiting_request_out_of_the_line(engine, art):
    engine.say(endless(art, 1), ProbeRequest(id=2, paths=()), CancelRequest(id=2))
    failed = engine.hear_until(Failed)[-1]
    assert (failed.id, failed.error) == (2, "cancelled")
    engine.say(CancelRequest(id=1))
    assert engine.hear_until(Failed)[-1].id == 1


def test_cancelling_what_does_not_run_is_no_news(engine):
    engine.say(CancelRequest(id=9), ProbeRequest(id=1, paths=()), CancelRequest(id=1), CancelRequest(id=1))
    engine.say(ProbeRequest(id=2, paths=()))
    last = engine.hear_until(ProbeDone, request=2)[-1]
    assert last == ProbeDone(id=2, designs=(), problems=())


@pytest.fixture
def long_job(tmp_path):
    """Grain that is scaled up to 4,400 px: some seconds of work."""
    art = tmp_path / "grain"
    art.mkdir()
    for number in range(6):
        Image.frombytes("RGB", (1500, 1500), os.urandom(1500 * 1500 * 3)).save(
            art / f"{number}.png", compress_level=1
        )
    grain = lines(art, *(f"{number}.png" for number in range(6)), quantity=4, size=Size(11))
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    return Job(name="Grain", lines=grain, out=str(out), scratch=str(scratch))


def nothing_is_left_of(job):
    out = Path(job.out)
    return (not out.exists() or not list(out.iterdir())) and not list(Path(job.scratch).iterdir())


def test_a_cancelled_render_leaves_no_file(engine, long_job):
    engine.say(RenderRequest(id=1, job=long_job))
    engine.hear_until(SheetOpened)
    engine.say(CancelRequest(id=1))
    *_, failed = engine.hear_until(Failed, RenderDone)
    assert isinstance(failed, Failed) and failed.error == "cancelled"
    assert nothing_is_left_of(long_job)


def test_a_studio_that_goes_away_leaves_no_file(engine, long_job):
    engine.say(RenderRequest(id=1, job=long_job))
    engine.hear_until(SheetOpened)
    code, rest = engine.end()
    assert code == 0
    assert rest[-1].error == "cancelled"
    assert nothing_is_left_of(long_job)


def test_a_job_with_a_bad_line_is_refused_with_the_reasons(engine, art, tmp_path):
    bad = (*lines(art, "red.png"), OrderLine(design="gone.png", path=str(art / "gone.png")))
    job = Job(name="Bad", lines=bad, out=str(tmp_path / "out"), film=SMALL)
    engine.say(RenderRequest(id=1, job=job))
    failed = engine.hear_until(Failed, RenderDone)[-1]
    assert (failed.error, failed.exit_code) == ("refused-input", 3)
    assert [problem.line for problem in failed.problems if problem.severity == "error"] == [2]
    assert not (tmp_path / "out").exists()


BAD_SETTINGS = [
    (Film(width=-1), "a"),
    (Film(dpi=0), "a"),
    (Film(margin=12), "a"),
    (Film(gap=-0.1), "a"),
    (Film(), "../a"),
    (Film(), "con"),
    (Film(), ""),
]


def test_settings_nobody_can_work_with_are_refused(engine, art, tmp_path):
    for number, (film, name) in enumerate(BAD_SETTINGS):
        job = Job(name=name, lines=lines(art, "red.png"), out=str(tmp_path / "out"), film=film)
        engine.say(RenderRequest(id=number, job=job))
        failed = engine.hear_until(Failed, RenderDone)[-1]
        assert (failed.id, failed.error, failed.exit_code) == (number, "usage", 2)
    assert not (tmp_path / "out").exists()


GARBAGE = [b"\n", b"garbage\n", b"\xff\xfe\n", b"[1, 2]\n", b'{"request":"eval","id":1}\n', b'{"id":3}\n']


def test_garbage_is_answered_and_survived(engine):
    for line in GARBAGE:
        engine.write(line)
        failed = engine.hear()
        assert isinstance(failed, Failed)
        assert (failed.id, failed.error) == (None, "protocol")
    engine.say(ProbeRequest(id=1, paths=()))
    assert isinstance(engine.hear(), ProbeDone)


def test_a_line_without_end_is_not_kept(engine):
    engine.write(b"x" * (LONGEST_LINE + 10) + b"\n")
    assert engine.hear().error == "protocol"
    engine.say(ProbeRequest(id=1, paths=()))
    assert isinstance(engine.hear(), ProbeDone)


def test_an_id_in_use_is_refused(engine, art):
    engine.say(endless(art, 1), ProbeRequest(id=1, paths=()))
    failed = engine.hear_until(Failed)[-1]
    assert (failed.id, failed.error) == (None, "protocol")


def test_the_end_of_stdin_ends_what_runs_what_waits_and_the_engine(engine, art):
    engine.say(endless(art, 1), ProbeRequest(id=2, paths=()))
    engine.hear_until(Progress, request=1)
    code, rest = engine.end()
    assert code == 0
    assert {(m.id, m.error) for m in rest if isinstance(m, Failed)} == {(1, "cancelled"), (2, "cancelled")}


def test_an_idle_engine_ends_with_stdin(engine):
    assert engine.end() == (0, [])


def test_half_a_line_at_the_end_is_no_request(engine):
    engine.write(b'{"request":"probe","id":1,"paths":[]}')
    assert engine.end() == (0, [])


def test_an_engine_nobody_listens_to_ends():
    read_end, write_end = os.pipe()
    child = subprocess.Popen(ENGINE, stdin=subprocess.PIPE, stdout=write_end, stderr=subprocess.DEVNULL)
    os.close(write_end)
    os.close(read_end)
    assert child.wait(30) == 0
    child.stdin.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals to send")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_cleanly(engine, art, name):
    engine.say(endless(art, 1))
    engine.hear_until(Progress, request=1)
    engine.process.send_signal(getattr(signal, name))
    failed = engine.hear_until(Failed)[-1]
    assert failed.error == "cancelled"
    assert engine.process.wait(30) == 0


def test_stdout_carries_nothing_but_the_protocol(art, tmp_path):
    """What a library prints, from Python or from C, goes to stderr."""
    code = (
        "import os, sys, threading\n"
        "from gangsheet_studio.engine import process\n"
        "claim = process.claim_pipes\n"
        "def noisy():\n"
        "    streams = claim()\n"
        "    print('stray print'); os.write(1, b'stray write\\n')\n"
        "    return streams\n"
        "process.claim_pipes = noisy\n"
        "process.main()\n"
    )
    child = subprocess.run(
        [sys.executable, "-c", code], input=b"", capture_output=True, timeout=30, check=True
    )
    assert child.stdout.startswith(b'{"type":"hello"') and child.stdout.count(b"\n") == 1
    assert b"stray print" in child.stderr and b"stray write" in child.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_name_that_is_no_text_is_told_in_words(engine, art):
    Path(os.fsdecode(os.fsencode(art / "x") + b"\xff.png")).write_bytes((art / "red.png").read_bytes())
    engine.say(OrdersRequest(id=1, paths=(str(art),)))
    last = engine.hear_until(OrdersDone, Failed)[-1]
    assert isinstance(last, OrdersDone) or last.error == "refused-input"
