"""Probing many designs: each path once, two at a time, remembered while the file stays as it is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import Progress

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.protocol import Listener

Probed: TypeAlias = Design | RefusedInputError
_Stamp: TypeAlias = tuple[int, int]


class ProbeCache:
    """What probing said about each path, good until the file's time or size changes."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._known: dict[str, tuple[_Stamp, Probed]] = {}

    def probe(self, path: str, cancel: threading.Event | None = None) -> Probed:
        """Return the design at `path`, or the refusal that says why there is none; CancelledError."""
        stamp = _stamp(path)
        known = self._known.get(path)
        if known and known[0] == stamp:
            return known[1]
        result: Probed
        try:
            result = self._decoder.probe(path, cancel)
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
    results: dict[str, Probed] = {}
    with closing(as_ready(distinct, lambda path: cache.probe(path, cancel), cancel)) as ready:
        for path, result in ready:
            results[path] = result
            text = f"Looked at {Path(path).name}, {len(results)} of {len(distinct)}"
            listener(Progress(phase="probing", fraction=len(results) / len(distinct), text=text))
    return {path: results[path] for path in distinct}


def _stamp(path: str) -> _Stamp | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size
