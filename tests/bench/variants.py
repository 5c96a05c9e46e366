"""The reference job made larger in each way that memory must not notice."""

from __future__ import annotations

import shutil
import statistics
from pathlib import Path

from gangsheet_studio.own_command import own_command
from tests.bench import artwork, render
from tests.bench.cgroup import CannotLimitError, memory_group
from tests.bench.measure import run

MB = 1 << 20
_LARGE = (6600, 72000)


def report(work: Path) -> int:
    """Print peaks of the variants against the reference job's."""
    peaks = [render.render_reference(work).peak_bytes for _ in range(3)]
    reference = statistics.median(peaks)
    names = sorted(file.name for file in (work / "artwork").glob("*.png"))
    bars = []
    for name, (orders, folder, options) in _variants(work, names).items():
        out = work / "variant"
        result = render.render_orders(orders, folder, out, *options)
        growth = result.peak_bytes / reference - 1
        drift = max(abs(d) for d in render.part_drift(render.read_manifest(out)))
        shown = f"{result.peak_bytes / MB:.0f} MB, {growth:+.1%}"
        bars.append((f"peak, {name}", shown, "grows by 10 % at most", growth <= 0.10))
        print(f"{name}: {result.seconds:.1f} s, drift after parts {drift / MB:.1f} MB", flush=True)
        shutil.rmtree(out)
    bars.insert(0, ("peak, reference job", f"{reference / MB:.0f} MB", "200 MB", reference <= 200 * MB))
    bars.append(_in_a_small_group(work))
    return render.print_bars(bars)


def _variants(work: Path, names: list[str]) -> dict[str, tuple[Path, Path, tuple[str, ...]]]:
    long = work / "orders-long.csv"
    artwork.write_orders(long, artwork.reference_lines(names, times=5))
    many = _many_designs(work, names)
    large = _large_design(work, names)
    return {
        "film 10 times as long, one part": (long, work / "artwork", ("--film", "23x2150in")),
        "150 designs": (many, work / "artwork-150", ()),
        f"one design of {_LARGE[0]:,} x {_LARGE[1]:,} px": (large, work / "artwork-large", ()),
    }


def _many_designs(work: Path, names: list[str]) -> Path:
    """Ten files of each design, told apart by a text chunk: other content, so each is staged."""
    folder = work / "artwork-150"
    folder.mkdir(exist_ok=True)
    many = []
    for name in names:
        picture = (work / "artwork" / name).read_bytes()
        for number in range(10):
            copy = folder / f"{number}-{name}"
            copy.write_bytes(_with_text(picture, f"Title\0{copy.name}".encode()))
            many.append(copy.name)
    orders = work / "orders-150.csv"
    artwork.write_orders(orders, [(name, 1, f"#{number}") for number, name in enumerate(many)])
    return orders


def _with_text(png: bytes, text: bytes) -> bytes:
    import zlib

    body = b"tEXt" + text
    chunk = len(text).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return png[:33] + chunk + png[33:]  # signature and IHDR are 33 bytes


def _large_design(work: Path, names: list[str]) -> Path:
    import pyvips

    folder = work / "artwork-large"
    folder.mkdir(exist_ok=True)
    path = folder / "banner.png"
    if not path.exists():
        tile = pyvips.Image.new_from_file(str(work / "artwork" / names[1]))
        width, height = _LARGE
        banner = tile.replicate(2, height // tile.height + 1).crop(0, 0, width, height)
        banner.copy(xres=artwork.DPI / 25.4, yres=artwork.DPI / 25.4).pngsave(str(path), compression=3)
    for name in names:
        if not (folder / name).exists():
            (folder / name).hardlink_to(work / "artwork" / name)
    orders = work / "orders-large.csv"
    artwork.write_orders(orders, artwork.reference_lines(names))
    size = f"{_LARGE[0] / artwork.DPI:g} x {_LARGE[1] / artwork.DPI:g} in"
    with orders.open("a", encoding="utf-8") as file:
        file.write(f"banner.png,{size},1,#1\n")
    return orders


def _in_a_small_group(work: Path) -> tuple[str, str, str, bool]:
    figure, bar = "reference job in a 256 MB control group", "finishes"
    out = work / "variant"
    shutil.rmtree(out, ignore_errors=True)
    command = own_command(
        "render",
        str(work / "orders.csv"),
        "--out",
        str(out),
        "--designs",
        str(work / "artwork"),
        "--job",
        "bench",
        "--quiet",
    )
    try:
        with memory_group(256 * MB) as group:
            result = run(command, on_start=lambda pid: (group / "cgroup.procs").write_text(str(pid)) and None)
    except CannotLimitError as error:
        return figure, f"not tried: {error}", bar, True
    shutil.rmtree(out, ignore_errors=True)
    if result.exit_code:
        print(result.output)
    return figure, f"exit {result.exit_code}, {result.peak_bytes / MB:.0f} MB", bar, result.exit_code == 0
