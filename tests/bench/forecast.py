"""The memory a render was said to take, against what it took: `python -m tests.bench.forecast`.

Designs of 100 to 20,000 px, as they are, scaled and turned, in each format, on many parts and many times
over: each a job of its own in the engine's process. The most is that of engine and decoder, added up.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

from gangsheet_studio.designs.probe import probe
from gangsheet_studio.memory.forecast import forecast
from gangsheet_studio.memory.limits import memory_limit
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.output import Output, White
from gangsheet_studio.own_command import own_command
from tests.bench.measure import run

DPI = 400
RUNS = 3
Kind = Literal[
    "png",
    "opaque png",
    "16 bit png",
    "wide gamut png",
    "interlaced png",
    "jpeg",
    "jpeg on its side",
    "cmyk jpeg",
    "progressive jpeg",
    "webp",
    "tiff",
    "svg",
]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3in" height="2in" viewBox="0 0 300 200">'
    '<circle cx="150" cy="100" r="{radius}" fill="#d33"/></svg>'
)


@dataclass(frozen=True)
class Case:
    """`designs` of `width` x `height` px, each ordered `copies` times and `printed` px wide.

    Parts are `longest` in long at most, and written as one of SHEETS.
    """

    width: int
    height: int
    printed: int
    turned: bool = False
    kind: Kind = "png"
    designs: int = 3
    copies: int = 2
    longest: int = 215
    sheet: str = "png"


SHEETS: dict[str, tuple[Output, tuple[str, ...]]] = {
    "png": (Output(), ()),
    "background": (Output(background="#ffffff"), ("--background", "white")),
    "tiff": (Output(format="tiff"), ("--format", "tiff")),
    "plain tiff": (
        Output(format="tiff", compression="none"),
        ("--format", "tiff", "--compression", "none"),
    ),
    "white": (Output(format="tiff", white=White()), ("--format", "tiff", "--white", "White")),
    "white, wide choke": (
        Output(format="tiff", white=White(choke=0.5)),
        ("--format", "tiff", "--white", "White", "--choke", "0.5in"),
    ),
}

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
    Case(5500, 4550, 5500, kind="opaque png"),
    Case(5500, 4550, 2750, kind="opaque png"),
    Case(5500, 4550, 5500, kind="16 bit png"),
    Case(5500, 4550, 2750, kind="16 bit png"),
    Case(5500, 4550, 5500, kind="wide gamut png"),
    Case(5500, 4550, 2750, kind="wide gamut png"),
    Case(2400, 1600, 2400, kind="interlaced png"),
    Case(2400, 1600, 1240, kind="interlaced png"),
    Case(5500, 4550, 5500, kind="jpeg"),
    Case(5500, 4550, 2750, kind="jpeg"),
    Case(4550, 5500, 4550, kind="jpeg on its side"),
    Case(4550, 5500, 2275, kind="jpeg on its side"),
    Case(5500, 4550, 5500, kind="cmyk jpeg"),
    Case(5500, 4550, 2750, kind="cmyk jpeg"),
    Case(2400, 1600, 2400, kind="progressive jpeg"),
    Case(5500, 4550, 2750, kind="progressive jpeg"),
    Case(2400, 1600, 2400, kind="webp"),
    Case(2400, 1600, 1240, kind="webp"),
    Case(2400, 1600, 2400, kind="tiff"),
    Case(5500, 4550, 2750, kind="tiff"),
    Case(288, 192, 6000, kind="svg"),
    Case(288, 192, 400, kind="svg"),
    Case(300, 300, 300, copies=700),
    Case(2000, 2000, 2000, designs=24, longest=6),
    Case(3000, 2500, 2100, designs=24, longest=10),
    *(Case(600, 600, 600, sheet=sheet) for sheet in SHEETS),
    *(Case(5500, 4550, 5500, sheet=sheet) for sheet in SHEETS),
    *(Case(5500, 4550, 5500, turned=True, sheet=sheet) for sheet in SHEETS),
    *(Case(20000, 2000, 20000, sheet=sheet) for sheet in SHEETS),
)


def main() -> int:
    print(f"{'artwork':>42} {'printed':>9} {'forecast MB':>12} {'took MB':>15} {'forecast / most':>16}")
    below = True
    with tempfile.TemporaryDirectory(prefix="gangsheet-forecast-") as folder:
        for number, case in enumerate(CASES):
            said, took = measure(case, Path(folder) / str(number))
            most, least = max(took) / 1e6, min(took) / 1e6
            below = below and max(took) <= said
            size = f"{case.designs} {case.kind} {case.width} x {case.height}"
            size += f" as {case.sheet}" if case.sheet != "png" else ""
            printed = f"{case.printed}{' ↷' if case.turned else ''}"
            span = f"{least:.0f} to {most:.0f}"
            ratio = said / max(took)
            print(f"{size:>42} {printed:>9} {said / 1e6:12.0f} {span:>15} {ratio:16.2f}", flush=True)
    return 0 if below else 1


def measure(case: Case, folder: Path) -> tuple[int, list[int]]:
    """Return the forecast and the peaks of a few renders, in bytes."""
    orders = draw(case, folder)
    artwork = [path for path in folder.iterdir() if path != orders]
    film = ["--film", f"{max(23, case.printed // DPI + 2)}x{case.longest}in", "--dpi", str(DPI)]
    if not case.turned:
        film += ["--rotate", "none"]
    laid_out = run(own_command("nest", str(orders), *film, "--json"))
    layout = msgspec.convert(json.loads(laid_out.output)["layout"], Layout)
    designs = {design.key: design for design in map(probe, artwork)}
    output, options = SHEETS[case.sheet]
    said = forecast(layout, designs, memory_limit(None), output=output).peak_bytes
    took = []
    for _ in range(RUNS):
        out = ("--out", str(folder / "out"), "--fresh", "--quiet")
        done = run(own_command("render", str(orders), *film, *options, *out))
        if done.exit_code:
            sys.exit(f"render ended with {done.exit_code}:\n{done.output}")
        took.append(done.peak_bytes)
    shutil.rmtree(folder)
    return said, took


def draw(case: Case, folder: Path) -> Path:
    """Draw the designs of `case`, soft with a little grain; return the order file."""
    folder.mkdir()
    suffix = {"jpeg on its side": "jpg", "svg": "svg"}.get(case.kind, case.kind.split()[-1])
    names = [f"{number}.{suffix}" for number in range(case.designs)]
    for seed, name in enumerate(names):
        if case.kind == "svg":
            (folder / name).write_text(SVG.format(radius=90 - seed))
        else:
            save(case.kind, soft(case, seed), folder / name)
    orders = folder / "orders.csv"
    with orders.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["design", "size", "quantity"])
        writer.writerows([name, f"{case.printed / DPI}in", case.copies] for name in names)
    return orders


def soft(case: Case, seed: int) -> NDArray[np.uint8]:
    """Return RGBA pixels as stored."""
    width, height = case.width, case.height
    if case.kind == "jpeg on its side":
        width, height = height, width
    rng = np.random.default_rng(seed)
    small = Image.fromarray(rng.integers(0, 256, (40, 60, 4), dtype=np.uint8))
    pixels = np.array(small.resize((width, height), Image.Resampling.BICUBIC))
    pixels[..., :3] += rng.integers(0, 24, (height, width, 3), dtype=np.uint8)
    return pixels


def save(kind: Kind, pixels: NDArray[np.uint8], path: Path) -> None:
    """Save `pixels` at DPI."""
    a_mm = DPI / 25.4
    rgba = pyvips.Image.new_from_array(pixels).copy(interpretation="srgb", xres=a_mm, yres=a_mm)
    rgb, name = rgba.extract_band(0, n=3), str(path)
    match kind:
        case "png":
            rgba.pngsave(name, compression=1)
        case "opaque png":
            rgb.pngsave(name, compression=1)
        case "16 bit png":
            (rgba.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16").pngsave(
                name, compression=1
            )
        case "wide gamut png":
            rgba.icc_transform("p3", input_profile="srgb").pngsave(name, compression=1)
        case "interlaced png":
            rgba.pngsave(name, compression=1, interlace=True)
        case "jpeg":
            rgb.jpegsave(name, Q=90)
        case "jpeg on its side":
            turned = rgb.copy()
            turned.set_type(pyvips.GValue.gint_type, "orientation", 6)
            turned.jpegsave(name, Q=90)
        case "cmyk jpeg":
            rgba.copy(interpretation="cmyk").jpegsave(name, Q=90)
        case "progressive jpeg":
            rgb.jpegsave(name, Q=90, interlace=True)
        case "webp":
            rgba.webpsave(name, Q=90)
        case "tiff":
            rgba.tiffsave(name, compression="lzw")


if __name__ == "__main__":
    sys.exit(main())
