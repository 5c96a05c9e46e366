"""A kill of the engine, or of its decoder, at a counted call."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faults.check import LostError, finished_well, nothing_half_done, spoken_well
from tests.faults.fault import Fault
from tests.faults.job import Place, Shop
from tests.faults.system_calls import Call, strike_decoder, strike_engine, was_killed

_LAST = 3  # the very last calls may come before the count or after it
_CERTAIN = 0.6  # of a decoder thread's writes: which design it gets is chance
_KINDS = (
    ("write", "a write", 50),
    ("fsync", "a flush", 12),
    ("rename", "a rename", 12),
    ("mkdir", "a new folder", 6),
    ("unlink", "a removal", 6),
    ("rmdir", "a folder's removal", 2),
)


def spread(calls: Sequence[Call], points: int) -> list[Call]:
    """Return `points` of `calls`, evenly spread, with the first and the last; all if there are fewer."""
    last = len(calls) - 1
    chosen = {round(last * point / max(1, points - 1)) for point in range(points)}
    return [calls[number] for number in sorted(chosen)] if calls else []


def chosen(calls: Sequence[Call], which: str, points: int) -> list[Call]:
    """Return `points` of the calls of a name."""
    named = [call for call in calls if call.name == which]
    return spread(named[:-_LAST] if which == "write" else named, points)


def kills(calls: Sequence[Call], decoder_writes: int) -> list[Fault]:
    """Return kills spread over a run: of the engine by each kind of call, of the decoder by its writes."""
    faults = []
    for which, title, points in _KINDS:
        faults += [_kill_engine(f"killed at {title}", call) for call in chosen(calls, which, points)]
    numbers = [1 + round(decoder_writes * _CERTAIN * point / 9) for point in range(10)]
    faults += [_kill_decoder("decoder killed at a write", "KILL", number) for number in numbers]
    faults += [_kill_decoder("decoder crashes at a write", "SEGV", number) for number in numbers[::4]]
    faults += [_kill_each_decoder(number) for number in numbers[::4]]
    return faults


def _kill_engine(kind: str, call: Call) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        done = strike_engine(shop, place, call.name, "signal=KILL", call.number)
        was_killed(place)
        assert done.returncode < 0, f"it was killed, and ended with {done.returncode}"

    return Fault(kind, call.title, strike, traced=True)


def _kill_decoder(kind: str, signal: str, number: int) -> Fault:
    def strike(shop: Shop, place: Place) -> None:
        done = strike_decoder(shop, place, "write", f"signal={signal}", number, once=True)
        was_killed(place)
        finished_well(shop, place, done)

    return Fault(kind, f"write {number}", strike, traced=True)


def _kill_each_decoder(number: int) -> Fault:
    """Return a fault in which the system has no memory for a decoder, however often it is started."""

    def strike(shop: Shop, place: Place) -> None:
        done = strike_decoder(shop, place, "write", "signal=KILL", number, once=False)
        was_killed(place)
        spoken_well(done, 4)
        if "memory" not in done.stderr:
            raise LostError(f"it said: {done.stderr}")
        nothing_half_done(place)

    return Fault("each decoder killed", f"write {number}", strike, traced=True)
