"""What must hold after a fault, whatever it was."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

from PIL import Image

from tests.faults.job import SHEETS, Place, Shop, run

TIMES = ("created", "seconds", "memory")


class LostError(AssertionError):
    """Something was lost, or said in words that are no sentence for staff."""


def spoken_well(done: subprocess.CompletedProcess) -> None:
    """Raise LostError where a run ended with a traceback, or by something nobody expected."""
    for word in ("Traceback", "nobody expected"):
        if word in done.stderr:
            raise LostError(f"it said: {done.stderr.strip()[-400:]}")


def only_whole_sheets(shop: Shop, out: Path) -> None:
    """Raise LostError where a final name stands on a file that is not the whole sheet."""
    for path in out.glob("*.png") if out.is_dir() else ():
        _decode(path)
        if digest(path) != digest(shop.whole / path.name):
            raise LostError(f"{path.name} is not the sheet that was asked for")
    for path in out.glob("*.json") if out.is_dir() else ():
        json.loads(path.read_text())


def goes_on(shop: Shop, place: Place) -> None:
    """Make the sheets again: it ends well, leaves nothing behind, and all is as if nothing had happened."""
    done = run(shop, place)
    if done.returncode:
        raise LostError(f"going on ended with {done.returncode}: {done.stderr.strip()[-400:]}")
    spoken_well(done)
    names = {"Night.manifest.json", *(f"Night_Part_{number}.png" for number in range(1, SHEETS + 1))}
    found = {path.name for path in place.out.iterdir()}
    if found != names:
        raise LostError(f"in the folder are {sorted(found ^ names)}, or they are missing")
    only_whole_sheets(shop, place.out)
    ours, theirs = (_lasting(out / "Night.manifest.json") for out in (place.out, shop.whole))
    if ours != theirs:
        raise LostError("the manifest is another")
    left = sorted(path.name for path in place.scratch.iterdir())
    if left:
        raise LostError(f"in the scratch folder are {left}")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _decode(path: Path) -> None:
    try:
        with Image.open(path) as sheet:
            sheet.load()
    except (OSError, SyntaxError) as error:
        raise LostError(f"{path.name} can't be decoded: {error}") from error


def _lasting(path: Path) -> dict:
    manifest = json.loads(path.read_text())
    return {name: value for name, value in manifest.items() if name not in TIMES}
