"""The reference job in every format: `python -m tests.bench.formats`.

Prints seconds, peak memory and file sizes, format by format, and their ratios to the PNG of the same round;
then the bars of TIFF, and those of PDF (tests/bench/vector.py).
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import vector
from tests.bench.measure import Run
from tests.bench.render import MB, print_bars, read_manifest, render_orders

PNG, LZW = "PNG", "TIFF, LZW"
FORMATS: dict[str, tuple[str, ...]] = {
    PNG: (),
    "PNG on white": ("--background", "white"),
    LZW: ("--format", "tiff"),
    "TIFF, LZW, white ink": ("--format", "tiff", "--white", "White"),
    "TIFF, deflate": ("--format", "tiff", "--compression", "deflate"),
    "TIFF, none": ("--format", "tiff", "--compression", "none"),
    "PDF": ("--format", "pdf"),
    "SVG": ("--format", "svg"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="rounds: each format once, in turn")
    parser.add_argument("--work", help="folder for artwork and sheets, some 8 GB")
    options = parser.parse_args()
    work = Path(options.work or Path(tempfile.gettempdir()) / "gangsheet-bench")
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "tests.bench.artwork", str(work)], check=True)
    runs = measure(work, options.runs)
    print_table(work, runs)
    bars = tiff_bars(work, runs) + vector.report(work, options.runs)
    return print_bars(bars)


def measure(work: Path, rounds: int) -> dict[str, list[Run]]:
    """Return the runs of each format; the sheets of the last ones stay."""
    runs: dict[str, list[Run]] = {name: [] for name in FORMATS}
    for _ in range(rounds):
        for name, options in FORMATS.items():
            runs[name].append(render_orders(work / "orders.csv", work / "artwork", work / name, *options))
    return runs


def print_table(work: Path, runs: dict[str, list[Run]]) -> None:
    print(f"\n{'':24}{'seconds':>10}{'peak MB':>10}{'files MB':>10}    it / PNG: seconds, peak, files")
    png_peak, png_bytes = _peak(runs[PNG]), _file_bytes(work / PNG)
    for name, each in runs.items():
        seconds, size = statistics.median(run.seconds for run in each), _file_bytes(work / name)
        ratios = f"{times_of_png(runs, name):.2f}, {_peak(each) / png_peak:.2f}, {size / png_bytes:.2f}"
        print(f"{name:24}{seconds:10.2f}{_peak(each) / MB:10.0f}{size / 1e6:10.1f}    {ratios}")


def tiff_bars(work: Path, runs: dict[str, list[Run]]) -> list[tuple[str, str, str, bool]]:
    """Return figures, values and bars."""
    times, peak, same = times_of_png(runs, LZW), _peak(runs[LZW]), _same_pixels(work / PNG, work / LZW)
    return [
        ("TIFF: seconds against PNG", f"{times:.2f}", "2 or less", times <= 2),
        ("TIFF: peak RSS", f"{peak / MB:.0f} MB", "200 MB or less", peak <= 200 * MB),
        ("TIFF: pixels against PNG", "identical" if same else "DIFFERENT", "identical", same),
    ]


def times_of_png(runs: dict[str, list[Run]], name: str) -> float:
    """Return how many times as long as PNG it takes, each run held against that of the same round."""
    return statistics.median(it.seconds / png.seconds for it, png in zip(runs[name], runs[PNG], strict=True))


def _peak(runs: list[Run]) -> int:
    return max(run.peak_bytes for run in runs)


def _file_bytes(out: Path) -> int:
    return sum((out / part["file"]).stat().st_size for part in read_manifest(out)["parts"])


def _same_pixels(one: Path, other: Path) -> bool:
    import pyvips

    parts = zip(read_manifest(one)["parts"], read_manifest(other)["parts"], strict=True)
    for pair in parts:
        first, second = (
            pyvips.Image.new_from_file(str(out / part["file"]), access="sequential")
            for out, part in zip((one, other), pair, strict=True)
        )
        sizes = {(image.width, image.height, image.bands) for image in (first, second)}
        if len(sizes) > 1 or (first != second).max():
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
