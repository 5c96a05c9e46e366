"""Probing many designs: each path once, two at a time, remembered while the file stays as it is."""

from __future__ import annotations

import queue
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from gangsheet_studio.errors import RefusedInputError, stop_if
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.protocol import Listener

Probed: TypeAlias = Design | RefusedInputError
_Stamp: TypeAlias = tuple[int, int]

_WORKERS: Final = 2
_LOOK_AT_CANCEL: Final = 0.05


class ProbeCache:
    """What probing said about each path, good until the file's time or size changes."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[_Stamp, Probed]] = {}

    def probe(self, path: str) -> Probed:
        """Return the design at `path`, or the refusal that says why there is none."""
        from gangsheet_studio.designs.probe import probe

        stamp = _stamp(path)
        known = self._known.get(path)
        if known and known[0] == stamp:
            return known[1]
        result: Probed
        try:
            result = probe(Path(path))
        except RefusedInputError as refusal:
            result = refusal
        if stamp is not None and stamp == _stamp(path):
            self._known[path] = stamp, result
        return result


def probe_all(
    paths: Iterable[str], cache: ProbeCache, cancel: threading.Event, listener: Listener
) -> dict[str, Probed]:
    """Probe each distinct path of `paths`, in that order; CancelledError once `cancel` is set."""
    distinct = list(dict.fromkeys(paths))
    todo: queue.SimpleQueue[str] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[str, Probed | BaseException]] = queue.SimpleQueue()
    for path in distinct:
        todo.put(path)
    given_up = threading.Event()

    def work() -> None:
        while not given_up.is_set():
            try:
                path = todo.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put((path, cache.probe(path)))
            except BaseException as error:  # raised again where the results are gathered
                finished.put((path, error))

    for _ in range(min(_WORKERS, len(distinct))):
        # a daemon: a file that is being hashed when the job is cancelled holds nobody up
        threading.Thread(target=work, name="probe", daemon=True).start()
    try:
        results = _gather(len(distinct), finished, cancel, listener)
    finally:
        given_up.set()
    return {path: results[path] for path in distinct}


def _gather(
    count: int,
    finished: queue.SimpleQueue[tuple[str, Probed | BaseException]],
    cancel: threading.Event,
    listener: Listener,
) -> dict[str, Probed]:
    results: dict[str, Probed] = {}
    while len(results) < count:
        stop_if(cancel)
        try:
            path, result = finished.get(timeout=_LOOK_AT_CANCEL)
        except queue.Empty:
            continue
        if not isinstance(result, Design | RefusedInputError):
            raise result
        results[path] = result
        text = f"Looked at {Path(path).name}, {len(results)} of {count}"
        listener(Progress(phase="probing", fraction=len(results) / count, text=text))
    return results


def _stamp(path: str) -> _Stamp | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
