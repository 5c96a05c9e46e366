"""The memory a render was said to take, against what it took: `python -m tests.bench.forecast`.

Designs of 100 to 20,000 px, as they are, scaled and turned: each a job of its own in the engine's process.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tests.bench.measure import engine_command, run

DPI = 400
DESIGNS, COPIES, RUNS = 3, 2, 3


@dataclass(frozen=True)
class Case:
    """Designs of `width` x `height` px, printed `printed` px wide."""

    width: int
    height: int
    printed: int
    turned: bool = False


CASES = (
    Case(600, 600, 600),
    Case(600, 600, 400),
    Case(100, 100, 9000),
    Case(600, 600, 9000),
    Case(2400, 1600, 2400),
    Case(2400, 1600, 2160),
    Case(2400, 1600, 1200),
    Case(2400, 1600, 240),
    Case(2400, 1600, 9000),
    Case(3000, 9000, 3000, turned=True),
    Case(3000, 9000, 1500, turned=True),
    Case(5500, 4550, 5500),
    Case(5500, 4550, 5500, turned=True),
    Case(5500, 4550, 4950),
    Case(5500, 4550, 2000),
    Case(5500, 4550, 8000),
    Case(10000, 3000, 10000),
    Case(10000, 3000, 5000),
    Case(10000, 3000, 1000),
    Case(20000, 2000, 20000),
    Case(20000, 2000, 9000),
    Case(20000, 2000, 1000),
)


def main() -> int:
    print(f"{'artwork':>15} {'printed':>9} {'forecast MB':>12} {'took MB':>15} {'forecast / most':>16}")
    below = True
    with tempfile.TemporaryDirectory(prefix="gangsheet-forecast-") as folder:
        for number, case in enumerate(CASES):
            forecast, took = measure(case, Path(folder) / str(number))
            most, least = max(took) / 1e6, min(took) / 1e6
            below = below and max(took) < forecast
            size = f"{case.width} x {case.height}"
            printed = f"{case.printed}{' ↷' if case.turned else ''}"
            span = f"{least:.0f} to {most:.0f}"
            ratio = forecast / max(took)
            print(f"{size:>15} {printed:>9} {forecast / 1e6:12.0f} {span:>15} {ratio:16.2f}", flush=True)
    return 0 if below else 1


def measure(case: Case, folder: Path) -> tuple[int, list[int]]:
    """Return the forecast and the peaks of a few renders, in bytes."""
    orders = draw(case, folder)
    film = ["--film", f"{max(23, case.printed // DPI + 2)}x215in"]
    if not case.turned:
        film += ["--rotate", "none"]
    laid_out = run(engine_command("nest", str(orders), *film, "--json"))
    forecast = json.loads(laid_out.output)["forecast"]["peak_bytes"]
    took = []
    for _ in range(RUNS):
        out = ("--out", str(folder / "out"), "--fresh", "--quiet")
        done = run(engine_command("render", str(orders), *film, *out))
        if done.exit_code:
            sys.exit(f"render ended with {done.exit_code}:\n{done.output}")
        took.append(done.peak_bytes)
    return forecast, took


def draw(case: Case, folder: Path) -> Path:
    """Draw the designs of `case`, soft with a little grain; return the order file."""
    folder.mkdir()
    names = [f"{number}.png" for number in range(DESIGNS)]
    for seed, name in enumerate(names):
        rng = np.random.default_rng(seed)
        soft = Image.fromarray(rng.integers(0, 256, (40, 60, 4), dtype=np.uint8))
        pixels = np.array(soft.resize((case.width, case.height), Image.Resampling.BICUBIC))
        pixels[..., :3] += rng.integers(0, 24, (case.height, case.width, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / name, compress_level=1, dpi=(DPI, DPI))
    orders = folder / "orders.csv"
    with orders.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["design", "size", "quantity"])
        writer.writerows([name, f"{case.printed / DPI}in", COPIES] for name in names)
    return orders


if __name__ == "__main__":
    sys.exit(main())
