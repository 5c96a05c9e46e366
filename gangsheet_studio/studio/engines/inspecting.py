"""What a look at all pixels of the artwork finds, asked of an engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from gangsheet_studio.protocol import InspectDone, InspectRequest
from gangsheet_studio.studio.engines.asking import Question

if TYPE_CHECKING:
    from gangsheet_studio.model.project import Project
    from gangsheet_studio.protocol import AnyMessage


class InspectQuestion(Question):
    """Looks at the artwork of a job; `inspected` carries an InspectDone."""

    inspected = Signal(object)

    def ask(self, project: Project) -> None:
        """Look at the artwork of `project`; the newest question alone is answered."""
        self.drop()
        self._take(
            self._client.ask(lambda number: InspectRequest(id=number, lines=project.lines, film=project.film))
        )

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, InspectDone):
            self.inspected.emit(message)
