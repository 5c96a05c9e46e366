"""A fault, and what became of the job that it struck."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.check import goes_on, only_whole_sheets
from tests.faults.job import Place, Shop, place_in
from tests.faults.processes import limited, nobody_left

LIMIT_SECONDS = 90.0  # twenty times what the longest takes
Strike = Callable[[Shop, Place], None]


@dataclass(frozen=True)
class Fault:
    """`strike` runs the job and spoils it; AssertionError where something is lost, or it did not strike.

    One that is `traced` needs a tracer of system calls, one of a `disk` needs to mount one.
    """

    kind: str
    name: str
    strike: Strike
    traced: bool = False
    disk: bool = False


def outcomes(shop: Shop, faults: list[Fault], folder: Path) -> Iterator[tuple[Fault, str, float]]:
    """Yield each fault, what was lost by it, and how many seconds it took; a few at once, in order."""

    def strike(number: int) -> tuple[Fault, str, float]:
        began = time.monotonic()
        place = place_in(folder / str(number))
        loss = outcome(shop, faults[number], place)
        shutil.rmtree(place.folder, ignore_errors=True)
        return faults[number], loss, time.monotonic() - began

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(strike, range(len(faults)))


def outcome(shop: Shop, fault: Fault, place: Place) -> str:
    """Strike, look, go on, look again; return what was lost, an empty string for nothing."""
    with limited(place, LIMIT_SECONDS) as hung:
        loss = _loss(shop, fault, place)
    return f"hung: not over after {LIMIT_SECONDS:.0f} s" if hung.is_set() else loss


def _loss(shop: Shop, fault: Fault, place: Place) -> str:
    try:
        fault.strike(shop, place)
        nobody_left(place)
        only_whole_sheets(shop, place.out)
        goes_on(shop, place)
        nobody_left(place)
    except AssertionError as error:
        return str(error).strip() or repr(error)
    except Exception as error:  # a fault that can't be made or looked at proves nothing
        return f"{type(error).__name__}: {error}"
    return ""
