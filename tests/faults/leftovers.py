"""What a killed run left, spoilt further before the job goes on: torn, unflushed, of another year."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.faults.fault import Fault
from tests.faults.job import JOB, Place, Shop, nth, run_until

_YEAR = 366 * 24 * 3600
_GARBAGE = b"\0{\n\xff"


def leftovers() -> list[Fault]:
    """Return each way to spoil what is left."""
    shares = 0.0, 0.3, 0.6, 0.9, 1.0
    faults = [_torn_journal(share, garbage) for share in shares for garbage in (b"", _GARBAGE)]
    moments = ("sheet_opened", 2), ("sheet_opened", 4), ("design_loaded", 2), ("design_loaded", 4)
    faults += [_power_cut(message, number) for message, number in moments]
    faults += [_files_of_next_year(number) for number in (2, 4)]
    return faults


def _killed_at(shop: Shop, place: Place, message: str, number: int) -> None:
    done = run_until(shop, place, nth(message, number), subprocess.Popen.kill)
    assert done.returncode < 0, f"it was over before it was killed: {done.returncode}"


def _torn_journal(share: float, garbage: bytes) -> Fault:
    """Return a fault in which a journal is cut; tests/engine/test_journal.py tries each length."""

    def strike(shop: Shop, place: Place) -> None:
        _killed_at(shop, place, "sheet_freed", 3)
        journal = place.out / f"{JOB}.journal"
        data = journal.read_bytes()
        journal.write_bytes(data[: round(len(data) * share)] + garbage)

    return Fault("journal torn", f"{share:.0%} and {len(garbage)} bytes of garbage", strike)


def _power_cut(message: str, number: int) -> Fault:
    """Return a kill after which whatever was not flushed has its length, and zeros for content."""

    def strike(shop: Shop, place: Place) -> None:
        _killed_at(shop, place, message, number)
        left = *place.out.glob(".*.tmp"), *place.scratch.rglob("*")
        unflushed = [path for path in left if path.is_file()]
        assert unflushed, "nothing was under way"
        for path in unflushed:
            _blank(path)
        with (place.out / f"{JOB}.journal").open("ab") as journal:
            journal.write(bytes(300))

    return Fault("power cut, as far as it shows", f"{message} {number}", strike)


def _blank(path: Path) -> None:
    size = path.stat().st_size
    os.truncate(path, 0)
    os.truncate(path, size)


def _files_of_next_year(number: int) -> Fault:
    """Return a kill after which the clock is set back by a year: all that was left is of next year."""

    def strike(shop: Shop, place: Place) -> None:
        _killed_at(shop, place, "sheet_freed", number)
        for path in [place.out, *place.out.iterdir(), *place.scratch.rglob("*")]:
            later = path.stat().st_mtime + _YEAR
            os.utime(path, (later, later))

    return Fault("clock set back after a kill", f"sheet_freed {number}", strike)
