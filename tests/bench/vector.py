"""PDF and SVG sheets of the reference job: `python -m tests.bench.vector`.

Seconds against decoding the 15 designs and throwing their rows away, one after the other and side by side as
a render does, all from when the designs are known; files against the designs of each part compressed anew as
PNG; and peak memory.
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
    parser.add_argument("--at-once", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.decode:
        return _decode_all(options.decode, options.at_once)
    work = Path(options.work or Path(tempfile.gettempdir()) / "gangsheet-bench")
    work.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "tests.bench.artwork", str(work)], check=True)
    return print_bars(report(work, options.runs))


def report(work: Path, runs: int) -> list[tuple[str, str, str, bool]]:
    """Measure and print both formats; return figures, values and bars."""
    decoding, found = measure(work, runs)
    print(f"\n{'':20}{'seconds':>8}{'command':>9}{'peak MB':>9}  parts in MB (times their designs as PNG)")
    for at_once, seconds in decoding.items():
        print(f"{f'decoding, {at_once} at once':20}{statistics.median(seconds):8.2f}")
    for kind, figures in found.items():
        pairs = zip(figures.files, figures.against_designs, strict=True)
        parts = ", ".join(f"{size / 1e6:.1f} ({ratio:.2f})" for size, ratio in pairs)
        taken = statistics.median(figures.seconds), statistics.median(each.seconds for each in figures.runs)
        print(f"{kind:20}{taken[0]:8.2f}{taken[1]:9.2f}{figures.peak / MB:9.0f}  {parts}")
    pdf, largest = found["pdf"], max(found["pdf"].against_designs)
    times = {
        at_once: statistics.median(a / b for a, b in zip(pdf.seconds, seconds, strict=True))
        for at_once, seconds in decoding.items()
    }
    print("PDF / decoding: " + ", ".join(f"{times[at_once]:.2f} of {at_once} at once" for at_once in times))
    return [
        ("PDF: seconds against decoding", f"{times[1]:.2f}", "1.5 or less", times[1] <= 1.5),
        ("PDF: a part against its designs as PNG", f"{largest:.2f}", "1.3 or less", largest <= 1.3),
        ("PDF: peak RSS", f"{pdf.peak / MB:.0f} MB", "200 MB or less", pdf.peak <= 200 * MB),
    ]


def measure(work: Path, runs: int) -> tuple[dict[int, list[float]], dict[str, Figures]]:
    """Return the seconds that decoding takes, by how many are decoded at once, and what each format took."""
    decoding: dict[int, list[float]] = {1: [], PLANS[0].workers: []}
    found = {kind: Figures([], [], [], []) for kind in KINDS}
    for _ in range(runs):
        for kind, figures in found.items():
            out = work / kind
            options = ("--format", kind, "--fresh")
            figures.runs.append(render_orders(work / "orders.csv", work / "artwork", out, *options))
            figures.seconds.append(read_manifest(out)["seconds"])
        for at_once, seconds in decoding.items():
            command = [sys.executable, "-m", "tests.bench.vector", "--decode", str(work / "artwork")]
            command += ["--at-once", str(at_once)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds.append(float(done.stdout))
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


def _decode_all(artwork: Path, at_once: int) -> int:
    """Decode all designs of a folder, some `at_once`; print the seconds it took."""

    def decode_one(design: Design) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            for _ in decode(design, design.width_px, design.height_px, 0, Path(scratch) / "turn"):
                pass

    with ThreadPoolExecutor(at_once) as pool:
        designs = list(pool.map(probe, sorted(artwork.glob("*.png"))))
        started = time.perf_counter()
        list(pool.map(decode_one, designs))
        print(time.perf_counter() - started)
    return 0


if __name__ == "__main__":
    sys.exit(main())
