"""The job that faults strike: small enough for a second, with sheets and scratch files of each kind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

DPI, SHEETS = 200, 6
PATIENCE = 120.0
_SIDES = (1900, 900, 1500, 700, 1200, 1000, 800, 600)


@dataclass(frozen=True)
class Shop:
    """Artwork and orders, and the sheets of an undisturbed run in `whole`."""

    folder: Path

    @property
    def orders(self) -> Path:
        return self.folder / "orders.csv"

    @property
    def whole(self) -> Path:
        return self.folder / "whole"

    @property
    def designs(self) -> list[Path]:
        return [self.folder / f"{side}.png" for side in _SIDES]


@dataclass(frozen=True)
class Place:
    """Where one run puts its sheets and its scratch files."""

    out: Path
    scratch: Path


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
    shop = Shop(folder)
    shop.orders.write_text("\n".join(rows) + "\n")
    done = run(shop, Place(shop.whole, folder / "scratch"))
    assert done.returncode == 0, done.stderr
    assert len(list(shop.whole.glob("*.png"))) == SHEETS, sorted(shop.whole.iterdir())
    return shop


def command(shop: Shop, place: Place, *more: str) -> list[str]:
    """Return the command line that makes the job's sheets at `place`."""
    call = [sys.executable, "-m", "gangsheet_studio", "render", str(shop.orders), "--job", "Night"]
    call += ["--film", "12x11in", "--dpi", str(DPI), "--out", str(place.out), "--scratch", str(place.scratch)]
    return [*call, *more]


def run(shop: Shop, place: Place, *more: str, under: tuple[str, ...] = ()) -> subprocess.CompletedProcess:
    """Make the sheets, quietly, `under` another program if one is named."""
    call = [*under, *command(shop, place, "--quiet", *more)]
    return subprocess.run(call, env=_user(shop), capture_output=True, text=True, timeout=PATIENCE)


def run_until(
    shop: Shop, place: Place, moment: Callable[[dict], bool], strike: Callable[[subprocess.Popen], None]
) -> subprocess.CompletedProcess:
    """Make the sheets, and `strike` when the engine says a message that is the `moment`."""
    with start(shop, place) as child:
        struck = False
        for message in heard(child):
            if not struck and moment(message):
                struck = True
                strike(child)
        errors = child.stderr.read() if not child.stderr.closed else ""
        code = child.wait(PATIENCE)
    assert struck, "the moment never came"
    return subprocess.CompletedProcess(child.args, code, "", errors)


def start(shop: Shop, place: Place) -> subprocess.Popen:
    """Start making the sheets, with messages on stdout."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(shop, place, "--json"), env=_user(shop), stdout=pipe, stderr=pipe, text=True
    )


def heard(child: subprocess.Popen) -> Iterator[dict]:
    """Yield what the engine says, until it has nothing more to say or nobody listens any more."""
    while not child.stdout.closed and (line := child.stdout.readline()):
        yield json.loads(line)


def nth(kind: str, number: int) -> Callable[[dict], bool]:
    """Return whether a message is the `number`-th of its kind, told one after the other."""
    seen = 0

    def is_it(message: dict) -> bool:
        nonlocal seen
        seen += message["type"] == kind
        return message["type"] == kind and seen == number

    return is_it


def _user(shop: Shop) -> dict[str, str]:
    names = ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")
    return os.environ | {name: str(shop.folder / "home") for name in names}
