"""What must hold after a fault, whatever it was."""

from __future__ import annotations

import filecmp
import json
import re
import subprocess
from pathlib import Path

from tests.faults.job import JOB, SHEETS, Place, Shop, run

TIMES = ("created", "seconds", "memory")
_SENTENCE = re.compile(r"^gangsheet-studio: [A-Z“].+\.$", re.MULTILINE)


class LostError(AssertionError):
    """Something was lost, or said in words that are no sentence for staff."""


def spoken_well(done: subprocess.CompletedProcess, *codes: int) -> None:
    """Raise LostError where a run ended otherwise than with one of `codes` and a sentence that says why."""
    said = done.stderr.strip()[-400:]
    if done.returncode not in codes:
        raise LostError(f"it ended with {done.returncode} in place of {codes}: {said}")
    for word in ("Traceback", "nobody expected", "Exception ignored"):
        if word in done.stderr:
            raise LostError(f"it said: {said}")
    if done.returncode > 0 and not _SENTENCE.search(done.stderr):
        raise LostError(f"it ended with {done.returncode} and said no sentence: {said}")


def only_whole_sheets(shop: Shop, out: Path) -> None:
    """Raise LostError where a final name stands on a file that is not the whole sheet, byte for byte."""
    for path in out.glob("*.png") if out.is_dir() else ():
        job, _, part = path.name.partition("_")
        if not job or not filecmp.cmp(path, shop.whole / f"{JOB}_{part}", shallow=False):
            raise LostError(f"{path.name} is not the sheet that was asked for")
    for path in out.glob("*.json") if out.is_dir() else ():
        json.loads(path.read_text())


def nothing_half_done(place: Place) -> None:
    """Raise LostError where a run that ended by itself left temporary or scratch files."""
    left = [path.name for path in place.out.glob("*.tmp")] if place.out.is_dir() else []
    left += [path.name for path in place.scratch.iterdir()] if place.scratch.is_dir() else []
    if left:
        raise LostError(f"it left {sorted(left)}")


def finished_well(shop: Shop, place: Place, done: subprocess.CompletedProcess, *jobs: str) -> None:
    """Raise LostError unless all sheets of `jobs` are there, and all is as if nothing had happened."""
    spoken_well(done, 0)
    jobs = jobs or (JOB,)
    names = {f"{job}_Part_{number}.png" for job in jobs for number in range(1, SHEETS + 1)}
    names |= {f"{job}.manifest.json" for job in jobs}
    found = {path.name for path in place.out.iterdir()}
    if found != names:
        raise LostError(f"in the folder are {sorted(found ^ names)}, or they are missing")
    only_whole_sheets(shop, place.out)
    theirs = _lasting(shop.whole, JOB)
    if any(_lasting(place.out, job) != theirs for job in jobs):
        raise LostError("the manifest is another")
    nothing_half_done(place)


def goes_on(shop: Shop, place: Place) -> None:
    """Make the sheets again: it ends well, makes none again that was finished, and leaves nothing."""
    before = _written_down(shop, place.out)
    finished_well(shop, place, run(shop, place))
    after = {name: (place.out / name).stat().st_ino for name in before}
    if before != after:
        again = sorted(name for name in before if before[name] != after[name])
        raise LostError(f"{again} were finished, and made again")


def _written_down(shop: Shop, out: Path) -> dict[str, int]:
    """Return the sheets that the journal says are finished, and which are: by name, the file's number."""
    journal = out / f"{JOB}.journal"
    found = {}
    for line in journal.read_bytes().splitlines() if journal.exists() else ():
        try:
            name = json.loads(line)["part"]["file"]
        except (ValueError, KeyError, TypeError):
            continue
        sheet = out / name
        if sheet.exists() and filecmp.cmp(sheet, shop.whole / name, shallow=False):
            found[name] = sheet.stat().st_ino
    return found


def _lasting(out: Path, job: str) -> dict:
    """Return what a manifest of `job` says that is the same in each run of it."""
    text = (out / f"{job}.manifest.json").read_text().replace(f"{job}_Part", f"{JOB}_Part")
    lasting = {name: value for name, value in json.loads(text).items() if name not in TIMES}
    return lasting | {"job": JOB}
