"""Each budget is kept or refused: `python -m tests.bench.contract`.

Three jobs, each at budgets from 64 to 256 MB: a run either ends with 4 and writes nothing, or makes its
sheets and stays below the budget, engine and decoder added up. The last row gives each what it asked for.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from gangsheet_studio.own_command import own_command
from tests.bench.measure import run

MB = 1 << 20
REFUSED = 4


@dataclass(frozen=True)
class Outcome:
    """What one job did at one budget; `needed` is what a refusal said."""

    budget: int
    exit_code: int
    peak_bytes: int
    needed: int
    wrote: bool

    @property
    def kept(self) -> bool:
        """Whether it kept to the contract."""
        if self.exit_code == REFUSED:
            return not self.wrote and self.needed > self.budget
        return self.exit_code == 0 and self.peak_bytes <= self.budget

    @property
    def least(self) -> str:
        """A cell of the row in which each job has just what it asked for."""
        return f"{self.budget / MB:.0f} MB, {self}"

    def __str__(self) -> str:
        """Return a cell of the table."""
        if self.exit_code == REFUSED:
            text = f"refused, {self.needed / MB:.0f} MB"
        else:
            text = f"took {self.peak_bytes / MB:.0f} MB" if not self.exit_code else f"exit {self.exit_code}"
        return text if self.kept else f"BROKEN: {text}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, default=16, help="MB from one budget to the next")
    step = parser.parse_args().step
    kept = True
    with tempfile.TemporaryDirectory(prefix="gangsheet-contract-") as folder:
        jobs = {name: draw(Path(folder) / name, pictures) for name, pictures in JOBS.items()}
        print(f"{'budget':>8}" + "".join(f"{name:>24}" for name in jobs))
        for budget in range(64, 257, step):
            outcomes = [try_budget(orders, budget * MB) for orders in jobs.values()]
            kept = kept and all(outcome.kept for outcome in outcomes)
            print(f"{budget:5} MB" + "".join(f"{outcome!s:>24}" for outcome in outcomes), flush=True)
        least = [try_budget(orders, MB).needed for orders in jobs.values()]
        outcomes = [try_budget(orders, needed) for orders, needed in zip(jobs.values(), least, strict=True)]
        kept = kept and all(outcome.kept and not outcome.exit_code for outcome in outcomes)
        print(f"{'least':>8}" + "".join(f"{outcome.least:>24}" for outcome in outcomes))
    return 0 if kept else 1


def try_budget(orders: Path, budget: int) -> Outcome:
    """Render `orders` with `budget` bytes of memory."""
    out = orders.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    done = run(own_command("render", str(orders), "--out", str(out), "--memory", str(budget), "--json"))
    wrote = out.exists()
    shutil.rmtree(out, ignore_errors=True)
    needed = 0
    if done.exit_code == REFUSED:
        lines = (json.loads(line) for line in done.output.splitlines() if line.startswith("{"))
        needed = next(line["needed"] for line in lines if line.get("type") == "failed")
    return Outcome(budget, done.exit_code, done.peak_bytes, needed, wrote)


@dataclass(frozen=True)
class Picture:
    """`width` x `height` px, saved as `name`, ordered `copies` times and `printed` px wide."""

    name: str
    width: int
    height: int
    printed: int
    copies: int = 2


JOBS = {
    "like the reference": tuple(
        Picture(f"{n}.png", 5500, 4550, (5500, 3000)[n % 2], copies=3) for n in range(5)
    ),
    "held whole": (
        Picture("0.webp", 3000, 2000, 3000),
        Picture("1.webp", 1200, 900, 1200),
        Picture("2.png", 2400, 1600, 1200),
    ),
    "tiny": (Picture("0.png", 300, 300, 300), Picture("1.png", 200, 100, 200, copies=20)),
}


def draw(folder: Path, pictures: Sequence[Picture]) -> Path:
    """Draw `pictures`, soft with a little grain; return the order file."""
    folder.mkdir()
    for seed, picture in enumerate(pictures):
        rng = np.random.default_rng(seed)
        soft = Image.fromarray(rng.integers(0, 256, (40, 60, 4), dtype=np.uint8))
        pixels = np.array(soft.resize((picture.width, picture.height), Image.Resampling.BICUBIC))
        pixels[..., :3] += rng.integers(0, 24, (picture.height, picture.width, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / picture.name, compress_level=1)
    orders = folder / "orders.csv"
    with orders.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["design", "size", "quantity"])
        writer.writerows([each.name, f"{each.printed / 400}in", each.copies] for each in pictures)
    return orders


if __name__ == "__main__":
    sys.exit(main())
