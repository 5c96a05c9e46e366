"""What a render was said to take, against what it took: real jobs, each in a process of its own."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from gangsheet_studio.memory.plan import PLANS, largest_whole, peak_bytes
from gangsheet_studio.model.units import MB
from tests.memory.test_checkpoints import Machine, design, layout, start

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3in" height="2in" viewBox="0 0 300 200">'
    '<circle cx="150" cy="100" r="90" fill="#d33"/></svg>'
)


def run(command: str, home: Path, *args: str) -> dict:
    folders = {name: str(home) for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    line = [sys.executable, "-m", "gangsheet_studio", command, "--json", *args]
    done = subprocess.run(line, check=True, capture_output=True, text=True, env=os.environ | folders)
    return json.loads(done.stdout if command == "nest" else done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a short peak by RSS alone")
@pytest.mark.parametrize(
    ("kind", "size"),
    [("png", ""), ("png", "3.1in"), ("interlaced", "3.1in"), ("svg", "15in")],
)
def test_a_render_stays_below_its_forecast(tmp_path: Path, kind: str, size: str) -> None:
    for number in range(3):
        path = tmp_path / f"{number}.{'svg' if kind == 'svg' else 'png'}"
        if kind == "svg":
            path.write_text(SVG.replace("90", str(90 - number)))
            continue
        seed = np.random.default_rng(number).integers(0, 256, (40, 60, 4), dtype=np.uint8)
        picture = Image.fromarray(seed).resize((2400, 1600), Image.Resampling.BICUBIC)
        if kind == "interlaced":
            pyvips.Image.new_from_array(np.array(picture)).copy(interpretation="srgb").pngsave(
                str(path), interlace=True, compression=1
            )
        else:
            picture.save(path, compress_level=1, dpi=(400, 400))
    orders = tmp_path / "orders.csv"
    with orders.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["design", "size", "quantity"])
        writer.writerows([path.name, size, 2] for path in sorted(tmp_path.glob("*.*g")))
    forecast = run("nest", tmp_path, str(orders))["forecast"]
    run("render", tmp_path, str(orders), "--out", str(tmp_path / "out"))
    (manifest,) = (tmp_path / "out").glob("*.json")
    took = json.loads(manifest.read_text())["memory"]["peak_rss_bytes"]
    assert took < forecast["peak_bytes"]
    assert forecast["peak_bytes"] < 1.3 * took  # or jobs would be refused that fit


def test_a_drawing_takes_what_its_printed_size_takes() -> None:
    plain = design(format="svg", streams=False, width_px=288, height_px=192)
    small, large = (largest_whole(layout(scale=scale), {"k": plain})[0] for scale in (0.1, 1.0))
    assert small < large == 2 * 3 * 2000 * 2000 * 4
    blurred = design(format="svg", streams=False, width_px=288, height_px=192, whole_bytes=288 * 192 * 28)
    assert largest_whole(layout(), {"k": blurred})[0] > 5500 * 4550 * 28


def test_what_is_held_whole_is_counted_once() -> None:
    small, large = (
        peak_bytes(PLANS[0], layout(9), {"k": design(streams=False, whole_bytes=held)})
        for held in (100 * MB, 400 * MB)
    )
    assert large - small == 300 * MB
    assert largest_whole(layout(), {"k": design()})[0] == 0


def test_workers_that_look_at_once_adapt_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch)
    limit = 1000 * MB
    checkpoints, said = start(limit)
    machine.rss = int(0.81 * limit)
    monkeypatch.setattr("gangsheet_studio.memory.checkpoints.collect", lambda: 0)
    monkeypatch.setattr("gangsheet_studio.memory.checkpoints.trim", lambda: None)
    workers = [threading.Thread(target=checkpoints.check, args=("staging",)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert checkpoints.plan == PLANS[-1]
    assert len(said) == len(PLANS) - 1
