"""The one command of the undo stack: a whole project for another."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable

    from gangsheet_studio.model.project import Project


TOGETHER: Final = 2.0
"""Seconds within which a change of the same field belongs to the one before."""


class ChangeProject(QUndoCommand):
    """Puts `after` in place of `before`; changes of one `field` within some seconds become one step.

    Projects are frozen and share their lines, so a step costs one tuple of references.
    """

    def __init__(
        self,
        put: Callable[[Project], None],
        before: Project,
        after: Project,
        text: str,
        field: str = "",
        *,
        within: float = TOGETHER,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(text)
        self._put = put
        self._before = before
        self._after = after
        self._field = field
        self._within = within
        self._made = clock()

    def redo(self) -> None:
        """Put the new project in place."""
        self._put(self._after)

    def undo(self) -> None:
        """Put the old project back."""
        self._put(self._before)

    def id(self) -> int:
        """Return -1, which never merges, for a change that is a step of its own."""
        return 1 if self._field else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        """Take `other` into this step if it changes the same field."""
        if not isinstance(other, ChangeProject):
            return False
        if (other._field, other.text()) != (self._field, self.text()):  # noqa: SLF001
            return False
        if other._made - self._made > self._within:  # noqa: SLF001
            return False
        self._after, self._made = other._after, other._made  # noqa: SLF001
        self.setObsolete(self._after == self._before)
        return True
