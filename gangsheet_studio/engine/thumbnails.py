"""Small pictures of many files, remembered by content."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

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
_DAMAGED: Final = "designs.damaged"
_UNREADABLE: Final = "designs.unreadable"


class _Made(Struct, frozen=True):
    """A picture, what is wrong with its file, or both where only some of it can be read."""

    picture: Thumbnail | None = None
    problems: tuple[Problem, ...] = ()


class ThumbnailCache:
    """Small pictures by content and size, the oldest forgotten first."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._known: OrderedDict[tuple[str, int, bool, float | None, bool], SmallPicture] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._whole = threading.Lock()

    def draw(
        self,
        design: Design,
        side: int,
        cancel: threading.Event,
        *,
        harden: float | None = None,
        heat: bool = False,
    ) -> SmallPicture:
        """Return `design` as the decoder draws it, and its errors."""
        wanted = (design.key, side, bool(design.damage), harden, heat)
        with self._lock:
            if known := self._known.get(wanted):
                return known
        if design.streams:
            drawn = self._decoder.thumbnail(design, side, cancel, harden=harden, heat=heat)
        else:
            with self._whole:  # each of these holds its whole picture: one at a time
                drawn = self._decoder.thumbnail(design, side, cancel, harden=harden, heat=heat)
        with self._lock:
            if wanted not in self._known:
                self._known[wanted] = drawn
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
    """Send a Thumbnail for each distinct path as it is ready, and a problem of what can't be drawn right."""
    paths = list(dict.fromkeys(request.paths))

    def draw(path: str) -> _Made:
        return _draw(path, request, cancel, probes, drawings)

    problems: dict[str, tuple[Problem, ...]] = {}
    with closing(as_ready(paths, draw, cancel)) as ready:
        for count, (path, made) in enumerate(ready, 1):
            if made.picture is not None:
                listener(made.picture)
            problems[path] = made.problems
            for problem in made.problems:
                listener(Finding(problem=problem))
            text = f"Drew {Path(path).name} small, {count} of {len(paths)}"
            listener(Progress(phase="probing", fraction=count / len(paths), text=text))
    return ThumbnailsDone(problems=tuple(each for path in paths for each in problems[path]))


def _draw(
    path: str,
    request: ThumbnailsRequest,
    cancel: threading.Event,
    probes: ProbeCache,
    drawings: ThumbnailCache,
) -> _Made:
    design = probes.probe(path, cancel)
    if isinstance(design, RefusedInputError):
        return _Made(problems=design.problems)
    if design.decoding_bytes > MOST_HELD:
        return _Made(problems=(_too_large(design),))
    try:
        return _Made(_picture(path, design, request, cancel, drawings))
    except RefusedInputError as refusal:
        problems = refusal.problems
    if design.damage or not all(problem.id == _DAMAGED for problem in problems):
        return _Made(problems=problems)
    try:  # staff who shall say whether it is good enough have to see what can be read of it
        known_damaged = msgspec.structs.replace(design, damage=problems[0].message)
        return _Made(_picture(path, known_damaged, request, cancel, drawings), problems)
    except RefusedInputError:
        return _Made(problems=tuple(msgspec.structs.replace(each, id=_UNREADABLE) for each in problems))


def _picture(
    path: str,
    design: Design,
    request: ThumbnailsRequest,
    cancel: threading.Event,
    drawings: ThumbnailCache,
) -> Thumbnail:
    small = drawings.draw(design, request.side, cancel, harden=request.harden, heat=request.heat)
    return Thumbnail(
        path=path,
        key=design.key,
        width=small.width,
        height=small.height,
        pixels=small.pixels,
        soft=small.soft,
        own=(design.width_px, design.height_px),
        harden=request.harden,
        heat=request.heat,
    )


def _too_large(design: Design) -> Problem:
    return Problem(
        id="thumbnail.too-large",
        severity="note",
        message=(
            f"“{design.name}” is shown without a small picture: drawing one would take "
            f"{format_bytes(design.decoding_bytes)} of memory. It prints all the same."
        ),
        file=design.path,
    )
