"""A decoder is a process that may be lost: what is lost is the file that ended it, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from gangsheet_studio.decoder.client import Decoder, is_harmful
from gangsheet_studio.errors import BrokenInstallationError, CancelledError, RefusedInputError
from gangsheet_studio.sheets.png.rows import DeflatedRows

PATIENCE = 30.0

# a decoder in which a file's name decides what reading it does
SCRIPT = """
import os, signal, sys, threading, time
from gangsheet_studio.decoder import process, work
real = process.work
def work(task, cancel):
    name = str(getattr(task, "path", ""))
    if "evil" in name:
        print("reading what is evil", file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)
        threading.Event().wait()  # another thread may be the one that takes it, a little later
    if "hungry" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "endless" in name:
        threading.Event().wait()
    if "patient" in name:
        cancel.wait()
        from gangsheet_studio.errors import stop_if
        stop_if(cancel)
    if "slow" in name:
        time.sleep(0.3)
    return real(task, cancel)
process.work = work
process.main()
"""


class Log:
    """Keeps what is written down."""

    def __init__(self):
        self.lines = []

    def warning(self, text, *values):
        self.lines.append(text % values)


@pytest.fixture
def log():
    return Log()


@pytest.fixture
def moody(log):
    command = [sys.executable, "-c", SCRIPT]
    with Decoder(
        log, command=command, seconds=lambda task: 1.0 if "endless" in task.path else 60.0
    ) as decoder:
        yield decoder


@pytest.fixture
def decoder():
    with Decoder() as decoder:
        yield decoder


def draw(path: Path, size=(30, 20), colour="red") -> str:
    Image.new("RGBA", size, colour).save(path, dpi=(100, 100))
    return str(path)


def test_it_reads_draws_traces_and_stages(decoder, tmp_path):
    picture = np.zeros((40, 30, 4), np.uint8)
    picture[10:30, 5:25] = (200, 30, 40, 255)
    Image.fromarray(picture).save(tmp_path / "a.png", dpi=(100, 100))
    cancel = threading.Event()
    design = decoder.probe(str(tmp_path / "a.png"))
    assert (design.width_px, design.height_px, design.alpha) == (30, 40, True)
    small = decoder.thumbnail(design, 8, cancel)
    assert (small.width, small.height) == (6, 8)
    assert 0.2 < decoder.outline(design, 0.5, cancel).solid < 0.6
    mask = decoder.print_mask(design, 30, 40, 0.5, tmp_path / "mask", cancel)
    assert (mask.columns, mask.rows) == (30, 40)
    for keep in (0, 1 << 20):
        scratch = tmp_path / "rows"
        staged = decoder.stage(
            design, 30, 40, 90, keep=keep, scratch=scratch, turning=tmp_path / "turning", cancel=cancel
        )
        ends, sums = (np.frombuffer(each, np.int64) for each in (staged.ends, staged.checksums))
        rows = DeflatedRows(40, 30, ends, sums, scratch if staged.kept is None else staged.kept)
        filtered = rows.filtered(0, 30)
        assert np.array_equal(np.cumsum(filtered, 0, np.uint8).reshape(30, 40, 4), np.rot90(picture, -1))
        assert (staged.kept is None) == (keep == 0) == scratch.exists()
        rows.close()


def test_a_refusal_comes_as_it_was_raised(decoder, tmp_path):
    (tmp_path / "notes.png").write_text("no picture")
    with pytest.raises(RefusedInputError, match=r"notes\.png") as caught:
        decoder.probe(str(tmp_path / "notes.png"))
    assert [problem.id for problem in caught.value.problems] == ["designs.format"]
    assert not is_harmful(caught.value)


def test_a_scratch_file_that_fails_comes_as_it_was_raised(decoder, tmp_path):
    design = decoder.probe(draw(tmp_path / "a.png"))
    nowhere = tmp_path / "gone" / "rows"
    with pytest.raises(FileNotFoundError) as caught:
        decoder.stage(
            design, 30, 20, 0, keep=0, scratch=nowhere, turning=tmp_path / "t", cancel=threading.Event()
        )
    assert caught.value.filename == str(nowhere)


def test_a_file_that_ends_the_process_is_refused_and_those_beside_it_are_read(moody, log, tmp_path):
    names = ["slow-1.png", "evil.png", "slow-2.png", "slow-3.png"]
    paths = [draw(tmp_path / name) for name in names]

    def probe(path):
        try:
            return moody.probe(path)
        except RefusedInputError as refusal:
            return refusal

    with ThreadPoolExecutor(4) as pool:
        first, evil, *others = pool.map(probe, paths)
    assert [design.name for design in (first, *others)] == ["slow-1.png", "slow-2.png", "slow-3.png"]
    assert is_harmful(evil) and "evil.png" in str(evil)
    assert [problem.id for problem in evil.problems] == ["designs.crashed"]
    assert any("reading what is evil" in line for line in log.lines)
    assert moody.probe(paths[0]) == first


def test_a_file_that_takes_too_long_is_refused(moody, tmp_path):
    with pytest.raises(RefusedInputError, match=r"endless\.png. takes longer than 1 s") as caught:
        moody.probe(draw(tmp_path / "endless.png"))
    assert is_harmful(caught.value)
    assert moody.probe(draw(tmp_path / "fine.png")).width_px == 30


@pytest.mark.parametrize(("name", "survives"), [("patient.png", True), ("endless.png", False)])
def test_a_cancel_is_heard_and_what_does_not_hear_it_is_ended(log, tmp_path, name, survives):
    with Decoder(log, command=[sys.executable, "-c", SCRIPT]) as decoder:
        decoder.probe(draw(tmp_path / "fine.png"))
        pid, cancel = decoder.pid, threading.Event()
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(CancelledError):
            decoder.probe(draw(tmp_path / name), cancel)
        assert decoder.probe(draw(tmp_path / "fine.png")).width_px == 30
        assert (decoder.pid == pid) is survives


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell who ended a process")
def test_what_the_system_kills_is_short_of_memory_and_no_fault_of_the_file(moody, tmp_path):
    with pytest.raises(MemoryError):
        moody.probe(draw(tmp_path / "hungry.png"))
    assert moody.probe(draw(tmp_path / "a.png")).width_px == 30


def test_a_process_that_is_killed_between_two_tasks_is_replaced(decoder, tmp_path):
    path = draw(tmp_path / "a.png")
    design = decoder.probe(path)
    pid = decoder.pid
    psutil.Process(pid).kill()
    assert decoder.probe(path) == design
    assert decoder.pid != pid


def test_it_takes_its_memory_with_it(decoder, tmp_path):
    decoder.probe(draw(tmp_path / "a.png"))
    assert 0 < decoder.rss <= decoder.peak
    decoder.close()
    assert decoder.rss == 0 and decoder.peak > 0 and decoder.pid is None


def test_it_ends_when_whoever_started_it_is_killed(tmp_path):
    code = (
        "import sys, time\n"
        "from gangsheet_studio.decoder.client import Decoder\n"
        "decoder = Decoder()\ndecoder.start()\nprint(decoder.pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    decoder = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    decoder.wait(PATIENCE)  # TimeoutExpired if it stays


@pytest.mark.skipif(not hasattr(signal, "SIGBUS"), reason="only where files are mapped and may be cut")
def test_a_picture_cut_while_it_is_read_costs_itself_alone(decoder, tmp_path):
    """libvips maps what it reads: a row of a file that is no longer there is a SIGBUS."""
    path = tmp_path / "large.jpg"
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 256, (4000, 6000, 3), np.uint8)).save(path, quality=95)
    design = decoder.probe(str(path))
    scratch = tmp_path / "rows"

    def cut_when_it_is_under_way():
        while not (scratch.exists() and scratch.stat().st_size > 1 << 20):
            pass
        os.truncate(path, 4096)

    threading.Thread(target=cut_when_it_is_under_way, daemon=True).start()
    with pytest.raises(RefusedInputError, match=r"large\.jpg"):
        decoder.stage(
            design, 6000, 4000, 0, keep=0, scratch=scratch, turning=tmp_path / "t", cancel=threading.Event()
        )
    assert not scratch.exists()
    assert decoder.probe(draw(tmp_path / "fine.png")).width_px == 30


def test_a_decoder_that_does_not_start_blames_no_file(log, tmp_path):
    command = [sys.executable, "-c", "raise SystemExit('a library is missing')"]
    with Decoder(log, command=command) as decoder, pytest.raises(BrokenInstallationError) as caught:
        decoder.probe(draw(tmp_path / "fine.png"))
    assert "(a library is missing); install Gangsheet Studio again" in str(caught.value)


def test_a_decoder_that_can_not_answer_ends_and_says_why(log, tmp_path):
    broken = SCRIPT.replace("process.work = work", "process.work, process.trim = work, lambda: 1 / 0")
    with Decoder(log, command=[sys.executable, "-c", broken]) as decoder, pytest.raises(RefusedInputError):
        decoder.probe(draw(tmp_path / "fine.png"))
    assert any("ZeroDivisionError" in line for line in log.lines)
