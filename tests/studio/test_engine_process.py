"""How an engine speaks and ends: real child processes, some of them pretended."""

import sys
from pathlib import Path

import pytest

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.protocol import PROTOCOL, Hello, NestRequest, OrdersDone, OrdersRequest, Progress
from gangsheet_studio.studio.engines.client import EngineClient
from gangsheet_studio.studio.engines.outcome import Outcome
from gangsheet_studio.studio.engines.process import EngineProcess
from gangsheet_studio.studio.engines.render_run import RenderRun
from tests.studio.watch import Watch

FAKE = str(Path(__file__).with_name("fake_engine.py"))
HELLO = f'{{"type":"hello","protocol":{PROTOCOL},"version":"1","pid":1}}\\n'
PROGRESS = '{"type":"progress","id":1,"phase":"reading","fraction":0.5,"text":"half"}\\n'


def fake(then, *lines):
    return [sys.executable, FAKE, then, *lines]


class Heard:
    def __init__(self, engine):
        self.messages, self.noise, self.outcomes = [], [], []
        engine.said.connect(self.messages.append)
        engine.noise.connect(self.noise.append)
        engine.ended.connect(self.outcomes.append)


@pytest.fixture
def listen(qtbot):
    """Start an engine of a command, wait for its end, and return what was heard."""
    engines = []

    def start(command, *, send=(), wait=True, silence=20.0):
        engine = EngineProcess(command=command, silence=silence)
        engines.append(engine)
        heard = Heard(engine)
        engine.start()
        for request in send:
            engine.send(request)
        if wait:
            qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=15_000)
        return engine, heard

    yield start
    for engine in engines:
        engine.kill()
        engine.wait(5_000)


def test_a_real_engine_greets_and_ends_when_told_to(listen, qtbot):
    engine, heard = listen(None, wait=False)
    qtbot.waitUntil(lambda: bool(heard.messages), timeout=15_000)
    assert isinstance(heard.messages[0], Hello)
    assert engine.running and engine.pid
    engine.stop()
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=15_000)
    assert [outcome.kind for outcome in heard.outcomes] == ["stopped"]
    assert heard.noise == [] and not engine.running


def test_a_program_that_is_not_there(listen):
    _, heard = listen(["/nowhere/gangsheet-engine"])
    assert [outcome.kind for outcome in heard.outcomes] == ["could-not-start"]
    assert heard.outcomes[0].text and heard.outcomes[0].next_step


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        ("signal SIGSEGV", "crashed"),
        ("signal SIGABRT", "crashed"),
        ("signal SIGKILL", "killed"),
        ("raise", "left"),
        ("end", "left"),
    ],
)
def test_every_end_is_told_apart(listen, then, kind):
    _, heard = listen(fake(then, HELLO))
    assert [outcome.kind for outcome in heard.outcomes] == [kind]
    assert heard.outcomes[0].text.startswith("The engine") and heard.outcomes[0].next_step


def test_stderr_is_for_the_log(listen):
    _, heard = listen(fake("raise", HELLO))
    assert any("a fault of ours" in line for line in heard.noise)


@pytest.mark.parametrize(
    "first",
    [
        f'{{"type":"hello","protocol":{PROTOCOL + 1},"version":"9","pid":1}}\\n',
        '{"type":"hello","protocol":"one","version":"9","pid":1}\\n',
        PROGRESS,
        "Traceback (most recent call last):\\n",
        "\\n",
    ],
    ids=["newer", "no number", "no hello", "text", "blank"],
)
def test_an_engine_of_another_version_is_refused(listen, first):
    _, heard = listen(fake("sleep", first))
    assert [outcome.kind for outcome in heard.outcomes] == ["wrong-version"]
    assert heard.messages == []


BAD_LINES = {
    "text": "libpng warning: iCCP\\n",
    "blank": "\\n",
    "half an object": '{"type":"progress","id":1,"phase":"rea\\n',
    "no type": '{"id":1}\\n',
    "unknown type": '{"type":"dance","id":1}\\n',
    "missing field": '{"type":"progress","id":1,"phase":"reading"}\\n',
    "wrong kind": '{"type":"progress","id":1,"phase":"reading","fraction":"half","text":"x"}\\n',
    "no UTF-8": '{"type":"log","level":"info","event":"x","text":"\\xff\\xfe"}\\n',
    "a list": "[1,2,3]\\n",
    "NaN": '{"type":"progress","id":1,"phase":"reading","fraction":NaN,"text":"x"}\\n',
    "deep": "[" * 5000 + "\\n",
    "NUL": "\\x00\\x00\\n",
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_line_that_is_no_message_is_logged_and_costs_nothing(listen, line):
    _, heard = listen(fake("end", HELLO, line, PROGRESS))
    assert [type(message) for message in heard.messages] == [Hello, Progress]
    assert len(heard.noise) == 1


def test_a_message_may_come_in_pieces(listen):
    pieces = [PROGRESS[:20], PROGRESS[20:50], PROGRESS[50:] + PROGRESS + PROGRESS[:10], PROGRESS[10:]]
    _, heard = listen(fake("end", HELLO, *pieces))
    assert [type(message) for message in heard.messages] == [Hello, Progress, Progress, Progress]


def test_a_last_line_that_was_cut_off_is_told(listen):
    _, heard = listen(fake("signal SIGKILL", HELLO, PROGRESS[:30]))
    assert [type(message) for message in heard.messages] == [Hello]
    assert "cut off" in heard.noise[-1]


@pytest.mark.parametrize("lines", [(), (HELLO,)], ids=["before hello", "after a request"])
def test_a_silent_engine_is_hung(listen, lines):
    engine, heard = listen(fake("sleep", *lines), send=[OrdersRequest(id=1, paths=("x",))], silence=0.5)
    assert [outcome.kind for outcome in heard.outcomes] == ["hung"]
    assert not engine.running


def test_an_engine_that_stops_within_a_line_is_hung(listen):
    request = OrdersRequest(id=1, paths=("x",))
    engine, heard = listen(fake("sleep", HELLO, PROGRESS[:30]), send=[request], silence=0.5)
    assert [outcome.kind for outcome in heard.outcomes] == ["hung"]
    assert not engine.running and "cut off" in heard.noise[-1]


def test_a_line_without_an_end_is_not_kept(listen):
    endless = "import sys\nsys.stdout.write({!r})\nwhile True: sys.stdout.write('x' * 65536)"
    _, heard = listen([sys.executable, "-c", endless.format(HELLO.replace("\\n", "\n"))])
    assert [outcome.kind for outcome in heard.outcomes] == ["unexpected"]
    assert "without an end" in heard.outcomes[0].text


def test_an_engine_that_does_not_end_when_told_to_is_ended(listen, qtbot):
    engine, heard = listen(fake("sleep", HELLO), wait=False, silence=0.5)
    qtbot.waitUntil(lambda: bool(heard.messages), timeout=15_000)
    engine.stop()
    qtbot.waitUntil(lambda: bool(heard.outcomes), timeout=15_000)
    assert [outcome.kind for outcome in heard.outcomes] == ["stopped"] and not engine.running


def test_an_idle_engine_may_be_silent(listen, qtbot):
    _, heard = listen(fake("listen", HELLO), wait=False, silence=0.3)
    qtbot.waitUntil(lambda: bool(heard.messages), timeout=15_000)
    qtbot.wait(1_500)
    assert heard.outcomes == []


def test_a_flood_leaves_the_event_loop_alive(listen, qtbot):
    watch = Watch()
    flood = "import sys\nsys.stdout.write({!r} + {!r} * 30000)".format(
        HELLO.replace("\\n", "\n"), PROGRESS.replace("\\n", "\n")
    )
    _, heard = listen([sys.executable, "-c", flood])
    assert len(heard.messages) == 30_001
    watch.stop()
    assert max(watch.longest.values()) < 0.05


def test_a_client_answers_and_outlives_its_engine(qtbot, tmp_path):
    (tmp_path / "orders.csv").write_text("Design,Size,Qty\nred.png,2in,3\n")
    client = EngineClient()

    def read():
        return client.ask(lambda number: OrdersRequest(id=number, paths=(str(tmp_path / "orders.csv"),)))

    try:
        with qtbot.waitSignal(read().answered, timeout=15_000) as answered:
            pass
        assert isinstance(answered.args[0], OrdersDone) and len(answered.args[0].orders.lines) == 1
        first = client.pid
        ask = client.ask(
            lambda number: NestRequest(
                id=number, lines=(OrderLine(design="x", path=str(tmp_path), quantity=1),), film=Film()
            )
        )
        with qtbot.waitSignal(ask.failed, timeout=15_000) as failed:
            client.kill()
        assert isinstance(failed.args[0], Outcome)
        with qtbot.waitSignal(read().answered, timeout=15_000):
            pass
        assert client.pid != first
    finally:
        client.kill()
        client.wait(5_000)


def test_a_run_that_is_killed_names_what_is_safe(qtbot, tmp_path):
    saved = '{"type":"sheet_saved","id":1,"part":1,"file":"a_Part_1.png","bytes":1,"copies":1,"rss":1}\\n'
    run = RenderRun(Job(name="a", lines=(), out=str(tmp_path)), command=fake("signal SIGKILL", HELLO, saved))
    with qtbot.waitSignal(run.failed, timeout=15_000) as failed:
        run.start()
    assert failed.args[0].kind == "killed"
    assert failed.args[0].saved == ("a_Part_1.png",)
