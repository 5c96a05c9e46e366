"""Small pictures of many files, remembered by content."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from gangsheet_studio.designs.footprint import MOST_HELD
from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.units import MB, format_bytes
from gangsheet_studio.protocol import Finding, Progress, Thumbnail, ThumbnailsDone

if TYPE_CHECKING:
    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.probing import ProbeCache
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.small_picture import SmallPicture
    from gangsheet_studio.protocol import Listener, ThumbnailsRequest

_REMEMBERED: Final = 16 * MB
_Made: TypeAlias = Thumbnail | tuple[Problem, ...]


class ThumbnailCache:
    """Small pictures by content and size, the oldest forgotten first."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._known: OrderedDict[tuple[str, int], SmallPicture] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._whole = threading.Lock()

    def draw(self, design: Design, side: int, cancel: threading.Event) -> SmallPicture:
        """Return `design` as the decoder draws it, and its errors."""
        with self._lock:
            if known := self._known.get((design.key, side)):
                return known
        if design.streams:
            drawn = self._decoder.thumbnail(design, side, cancel)
        else:
            with self._whole:  # each of these holds its whole picture: one at a time
                drawn = self._decoder.thumbnail(design, side, cancel)
        with self._lock:
            if (design.key, side) not in self._known:
                self._known[design.key, side] = drawn
                self._bytes += len(drawn.pixels)
            while self._bytes > _REMEMBERED:
                _, oldest = self._known.popitem(last=False)
                self._bytes -= len(oldest.pixels)
        return drawn


def draw_all(
    request: ThumbnailsRequest,
    listener: Listener,
    cancel: threading.Event,
    probes: ProbeCache,
    drawings: ThumbnailCache,
) -> ThumbnailsDone:
    """Send a Thumbnail for each distinct path as it is ready; one that can't be drawn becomes a problem."""
    paths = list(dict.fromkeys(request.paths))

    def draw(path: str) -> _Made:
        return _draw(path, request.side, cancel, probes, drawings)

    problems: dict[str, tuple[Problem, ...]] = {}
    with closing(as_ready(paths, draw, cancel)) as ready:
        for count, (path, made) in enumerate(ready, 1):
            if isinstance(made, Thumbnail):
                listener(made)
            else:
                problems[path] = made
                for problem in made:
                    listener(Finding(problem=problem))
            text = f"Drew {Path(path).name} small, {count} of {len(paths)}"
            listener(Progress(phase="probing", fraction=count / len(paths), text=text))
    return ThumbnailsDone(problems=tuple(each for path in paths for each in problems.get(path, ())))


def _draw(
    path: str, side: int, cancel: threading.Event, probes: ProbeCache, drawings: ThumbnailCache
) -> _Made:
    design = probes.probe(path, cancel)
    if isinstance(design, RefusedInputError):
        return design.problems
    held = design.whole_bytes + design.held_bytes
    if held > MOST_HELD:
        return (_too_large(design, held),)
    try:
        small = drawings.draw(design, side, cancel)
    except RefusedInputError as refusal:
        return refusal.problems
    return Thumbnail(
        path=path,
        key=design.key,
        width=small.width,
        height=small.height,
        pixels=small.pixels,
        soft=small.soft,
    )


def _too_large(design: Design, held: int) -> Problem:
    return Problem(
        id="thumbnail.too-large",
        severity="note",
        message=(
            f"“{design.name}” is shown without a small picture: drawing one would take "
            f"{format_bytes(held)} of memory. It prints all the same."
        ),
        file=design.path,
    )
