"""What a job takes of several films, asked of the warm engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal

from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.protocol import CompareDone, CompareRequest
from gangsheet_studio.studio.engines.asking import Question

if TYPE_CHECKING:
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.project import Project
    from gangsheet_studio.protocol import AnyMessage


class CompareQuestion(Question):
    """Lays a job out on several films; `compared` carries a FilmUse for each, in their order."""

    compared = Signal(tuple)
    _films: tuple[Film, ...] = ()

    def ask(self, project: Project, films: tuple[Film, ...]) -> None:
        """Lay what `project` orders out on each of `films`; the newest question alone is answered."""
        self.drop()
        nesting = msgspec.structs.replace(project.nesting, fill="none")  # extra copies compare with nothing
        self._films, roomy = films, tuple(with_room(film, project.output) for film in films)
        self._take(
            self._client.ask(
                lambda number: CompareRequest(id=number, lines=project.lines, films=roomy, nesting=nesting)
            )
        )

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, CompareDone):
            asked = zip(message.uses, self._films, strict=True)
            self.compared.emit(tuple(msgspec.structs.replace(use, film=film) for use, film in asked))
