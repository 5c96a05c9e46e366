"""Two runs that share folders."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from tests.faults.check import finished_well, nothing_half_done, only_whole_sheets, spoken_well
from tests.faults.fault import Fault
from tests.faults.job import JOB, Place, Shop, heard, nth, run, run_until, start

_OTHER = "Day"


def pairs() -> list[Fault]:
    """Return each way in which two runs may meet."""
    return [
        Fault("two runs of one job", "at once", _one_job_twice),
        Fault("two jobs in one folder", "at once", _two_jobs),
        *(_killed_beside(number) for number in (1, 3)),
    ]


def _one_job_twice(shop: Shop, place: Place) -> None:
    done = _at_once(shop, place, (), ())
    for each in done:
        spoken_well(each, 0, 1)
        busy = "Another run is making the sheets" in each.stderr
        assert busy == (each.returncode == 1), each.stderr
    assert any(each.returncode == 0 for each in done), done
    nothing_half_done(place)


def _two_jobs(shop: Shop, place: Place) -> None:
    for each in _at_once(shop, place, (), ("--job", _OTHER)):
        finished_well(shop, place, each, JOB, _OTHER)
    for path in place.out.glob(f"{_OTHER}*"):
        path.unlink()


def _at_once(shop: Shop, place: Place, *runs: tuple[str, ...]) -> list[subprocess.CompletedProcess]:
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda more: run(shop, place, *more), runs))


def _killed_beside(number: int) -> Fault:
    """Return a kill of a run beside another one, whose scratch and sheets stay whatever the first leaves."""

    def strike(shop: Shop, place: Place) -> None:
        other = replace(place, out=place.folder / "other")
        with _standing_still(shop, other, number) as child:
            theirs = set(place.scratch.iterdir())
            run_until(shop, place, nth("sheet_opened", number), subprocess.Popen.kill)
            left = set(place.scratch.iterdir()) - theirs
            assert left, "the killed run left nothing"
            spoken_well(run(shop, place), 0)
            assert set(place.scratch.iterdir()) == theirs, "the scratch of a live run, or of the dead one"
            child.send_signal(signal.SIGCONT)
            for _message in heard(child):
                pass
            errors = child.stderr.read()
        finished_well(shop, other, subprocess.CompletedProcess(child.args, child.wait(), "", errors))
        only_whole_sheets(shop, place.out)

    return Fault("one killed beside another", f"sheet_opened {number}", strike)


@contextmanager
def _standing_still(shop: Shop, place: Place, number: int) -> Iterator[subprocess.Popen]:
    """Have a run that stands still in the middle of a sheet."""
    with start(shop, place) as child:
        moment = nth("sheet_opened", number)
        next(message for message in heard(child) if moment(message))
        child.send_signal(signal.SIGSTOP)
        yield child
