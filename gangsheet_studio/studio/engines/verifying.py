"""Whether the files of a finished job are still as they were written, asked of an engine."""

from __future__ import annotations

from PySide6.QtCore import Signal

from gangsheet_studio.protocol import AnyMessage, VerifyDone, VerifyRequest
from gangsheet_studio.studio.engines.asking import Question


class VerifyQuestion(Question):
    """Holds files against their manifest; `verified` carries a VerifyDone."""

    verified = Signal(object)

    def ask(self, manifest: str) -> None:
        """Check the files of `manifest`; the newest question alone is answered."""
        self.drop()
        self._take(self._client.ask(lambda number: VerifyRequest(id=number, manifest=manifest)))

    def _hear(self, message: AnyMessage) -> None:
        if isinstance(message, VerifyDone):
            self.verified.emit(message)
