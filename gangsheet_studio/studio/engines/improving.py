"""The search for a better layout, asked of the warm engine: whatever else is asked ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from gangsheet_studio.protocol import Improved, ImproveDone, ImproveRequest
from gangsheet_studio.studio.engines.asking import Question

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.project import Project
    from gangsheet_studio.protocol import AnyMessage


class ImproveQuestion(Question):
    """Looks for layouts that take less film; `better` carries each Improved, `ended` the ImproveDone."""

    better = Signal(object)
    ended = Signal(object)

    def ask(self, project: Project, start: Layout, seconds: float) -> None:
        """Look for a better layout of `project` than `start`, for so many seconds."""
        self.drop()
        self._take(
            self._client.ask(
                lambda number: ImproveRequest(
                    id=number,
                    lines=project.lines,
                    film=project.roomy_film,
                    nesting=project.roomy_nesting,
                    start=start,
                    seconds=seconds,
                    output=project.output,
                    name=project.name,
                ),
                gives_way=True,
            )
        )

    def _on_news(self, message: AnyMessage) -> None:
        if isinstance(message, Improved):
            self.better.emit(message)
        else:
            super()._on_news(message)

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, ImproveDone):
            self.ended.emit(message)
