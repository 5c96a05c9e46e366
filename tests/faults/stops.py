"""Runs that are told to stop, whose reader goes away or reads nothing, or whose decoder is killed."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import termios
import time
from collections.abc import Callable

import psutil

from tests.faults.check import finished_well, nothing_half_done, spoken_well
from tests.faults.fault import Fault
from tests.faults.job import Place, Shop, nth, run_until, start

_SMALL_PIPE = 4096
_STANDS_STILL_SECONDS = 0.5
_ENDS_WITHIN_SECONDS = 15.0


def stops() -> list[Fault]:
    """Return one fault for each moment."""
    faults = [_cancelled("cancelled", signal.SIGINT, number) for number in (1, 3, 5)]
    faults += [_cancelled("asked to end", signal.SIGTERM, number) for number in (1, 3, 5)]
    faults += [_goes_on("nobody listens", "sheet_opened", number, _stop_listening) for number in (1, 3)]
    faults += [_goes_on("decoder killed", "design_loaded", number, _kill_decoder) for number in (1, 3, 5)]
    signals = signal.SIGINT, signal.SIGTERM
    faults += [Fault("asked to end, and unread", each.name, _unread(each)) for each in signals]
    return faults


def _cancelled(kind: str, number: signal.Signals, sheet: int) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        moment = nth("sheet_opened", sheet)
        done = run_until(shop, place, moment, lambda child: child.send_signal(number))
        spoken_well(done, 130)
        nothing_half_done(place)

    return Fault(kind, f"sheet_opened {sheet}", strike)


def _goes_on(kind: str, message: str, number: int, do: Callable[[subprocess.Popen], None]) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        finished_well(shop, place, run_until(shop, place, nth(message, number), do))

    return Fault(kind, f"{message} {number}", strike)


def _kill_decoder(child: subprocess.Popen) -> None:
    decoders = psutil.Process(child.pid).children()
    assert decoders, "there is no decoder"
    for decoder in decoders:
        decoder.kill()


def _stop_listening(child: subprocess.Popen) -> None:
    child.stdout.close()


def _unread(number: signal.Signals) -> Callable[[Shop, Place], None]:
    """Return a fault in which whoever started a run reads nothing of what it says, and ends it."""

    def strike(shop: Shop, place: Place) -> None:
        with start(shop, place) as child:
            fcntl.fcntl(child.stdout, fcntl.F_SETPIPE_SZ, _SMALL_PIPE)
            _wait_until_it_stands_still(child)
            child.send_signal(number)
            try:
                child.wait(_ENDS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"it went on after {number.name}") from None
        assert child.returncode == 130, child.returncode

    return strike


def _wait_until_it_stands_still(child: subprocess.Popen) -> None:
    before = -1
    while before != (unread := _bytes_in(child)) or unread < _SMALL_PIPE // 2:
        assert child.poll() is None, "it ended, and all it said found room"
        before = unread
        time.sleep(_STANDS_STILL_SECONDS)


def _bytes_in(child: subprocess.Popen) -> int:
    answer = fcntl.ioctl(child.stdout, termios.FIONREAD, b"\0" * 4)
    return int.from_bytes(answer, "little")
