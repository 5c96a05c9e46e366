"""The process that runs spyrrow: the only place that speaks its words.

sparrow (Gardeyn and Wauters, 2025) answers nobody while it searches, at times for most of a second, can be
interrupted in a main thread only, and panics. So it has a process of its own, which is killed once its
time is over; until then it sends every solution as it finds it.
"""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Final, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    import spyrrow

Placed: TypeAlias = tuple[int, float, float, float]
"""Item, counter-clockwise degrees, and where its origin lies along and across the strip."""

_LOOK: Final = 0.25  # seconds: who hears more often has no time for anything else
_COMPRESSION: Final = 0.2  # of the time
_IN_RESERVE: Final = 5  # whole seconds more than there are: the process is killed when its time is over


class StripItem(Struct, frozen=True):
    """`demand` copies of a simple ring, which may be turned by each of `degrees` about its origin."""

    ring: tuple[tuple[float, float], ...]
    demand: int
    degrees: tuple[float, ...]


class StripTask(Struct, frozen=True):
    """A strip of fixed `height` that is to be as short as can be; `seconds` are about how long there are."""

    height: float
    items: tuple[StripItem, ...]
    seconds: float
    seed: int
    workers: int


def serve(connection: Connection, task: StripTask) -> None:
    """Search, and send a list of Placed for each feasible solution; ends with the process that asked."""
    import spyrrow

    items = [
        spyrrow.Item(str(number), list(item.ring), item.demand, list(item.degrees))
        for number, item in enumerate(task.items)
    ]
    compression = max(1, round(task.seconds * _COMPRESSION))
    config = spyrrow.StripPackingConfig(
        early_termination=False,
        total_computation_time=None,
        exploration_time=max(1, round(task.seconds) - compression),
        compression_time=compression + _IN_RESERVE,
        num_workers=task.workers,
        seed=task.seed,
    )
    queue = spyrrow.ProgressQueue()
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(connection, queue, done), daemon=True)
    teller.start()
    spyrrow.StripPackingInstance("", task.height, items).solve(config, queue)
    done.set()
    teller.join()


def _tell(connection: Connection, queue: spyrrow.ProgressQueue, done: threading.Event) -> None:
    """Send the last feasible solution of every moment."""
    import spyrrow

    good = (spyrrow.ReportType.ExplFeas, spyrrow.ReportType.CmprFeas, spyrrow.ReportType.Final)
    while True:
        last = done.is_set()
        feasible = [solution for kind, solution in queue.drain() if kind in good]
        try:
            if connection.poll():  # nothing is ever sent here: the other end is closed
                raise EOFError
            if feasible:
                connection.send(
                    [
                        (int(placed.id), placed.rotation, *placed.translation)
                        for placed in feasible[-1].placed_items
                    ]
                )
        except (OSError, EOFError):
            os._exit(0)
        if last:
            return
        time.sleep(_LOOK)
