"""Disks and folders that fail in a run: by an error at a counted call, full, read-only, gone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.check import (
    finished_well,
    nothing_half_done,
    only_whole_sheets,
    spoken_well,
)
from tests.faults.fault import Fault
from tests.faults.job import JOB, Place, Shop, nth, run, run_until
from tests.faults.kills import chosen
from tests.faults.processes import standing_still
from tests.faults.system_calls import Call, strike_decoder, strike_engine, struck

_ENGINE_ERRORS = (
    ("disk full at a write", "write", "ENOSPC", 20),
    ("disk fails at a write", "write", "EIO", 6),
    ("flush fails", "fsync", "EIO", 14),
    ("rename fails", "rename", "EIO", 12),
    ("no new folder", "mkdir", "ENOSPC", 6),
    ("removal fails", "unlink", "EIO", 6),
    ("folder's removal fails", "rmdir", "EIO", 2),
    ("no locks", "flock", "ENOLCK", 2),
    ("locks fail", "flock", "EIO", 2),
)


def disk_faults(calls: Sequence[Call], decoder_writes: int) -> list[Fault]:
    """Return errors of each kind of call, and disks of their own that fill up or are read-only."""
    faults = []
    for kind, which, error, points in _ENGINE_ERRORS:
        faults += [_engine_error(kind, error, call) for call in chosen(calls, which, points)]
    for error, kind, points in (("ENOSPC", "disk full", 8), ("EIO", "disk fails", 3)):
        numbers = [1 + decoder_writes * point // (2 * points) for point in range(points)]
        faults += [_decoder_error(f"{kind} at a decoder's write", error, number) for number in numbers]
    faults += [_fills_up("output", "sheet_opened", number) for number in (1, 2, 3, 5)]
    faults += [_fills_up("scratch", "design_loaded", number) for number in (1, 2, 4, 6)]
    faults += [_few_files(number) for number in (1, 2, 4)]
    faults += [_read_only(which) for which in ("output", "scratch")]
    faults += [_vanishes("output", take_output_away, number) for number in (1, 3, 5)]
    faults += [_vanishes("scratch", take_scratch_away, number) for number in (1, 3)]
    return faults


def _codes(place: Place, call: Call, error: str) -> tuple[int, ...]:
    """Return how a run may end whose `call` failed: what is beside the job costs nothing."""
    fails = 4 if error == "ENOSPC" else 1
    path = Path(call.path.removesuffix(" (deleted)"))
    of_the_job = any(path.is_relative_to(folder) for folder in (place.out, place.scratch))
    if error == "ENOLCK" or not of_the_job:
        return (0,)
    if call.name in ("unlink", "rmdir") or (call.name == "fsync" and path == place.out):
        return (0,)
    if path.name == f"{JOB}.journal" and call.name in ("write", "fsync"):
        return (0, fails)  # a sheet that can't be written down is good all the same
    return (fails,)


def _engine_error(kind: str, error: str, call: Call) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        done = strike_engine(shop, place, call.name, f"error={error}", call.number)
        _ends_as_it_should(shop, place, done, error)

    return Fault(kind, call.title, strike, traced=True)


def _decoder_error(kind: str, error: str, number: int) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        done = strike_decoder(shop, place, "write", f"error={error}", number, once=True)
        _ends_as_it_should(shop, place, done, error)

    return Fault(kind, f"write {number}", strike, traced=True)


def _ends_as_it_should(shop: Shop, place: Place, done: subprocess.CompletedProcess, error: str) -> None:
    """Raise LostError unless a run ended as `_codes` says, and left nothing that it could have removed."""
    calls = struck(place)
    spoken_well(done, *(code for call in calls for code in _codes(place, call, error)))
    if calls[0].name in ("unlink", "rmdir", "flock"):
        return
    if done.returncode == 0:
        finished_well(shop, place, done)
    nothing_half_done(place)


def take_output_away(shop: Shop, place: Place) -> None:
    place.out.rename(place.folder / "taken away")
    only_whole_sheets(shop, place.folder / "taken away")


def take_scratch_away(_shop: Shop, place: Place) -> None:
    shutil.rmtree(place.scratch)


def _vanishes(which: str, take_away: Callable[[Shop, Place], None], number: int) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        done = run_until(shop, place, nth("sheet_opened", number), lambda _child: take_away(shop, place))
        spoken_well(done, 1)
        nothing_half_done(place)

    return Fault(f"{which} folder vanishes", f"sheet_opened {number}", strike)


def _folder(place: Place, which: str) -> Path:
    return place.out if which == "output" else place.scratch


def _fills_up(which: str, message: str, number: int) -> Fault:
    """Return a fault of a disk of its own that others fill up in the middle of a run."""

    def strike(shop: Shop, place: Place) -> None:
        folder = _folder(place, which)

        def fill(child: subprocess.Popen) -> None:
            with standing_still(child):
                _fill(folder)

        with _disk_at(folder, "size=200m"):
            done = run_until(shop, place, nth(message, number), fill)
            spoken_well(done, 4)
            (folder / "filler").unlink()
            nothing_half_done(place)
            kept = folder.with_name("kept")
            shutil.copytree(folder, kept)
        shutil.rmtree(folder)
        kept.rename(folder)

    return Fault(f"{which} disk fills up", f"{message} {number}", strike, disk=True)


def _few_files(number: int) -> Fault:
    """Return a fault of a scratch disk that takes no more than `number` files and folders."""

    def strike(shop: Shop, place: Place) -> None:
        with _disk_at(place.scratch, f"size=200m,nr_inodes={1 + number}"):
            spoken_well(run(shop, place), 4)
            nothing_half_done(place)

    return Fault("scratch disk takes few files", f"{number} files", strike, disk=True)


def _read_only(which: str) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        folder = _folder(place, which)
        with _disk_at(folder, "size=200m"):
            _mount("-o", "remount,ro", str(folder))
            done = run(shop, place)
            spoken_well(done, 1)
            assert str(folder) in done.stderr, done.stderr

    return Fault(f"{which} is read-only", "all along", strike, disk=True)


@contextmanager
def _disk_at(folder: Path, options: str) -> Iterator[None]:
    """Have a disk of its own at `folder`, gone afterwards. OSError where nobody may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", options, "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def _mount(*call: str) -> None:
    """Call the system's `mount`. OSError where it may not be."""
    if not shutil.which("mount") or subprocess.run(["mount", *call], capture_output=True).returncode:
        raise OSError("no disk can be mounted here")


def _fill(folder: Path) -> None:
    """Take all the room there is."""
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * (1 << 16))
