"""Outlines traced while nobody asks for anything, so that a search by shape can begin at once."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from gangsheet_studio.errors import CancelledError
from gangsheet_studio.model.design import Design
from gangsheet_studio.protocol import NestRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.protocol import AnyRequest


class TracingAhead:
    """One thread at the most, between two requests."""

    def __init__(self, artwork: Artwork) -> None:
        self._artwork = artwork
        self._cancel = threading.Event()

    def begin(self, request: AnyRequest) -> None:
        """Trace what was laid out, if it may be improved by shape."""
        if isinstance(request, NestRequest) and request.nesting.by_shape:
            paths = list(dict.fromkeys(line.path for line in request.lines if line.path and not line.trim))
            self._cancel = threading.Event()
            run = threading.Thread(
                target=self._trace, args=(paths, request.nesting.threshold, self._cancel), daemon=True
            )
            run.start()

    def stop(self) -> None:
        """Leave the rest: somebody asks for something."""
        self._cancel.set()

    def _trace(self, paths: Sequence[str], threshold: float, cancel: threading.Event) -> None:
        with contextlib.suppress(CancelledError):
            for path in paths:
                if cancel.is_set():
                    return
                design = self._artwork.probes.probe(path, cancel)
                if isinstance(design, Design) and design.alpha:
                    self._artwork.outlines.trace(design, threshold, cancel)
