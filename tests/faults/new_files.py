"""A fault at a counted file that a process makes: Python itself says when it is about to."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.faults.check import LostError, finished_well, nothing_half_done, spoken_well
from tests.faults.fault import Fault
from tests.faults.job import JOB, Place, Shop, run
from tests.faults.shimmed import shimmed

_ENGINE, _DECODER = "engine", "decoder"


def new_file_faults(shop: Shop, place: Place) -> list[Fault]:
    """Return a kill and a full disk at each file that an engine makes, and at those of its decoder."""
    engine, decoder = _files_made(shop, place, _ENGINE), _files_made(shop, place, _DECODER)
    at_engine, at_decoder = list(enumerate(engine, 1)), list(enumerate(decoder[:3], 1))
    faults = [_fault("killed at a new file", number, path, _killed) for number, path in at_engine]
    faults += [_fault("no room for a new file", number, path, _no_room) for number, path in at_engine]
    faults += [_fault("decoder killed at a new file", number, path, _lost) for number, path in at_decoder]
    faults += [
        _fault("no room for a decoder's file", number, path, _no_scratch) for number, path in at_decoder
    ]
    sheets = [(number, path) for number, path in at_engine if f"{JOB}_Part" in path.name]
    faults += [_fault("clock set back in a run", number, path, _clock) for number, path in sheets[1::2]]
    return faults


def _fault(kind: str, number: int, path: Path, strike: Callable[[Shop, Place, int, Path], None]) -> Fault:
    return Fault(kind, f"file {number}, {path.name}", lambda shop, place: strike(shop, place, number, path))


def _killed(shop: Shop, place: Place, number: int, _path: Path) -> None:
    done = _strike(shop, place, _ENGINE, number, "KILL")
    assert done.returncode < 0, f"it was killed, and ended with {done.returncode}"


def _no_room(shop: Shop, place: Place, number: int, path: Path) -> None:
    """A log stops no work; without anything else the job can't go on."""
    done = _strike(shop, place, _ENGINE, number, "ENOSPC")
    spoken_well(done, 0 if path.suffix == ".log" else 4)
    nothing_half_done(place)


def _lost(shop: Shop, place: Place, number: int, _path: Path) -> None:
    done = _strike(shop, place, _DECODER, number, "KILL", once=True)
    finished_well(shop, place, done)


def _no_scratch(shop: Shop, place: Place, number: int, _path: Path) -> None:
    done = _strike(shop, place, _DECODER, number, "ENOSPC")
    spoken_well(done, 4)
    assert str(place.scratch) in done.stderr, done.stderr
    nothing_half_done(place)


def _clock(shop: Shop, place: Place, number: int, _path: Path) -> None:
    """Python is told another year from now on; the times of files are the system's, whose clock stays."""
    finished_well(shop, place, _strike(shop, place, _ENGINE, number, "CLOCK"))
    (log,) = (place.folder / "home").rglob("engine.log")
    years = {line[:4] for line in log.read_text().splitlines()}
    assert len(years) == 2, f"the clock was never set back: {years}"


def _strike(
    shop: Shop, place: Place, who: str, number: int, what: str, *, once: bool = False
) -> subprocess.CompletedProcess:
    log = place.folder / "made.txt"
    order = json.dumps([number, what, str(log)])
    done = run(shop, place, **shimmed(place, who, once=once, FAULTS_NEW_FILE=order))
    if number not in _read(log):
        raise LostError("it was not struck: too few files were made")
    return done


def _files_made(shop: Shop, place: Place, who: str) -> list[Path]:
    """Return the files that a process makes in an undisturbed run, in order."""
    log = place.folder / f"made by {who}.txt"
    order = json.dumps([0, "", str(log)])
    done = run(shop, place, "--fresh", **shimmed(place, who, FAULTS_NEW_FILE=order))
    assert done.returncode == 0, done.stderr
    return [path for _number, path in sorted(_read(log).items())]


def _read(log: Path) -> dict[int, Path]:
    lines = (line.partition(" ") for line in log.read_text().splitlines())
    return {int(number): Path(path) for number, _, path in lines}
