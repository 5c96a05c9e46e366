"""The reference job: this engine, libvips and Pillow on one layout: `python -m tests.bench.render`.

26 order lines, 15 designs of 5,500 x 4,550 px, 53 copies, 23 x 215 in film at 400 dpi, two parts.
Prints seconds, peak memory and file sizes, their ratios, and the bars they must reach.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from gangsheet_studio.own_command import own_command
from tests.bench import variants
from tests.bench.measure import Run, run

MB = 1 << 20


def main() -> int:
    options = _options()
    work = Path(options.work or Path(tempfile.gettempdir()) / "gangsheet-bench")
    work.mkdir(parents=True, exist_ok=True)
    print(f"Artwork and sheets go to {work}; drawing what is missing ...", flush=True)
    # in a child: what this process holds would count as its children's peak on some systems
    subprocess.run([sys.executable, "-m", "tests.bench.artwork", str(work)], check=True)
    if options.variants:
        return variants.report(work)
    return _report(work, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of engine and libvips, in turn")
    parser.add_argument("--no-pillow", action="store_true", help="leave out the minutes that Pillow takes")
    parser.add_argument("--variants", action="store_true", help="the job ten times as long, and the like")
    parser.add_argument("--work", help="folder for artwork and sheets, some 5 GB")
    return parser.parse_args()


def _report(work: Path, options: argparse.Namespace) -> int:
    engine, vips = [], []
    for _ in range(options.runs):
        engine.append(render_reference(work))
        vips.append(contender("vips", work))
    rows = {"engine": _row(engine, work / "engine"), "libvips": _row(vips, work / "vips")}
    if not options.no_pillow:
        rows["Pillow"] = _row([contender("pillow", work)], work / "pillow")
    print(f"\n{'':10}{'seconds':>10}{'peak MB':>10}{'files MB':>10}    engine / it: seconds, peak, files")
    ours = rows["engine"]
    for name, (seconds, peak, size) in rows.items():
        ratios = f"{ours[0] / seconds:.2f}, {ours[1] / peak:.3f}, {ours[2] / size:.2f}"
        print(f"{name:10}{seconds:10.2f}{peak / MB:10.0f}{size / 1e6:10.1f}    {ratios}")
    paired = statistics.median(a.seconds / b.seconds for a, b in zip(engine, vips, strict=True))
    manifest = read_manifest(work / "engine")
    drift = max(abs(d) for d in part_drift(manifest))
    same = compare(work)
    bars = [
        ("peak RSS of the engine", f"{ours[1] / MB:.0f} MB", "200 MB or less", ours[1] <= 200 * MB),
        ("RSS after each part", f"within {drift / MB:.1f} MB", "within 15 MB", drift <= 15 * MB),
        ("seconds against libvips", f"{paired:.2f}", "0.4 or less", paired <= 0.4),
        ("pixels against libvips", "identical" if same else "DIFFERENT", "identical", same),
    ]
    if "Pillow" in rows:
        larger = ours[2] / rows["Pillow"][2]
        bars.append(("files against Pillow", f"{larger:.2f}", "1.25 or less", larger <= 1.25))
    return print_bars(bars)


def print_bars(bars: list[tuple[str, str, str, bool]]) -> int:
    """Print figure, value and bar; return 1 where one is missed."""
    print()
    for figure, value, bar, reached in bars:
        print(f"{'ok  ' if reached else 'MISS'} {figure:44}{value:>18}   (bar: {bar})")
    return 0 if all(reached for *_, reached in bars) else 1


def render_reference(work: Path) -> Run:
    """Render the reference job as staff would from the command line."""
    return render_orders(work / "orders.csv", work / "artwork", work / "engine")


def render_orders(orders: Path, artwork: Path, out: Path, *options: str) -> Run:
    """Run `gangsheet-studio render`; stops the bench when it fails."""
    shutil.rmtree(out, ignore_errors=True)
    command = own_command(
        "render",
        str(orders),
        "--out",
        str(out),
        "--designs",
        str(artwork),
        "--job",
        "bench",
        "--quiet",
        *options,
    )
    result = run(command)
    if result.exit_code:
        sys.exit(f"render ended with {result.exit_code}:\n{result.output}")
    return result


def contender(kind: str, work: Path) -> Run:
    """Run libvips or Pillow on the layout that the engine chose."""
    out = work / kind
    shutil.rmtree(out, ignore_errors=True)
    manifest = work / "engine" / "bench.manifest.json"
    command = [
        sys.executable,
        "-m",
        "tests.bench.contenders",
        kind,
        str(manifest),
        str(work / "artwork"),
        str(out),
    ]
    result = run(command)
    if result.exit_code:
        sys.exit(f"{kind} ended with {result.exit_code}:\n{result.output}")
    return result


def read_manifest(out: Path) -> dict:
    """Return the manifest of a finished render."""
    return json.loads((out / "bench.manifest.json").read_text(encoding="utf-8"))


def part_drift(manifest: dict) -> list[int]:
    """Return RSS after each part, against before part 1."""
    parts = manifest["memory"]["parts"]
    return [part["after_bytes"] - parts[0]["before_bytes"] for part in parts]


def _row(runs: list[Run], out: Path) -> tuple[float, int, int]:
    size = sum(file.stat().st_size for file in out.glob("*.png"))
    return statistics.median(r.seconds for r in runs), max(r.peak_bytes for r in runs), size


def compare(work: Path) -> bool:
    """Compare the engine's and libvips' sheets pixel by pixel."""
    import pyvips

    for part in read_manifest(work / "engine")["parts"]:
        ours, theirs = (
            pyvips.Image.new_from_file(str(work / kind / part["file"]), access="sequential")
            for kind in ("engine", "vips")
        )
        same_size = (ours.width, ours.height, ours.bands) == (theirs.width, theirs.height, theirs.bands)
        if not same_size or (ours != theirs).max():
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
