"""Another program eats the memory of the engine's control group in the middle of a run."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.bench.cgroup import CannotLimitError, memory_group

MB = 1 << 20
GROUP = 320 * MB
EATER = """
import sys
from pathlib import Path
from gangsheet_studio.memory.limits import cgroup_memory
eaten = []
while (group := min(cgroup_memory(), key=lambda memory: memory.total)).used < 0.92 * group.total:
    eaten.append(b"x" * (1 << 20))
print("full", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def group() -> Iterator[Path]:
    if sys.platform != "linux":
        pytest.skip("only Linux has control groups")
    try:
        with memory_group(GROUP) as made:
            yield made
    except CannotLimitError as error:
        pytest.skip(str(error))


def start(group: Path, home: Path, *command: str) -> subprocess.Popen[str]:
    """Start a Python that is in `group` before it does anything."""
    folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    join = f'echo $$ > "{group / "cgroup.procs"}" && exec "$@"'
    return subprocess.Popen(
        ["/bin/sh", "-c", join, "sh", sys.executable, *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | folders,
    )


def draw_orders(folder: Path) -> Path:
    """Draw one design for each of eight parts; return the order file."""
    orders = folder / "orders.csv"
    with orders.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["design", "size", "quantity"])
        for number in range(8):
            pixels = np.random.default_rng(number).integers(0, 256, (1000, 1000, 4), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / f"{number}.png", compress_level=1, dpi=(100, 100))
            writer.writerow([f"{number}.png", "", 1])
    return orders


def test_the_engine_stops_with_what_is_finished_and_goes_on_later(group: Path, tmp_path: Path) -> None:
    orders = draw_orders(tmp_path)
    out = tmp_path / "out"
    film = ("--film", "11x11in", "--dpi", "100")
    render = ("-m", "gangsheet_studio", "render", str(orders), "--out", str(out), "--json", *film)
    engine = start(group, tmp_path, *render)
    first = next(line for line in engine.stdout if json.loads(line)["type"] == "sheet_saved")
    engine.send_signal(signal.SIGSTOP)
    with start(group, tmp_path, "-c", EATER) as eater:
        assert eater.stdout.readline() == "full\n"
        engine.send_signal(signal.SIGCONT)
        last = json.loads(list(engine.stdout)[-1])
        assert engine.wait() == 4
        eater.stdin.close()
    engine.stdin.close()
    engine.stdout.close()
    assert (last["type"], last["error"]) == ("failed", "not-enough-memory")
    assert json.loads(first)["file"] in last["saved"]
    assert 0 < len(last["saved"]) < 8
    assert not [path for path in out.iterdir() if path.suffix == ".tmp"]
    with start(group, tmp_path, *render) as again:
        done = json.loads(list(again.stdout)[-1])
    assert again.returncode == 0
    assert len(done["kept"]) == len(last["saved"])
    assert len(list(out.glob("*.png"))) == 8


def test_the_group_of_a_process_is_found(group: Path, tmp_path: Path) -> None:
    ask = "from gangsheet_studio.memory.limits import memory_limit as ask; print(ask(None), ask(50 << 20))"
    with start(group, tmp_path, "-c", ask) as asked:
        assert asked.stdout.read().split() == [str(int(0.85 * GROUP)), str(50 * MB)]
