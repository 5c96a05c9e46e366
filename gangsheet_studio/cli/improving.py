"""The layout of a command after some seconds of search for one that takes less film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine import verbs
from gangsheet_studio.engine.improving import improve
from gangsheet_studio.protocol import Improved, ImproveRequest, NestRequest

if TYPE_CHECKING:
    import threading

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.nesting import Nesting
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.protocol import AnyMessage, Listener


def improved_layout(
    lines: tuple[OrderLine, ...],
    film: Film,
    nesting: Nesting,
    seconds: float,
    listener: Listener,
    cancel: threading.Event,
    artwork: Artwork,
) -> Layout:
    """Return the best layout of `lines` that is found in `seconds`."""
    request = NestRequest(id=0, lines=lines, film=film, nesting=nesting)
    best = verbs.nest(request, _quiet, cancel, artwork).layout
    if not best.parts:
        return best

    def hear(message: AnyMessage) -> None:
        nonlocal best
        if isinstance(message, Improved):
            best = message.layout
        else:
            listener(message)

    search = ImproveRequest(id=0, lines=lines, film=film, nesting=nesting, start=best, seconds=seconds)
    improve(search, hear, cancel, artwork)
    return best


def _quiet(_message: AnyMessage) -> None:
    """Say nothing: what nesting finds is told when the layout is printed or shown."""
