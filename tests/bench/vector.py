"""PDF and SVG sheets of the reference job: `python -m tests.bench.vector`.

Seconds against decoding the 15 designs as a render does and throwing their rows away, both from when all
designs are known; files against the designs of each part compressed anew as PNG; and peak memory.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.memory.plan import PLANS
from gangsheet_studio.model.design import Design
from tests.bench.measure import Run
from tests.bench.render import MB, print_bars, read_manifest, render_orders

KINDS = ("pdf", "svg")
_LEAST_GAIN = 6  # the level of zlib that libraries use unless told otherwise


@dataclass(frozen=True)
class Figures:
    """Of one format: all runs, the seconds of their renders alone, the parts' sizes over their designs'."""

    runs: list[Run]
    seconds: list[float]
    files: list[int]
    against_designs: list[float]

    @property
    def peak(self) -> int:
        return max(each.peak_bytes for each in self.runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each format and of decoding, in turn")
    parser.add_argument("--work", help="folder for artwork and sheets, some 2 GB")
    parser.add_argument("--decode", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.decode:
        return _decode_all(options.decode)
    work = Path(options.work or Path(tempfile.gettempdir()) / "gangsheet-bench")
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "tests.bench.artwork", str(work)], check=True)
    return print_bars(report(work, options.runs))


def report(work: Path, runs: int) -> list[tuple[str, str, str, bool]]:
    """Measure and print both formats; return figures, values and bars."""
    decoding, found = measure(work, runs)
    print(f"\n{'':10}{'seconds':>10}{'command':>10}{'peak MB':>10}  parts in MB (times their designs as PNG)")
    print(f"{'decoding':10}{statistics.median(decoding):10.2f}{'':10}")
    for kind, figures in found.items():
        pairs = zip(figures.files, figures.against_designs, strict=True)
        parts = ", ".join(f"{size / 1e6:.1f} ({ratio:.2f})" for size, ratio in pairs)
        taken = statistics.median(figures.seconds), statistics.median(each.seconds for each in figures.runs)
        print(f"{kind:10}{taken[0]:10.2f}{taken[1]:10.2f}{figures.peak / MB:10.0f}  {parts}")
    pdf = found["pdf"]
    times = statistics.median(a / b for a, b in zip(pdf.seconds, decoding, strict=True))
    largest = max(pdf.against_designs)
    return [
        ("PDF: seconds against decoding", f"{times:.2f}", "1.5 or less", times <= 1.5),
        ("PDF: a part against its designs as PNG", f"{largest:.2f}", "1.3 or less", largest <= 1.3),
        ("PDF: peak RSS", f"{pdf.peak / MB:.0f} MB", "200 MB or less", pdf.peak <= 200 * MB),
    ]


def measure(work: Path, runs: int) -> tuple[list[float], dict[str, Figures]]:
    """Return the seconds that decoding takes, and what each format came to."""
    decoding: list[float] = []
    found = {kind: Figures([], [], [], []) for kind in KINDS}
    for _ in range(runs):
        for kind, figures in found.items():
            out = work / kind
            options = ("--format", kind, "--fresh")
            figures.runs.append(render_orders(work / "orders.csv", work / "artwork", out, *options))
            figures.seconds.append(read_manifest(out)["seconds"])
        command = [sys.executable, "-m", "tests.bench.vector", "--decode", str(work / "artwork")]
        decoding.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    recompressed = {path.name: _recompressed(path, work) for path in sorted((work / "artwork").glob("*.png"))}
    for kind, figures in found.items():
        for part in read_manifest(work / kind)["parts"]:
            designs = {placement["design"] for placement in part["placements"]}
            figures.files.append((work / kind / part["file"]).stat().st_size)
            figures.against_designs.append(figures.files[-1] / sum(map(recompressed.__getitem__, designs)))
    return decoding, found


def _recompressed(path: Path, work: Path) -> int:
    """Return the bytes of a design as the PNG that libvips makes of it with filters."""
    import pyvips

    target = work / "recompressed.png"
    image = pyvips.Image.new_from_file(str(path), access="sequential")
    image.pngsave(str(target), compression=_LEAST_GAIN, filter=pyvips.ForeignPngFilter.ALL)
    size = target.stat().st_size
    target.unlink()
    return size


def _decode_all(artwork: Path) -> int:
    """Decode all designs of a folder side by side, as many as a render does; print the seconds it took."""

    def decode_one(design: Design) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            for _ in decode(design, design.width_px, design.height_px, 0, Path(scratch) / "turn"):
                pass

    with ThreadPoolExecutor(PLANS[0].workers) as pool:
        designs = list(pool.map(probe, sorted(artwork.glob("*.png"))))
        started = time.perf_counter()
        list(pool.map(decode_one, designs))
        print(time.perf_counter() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
