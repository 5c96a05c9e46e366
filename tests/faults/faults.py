"""The faults: each strikes one run of the job, and what must hold is looked at afterwards."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.faults.check import only_whole_sheets, spoken_well
from tests.faults.job import Place, Shop, heard, nth, run, run_until, start

Strike = Callable[[Shop, Place], None]
YEAR = 366 * 24 * 3600


@dataclass(frozen=True)
class Fault:
    """`strike` runs the job and spoils it; AssertionError where something is lost on the spot.

    One that is `traced` needs a tracer of system calls, one of a `disk` needs to mount one.
    """

    kind: str
    name: str
    strike: Strike
    traced: bool = False
    disk: bool = False


def count_writes(shop: Shop, place: Place) -> int:
    """Return how many writes the engine's main thread makes, undisturbed."""
    log = place.out.parent / "writes.txt"
    done = run(shop, place, under=("strace", "-q", "-e", "trace=write", "-o", str(log)))
    assert done.returncode == 0, done.stderr
    return len(re.findall(r"^write\(", log.read_text(), re.MULTILINE))


def spread(count: int, points: int) -> list[int]:
    """Return `points` numbers from 1 to `count`, evenly spread, the last one among them."""
    return sorted({max(1, count * (point + 1) // points) for point in range(points)})


def injected(kind: str, call: str, what: str, number: int) -> Fault:
    """Return a fault of the `number`-th system call of its kind in the engine's main thread."""

    def strike(shop: Shop, place: Place) -> None:
        inject = ("strace", "-qq", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}")
        done = run(shop, place, under=(*inject, "-o", os.devnull))
        if "KILL" in what:
            assert done.returncode < 0, f"nothing killed it: it ended with {done.returncode}"
        else:
            spoken_well(done)
        only_whole_sheets(shop, place.out)

    return Fault(kind, f"{call} {number}", strike, traced=True)


def at(kind: str, message: str, number: int, do: Callable[[Shop, Place, subprocess.Popen], None]) -> Fault:
    """Return a fault that happens when the engine says the `number`-th message of a kind."""

    def strike(shop: Shop, place: Place) -> None:
        done = run_until(shop, place, nth(message, number), lambda child: do(shop, place, child))
        spoken_well(done)
        only_whole_sheets(shop, place.out)

    return Fault(kind, f"{message} {number}", strike)


def kill_decoder(_shop: Shop, _place: Place, child: subprocess.Popen) -> None:
    for decoder in psutil.Process(child.pid).children():
        decoder.kill()


def interrupt(_shop: Shop, _place: Place, child: subprocess.Popen) -> None:
    child.send_signal(signal.SIGINT)


def terminate(_shop: Shop, _place: Place, child: subprocess.Popen) -> None:
    child.send_signal(signal.SIGTERM)


def stop_listening(_shop: Shop, _place: Place, child: subprocess.Popen) -> None:
    child.stdout.close()


def take_output_away(shop: Shop, place: Place, _child: subprocess.Popen) -> None:
    place.out.rename(place.out.with_name("taken away"))
    only_whole_sheets(shop, place.out.with_name("taken away"))


def take_scratch_away(_shop: Shop, place: Place, _child: subprocess.Popen) -> None:
    shutil.rmtree(place.scratch)


def design_fault(kind: str, spoil: Callable[[Path], None], number: int) -> Fault:
    """Return a fault of the last designs, which are put right again before the job goes on."""

    def strike(shop: Shop, place: Place) -> None:
        kept = {path: path.read_bytes() for path in shop.designs[-3:]}
        times = {path: path.stat().st_mtime_ns for path in kept}

        def do(_child: subprocess.Popen) -> None:
            for path in kept:
                spoil(path)

        try:
            done = run_until(shop, place, nth("sheet_opened", number), do)
        finally:
            for path, data in kept.items():
                path.write_bytes(data)
                os.utime(path, ns=(times[path], times[path]))
        spoken_well(done)
        only_whole_sheets(shop, place.out)

    return Fault(kind, f"sheet {number}", strike)


def exchange(path: Path) -> None:
    path.write_bytes(path.with_name("900.png").read_bytes())


def shorten(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def full_disk(which: str, message: str, number: int) -> Fault:
    """Return a fault of a disk of its own that others fill up in the middle of a run."""

    def strike(shop: Shop, place: Place) -> None:
        folder = place.out if which == "output" else place.scratch
        with small_disk(folder):
            done = run_until(shop, place, nth(message, number), lambda _child: fill(folder))
            assert done.returncode in (0, 4), done.stderr
            spoken_well(done)
            only_whole_sheets(shop, place.out)
            kept = folder.with_name("kept")
            shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("filler"))
        shutil.rmtree(folder)
        kept.rename(folder)

    return Fault(f"{which} disk fills up", f"{message} {number}", strike, disk=True)


def read_only(shop: Shop, place: Place) -> None:
    with small_disk(place.out):
        mount("-o", "remount,ro", str(place.out))
        done = run(shop, place)
        assert done.returncode == 1 and "could not be written" in done.stderr, done.stderr
        spoken_well(done)


def clock_set_back(shop: Shop, place: Place) -> None:
    """All that a run left is of next year, as it looks when the clock is set back after it."""
    done = run_until(shop, place, nth("sheet_freed", 2), lambda child: child.kill())
    for path in [place.out, *place.out.iterdir(), *place.scratch.iterdir()]:
        later = path.stat().st_mtime + YEAR
        os.utime(path, (later, later))
    only_whole_sheets(shop, place.out)
    assert done.returncode != 0


def two_at_once(shop: Shop, place: Place) -> None:
    with start(shop, place) as one, start(shop, place) as two:
        for child in (one, two):
            for _message in heard(child):
                pass
        codes = sorted((one.wait(), two.wait()))
        errors = one.stderr.read() + two.stderr.read()
    assert codes in ([0, 1], [0, 0]), (codes, errors)
    assert codes == [0, 0] or "Another run is making the sheets" in errors, errors
    only_whole_sheets(shop, place.out)


def torn_journal(share: float, garbage: bytes) -> Fault:
    """Return a fault in which a power cut tore the journal."""

    def strike(shop: Shop, place: Place) -> None:
        run_until(shop, place, nth("sheet_freed", 3), lambda child: child.kill())
        journal = place.out / "Night.journal"
        data = journal.read_bytes()
        journal.write_bytes(data[: round(len(data) * share)] + garbage)

    return Fault("journal torn", f"{share:.0%} and {len(garbage)} bytes of garbage", strike)


@contextmanager
def small_disk(folder: Path, megabytes: int = 200) -> Iterator[None]:
    """Have a disk of its own at `folder`, gone afterwards. OSError where nobody may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder))
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


def mount(*call: str) -> None:
    """Call the system's `mount`. OSError where it may not be."""
    if not shutil.which("mount") or subprocess.run(["mount", *call], capture_output=True).returncode:
        raise OSError("no disk can be mounted here")


def fill(folder: Path) -> None:
    """Take all the room there is."""
    with (folder / "filler").open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * (1 << 16))


def all_faults(writes: int) -> list[Fault]:
    """Return every fault, for a job whose main thread makes so many writes."""
    faults = [injected("killed", "write", "signal=KILL", number) for number in spread(writes, 50)]
    faults += [injected("disk full", "write", "error=ENOSPC", n) for n in spread(writes, 12)]
    faults += [full_disk("output", "sheet_opened", number) for number in (1, 2, 3, 5)]
    faults += [full_disk("scratch", "design_loaded", number) for number in (1, 2, 4, 6)]
    faults += [injected("flush fails", "fsync", "error=EIO", number) for number in range(1, 13)]
    faults += [injected("killed at a flush", "fsync", "signal=KILL", number) for number in range(1, 13)]
    faults += [injected("rename fails", "rename", "error=EIO", number) for number in range(1, 7)]
    faults += [injected("killed at a rename", "rename", "signal=KILL", number) for number in range(1, 7)]
    faults += [at("decoder killed", "design_loaded", number, kill_decoder) for number in (1, 3, 5)]
    faults += [at("cancelled", "sheet_opened", number, interrupt) for number in (1, 3, 5)]
    faults += [at("asked to end", "sheet_opened", number, terminate) for number in (1, 3, 5)]
    faults += [at("nobody listens", "sheet_opened", number, stop_listening) for number in (1, 3)]
    faults += [at("output folder vanishes", "sheet_opened", number, take_output_away) for number in (1, 3, 5)]
    faults += [at("scratch folder vanishes", "sheet_opened", number, take_scratch_away) for number in (1, 3)]
    for kind, spoil in (("exchanged", exchange), ("shortened", shorten), ("deleted", Path.unlink)):
        faults += [design_fault(f"design {kind}", spoil, number) for number in (1, 2)]
    faults += [
        torn_journal(share, garbage) for share in (0.0, 0.3, 0.9, 1.0) for garbage in (b"", b"\0{\n\xff")
    ]
    faults += [
        Fault("output is read-only", "all along", read_only, disk=True),
        Fault("clock set back", "by a year", clock_set_back),
        Fault("two runs of one job", "at once", two_at_once),
    ]
    return faults
