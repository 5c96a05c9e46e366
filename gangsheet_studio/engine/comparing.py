"""What a job takes of one film and of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.checks import check_film
from gangsheet_studio.engine.prepare import prepare
from gangsheet_studio.errors import UsageError
from gangsheet_studio.protocol import CompareDone, FilmUse, Progress

if TYPE_CHECKING:
    from threading import Event

    from gangsheet_studio.engine.artwork import Artwork
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.protocol import AnyMessage, CompareRequest, Listener

_MOST: int = 50


def compare(request: CompareRequest, listener: Listener, cancel: Event, artwork: Artwork) -> CompareDone:
    """Lay the lines out on each film; what is wrong with them is not told again."""
    if not 0 < len(request.films) <= _MOST:
        raise UsageError(f"{len(request.films)} films can't be compared; name 1 to {_MOST}.")
    for film in request.films:
        check_film(film)
    uses = []
    for count, film in enumerate(request.films, 1):
        uses.append(_use(request, film, cancel, artwork))
        text = f"Laid out on film {count} of {len(request.films)}"
        listener(Progress(phase="nesting", fraction=count / len(request.films), text=text))
    return CompareDone(uses=tuple(uses))


def _use(request: CompareRequest, film: Film, cancel: Event, artwork: Artwork) -> FilmUse:
    prepared = prepare(request.lines, film, (), cancel, _silent, artwork, nesting=request.nesting)
    length = prepared.layout.film_used
    return FilmUse(
        film=film,
        length=length,
        cost=length * film.price,
        parts=len(prepared.layout.parts),
        unplaced=prepared.copies_left_out,
    )


def _silent(_message: AnyMessage) -> None:
    """Say nothing."""
