"""The job that faults strike: small enough for a second, with sheets and scratch files of each kind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

DPI, SHEETS, JOB = 200, 6, "Night"
WIDTH, LONGEST = 12, 11
MARK = "GANGSHEET_FAULT"  # in the environment of every process that was started for a place
_SIDES = (1900, 900, 1500, 700, 1200, 1000, 800, 600)


@dataclass(frozen=True)
class Shop:
    """Artwork and orders in `folder`, and the sheets of an undisturbed run in `whole`."""

    folder: Path
    whole: Path

    @property
    def orders(self) -> Path:
        return self.folder / "orders.csv"

    @property
    def designs(self) -> list[Path]:
        return [self.folder / f"{side}.png" for side in _SIDES]

    def copied_to(self, folder: Path) -> Shop:
        """Return a shop whose artwork may be spoilt."""
        folder.mkdir()
        for path in (self.orders, *self.designs):
            shutil.copy2(path, folder)
        return replace(self, folder=folder)


@dataclass(frozen=True)
class Place:
    """Where one run puts its sheets, its scratch files, and the log and settings of its user."""

    folder: Path
    out: Path
    scratch: Path

    @property
    def environment(self) -> dict[str, str]:
        names = ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")
        home = str(self.folder / "home")
        return os.environ | dict.fromkeys(names, home) | {MARK: str(self.folder)}


def place_in(folder: Path) -> Place:
    """Make `folder`, for a run of its own."""
    folder.mkdir(parents=True)
    return Place(folder, folder / "out", folder / "scratch")


def open_shop(folder: Path) -> Shop:
    """Draw the artwork, half of it grain, and make the sheets once without a fault."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(11)
    rows = ["design,quantity,order"]
    for number, side in enumerate(_SIDES):
        grain = rng.integers(0, 256, (side, side, 4), np.uint8)
        if number % 2:
            grain[...] = (30 * number, 90, 200 - 20 * number, 255)
        Image.fromarray(grain).save(folder / f"{side}.png", dpi=(DPI, DPI), compress_level=1)
        rows.append(f"{side},2,#{number}")
    place = place_in(folder / "undisturbed")
    shop = Shop(folder, place.out)
    shop.orders.write_text("\n".join(rows) + "\n")
    done = run(shop, place)
    assert done.returncode == 0, done.stderr
    sheets = sorted(shop.whole.glob("*.png"))
    assert len(sheets) == SHEETS, sheets
    for path in sheets:
        with Image.open(path) as sheet:
            sheet.load()
    return shop


def command(shop: Shop, place: Place, *more: str) -> list[str]:
    """Return the command line that makes the job's sheets at `place`."""
    call = [sys.executable, "-m", "gangsheet_studio", "render", str(shop.orders), "--job", JOB]
    call += ["--film", f"{WIDTH}x{LONGEST}in", "--dpi", str(DPI)]
    return [*call, "--out", str(place.out), "--scratch", str(place.scratch), *more]


def run(
    shop: Shop, place: Place, *more: str, under: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess:
    """Make the sheets, quietly, `under` another program if one is named."""
    call = [*under, *command(shop, place, "--quiet", *more)]
    return subprocess.run(call, env=place.environment | environment, capture_output=True, text=True)


def run_until(
    shop: Shop,
    place: Place,
    moment: Callable[[dict], bool],
    strike: Callable[[subprocess.Popen], None],
    **environment: str,
) -> subprocess.CompletedProcess:
    """Make the sheets, and `strike` when the engine says a message that is the `moment`."""
    with start(shop, place, **environment) as child:
        struck = False
        for message in heard(child):
            if not struck and moment(message):
                struck = True
                strike(child)
        errors = child.stderr.read()
    assert struck, f"the moment never came: {errors}"
    return subprocess.CompletedProcess(child.args, child.returncode, "", errors)


def start(shop: Shop, place: Place, *more: str, **environment: str) -> subprocess.Popen:
    """Start making the sheets, with messages on stdout."""
    pipe = subprocess.PIPE
    call = command(shop, place, "--json", *more)
    return subprocess.Popen(call, env=place.environment | environment, stdout=pipe, stderr=pipe, text=True)


def heard(child: subprocess.Popen) -> Iterator[dict]:
    """Yield what the engine says, until it has nothing more to say or nobody listens any more."""
    while not child.stdout.closed and (line := child.stdout.readline()).endswith("\n"):
        yield json.loads(line)


def nth(kind: str, number: int) -> Callable[[dict], bool]:
    """Return whether a message is the `number`-th of its kind, told one after the other."""
    seen = 0

    def is_it(message: dict) -> bool:
        nonlocal seen
        seen += message["type"] == kind
        return message["type"] == kind and seen == number

    return is_it
