"""A budget is kept, or the job is refused before anything is written; real runs of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.contract import JOBS, Picture, draw

MB = 1 << 20
IN_MEMORY = Path("/dev/shm")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def render(home: Path, orders: Path, out: Path, memory: int, *more: str) -> tuple[int, dict]:
    """Return the exit code and the last message."""
    folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    command = [sys.executable, "-m", "gangsheet_studio", "render", str(orders), "--out", str(out), "--json"]
    done = subprocess.run(
        [*command, "--memory", str(memory), *more],
        capture_output=True,
        text=True,
        env=os.environ | folders,
        check=False,
    )
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "pictures",
    [
        JOBS["tiny"],
        (Picture("0.png", 2400, 1600, 1200), Picture("1.webp", 1200, 900, 1200)),
    ],
)
def test_what_a_refusal_asks_for_is_enough(tmp_path: Path, out: Path, pictures: tuple[Picture, ...]) -> None:
    orders = draw(tmp_path / "job", pictures)
    code, refusal = render(tmp_path, orders, out, 32 * MB)
    assert code == 4
    assert refusal["error"] == "not-enough-memory"
    assert not out.exists()
    code, _ = render(tmp_path, orders, out, refusal["needed"] - MB)
    assert code == 4
    assert not out.exists()
    code, done = render(tmp_path, orders, out, refusal["needed"])
    assert code == 0
    if sys.platform == "linux":  # others tell a peak by samples, or with what they share
        assert done["manifest"]["memory"]["peak_rss_bytes"] <= refusal["needed"]


@pytest.mark.skipif(not IN_MEMORY.is_dir(), reason="no folder in memory is at hand")
def test_scratch_in_memory_is_part_of_the_budget(tmp_path: Path, out: Path) -> None:
    orders = draw(tmp_path / "job", (Picture("0.png", 2400, 1600, 1200),))
    _, on_disk = render(tmp_path, orders, out, 32 * MB, "--scratch", str(tmp_path / "scratch"))
    folder = IN_MEMORY / f"gangsheet-{os.getpid()}"
    code, in_memory = render(tmp_path, orders, out, on_disk["needed"], "--scratch", str(folder))
    assert code == 4
    assert "The scratch folder is in memory: choose another" in in_memory["text"]
    assert in_memory["needed"] > on_disk["needed"]
    assert not out.exists()
    assert not folder.exists()
