"""Which copies are selected on the film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from gangsheet_studio.model.arrange import Copy


class Selection(QObject):
    """A set of copies; `changed` tells that it is another one, `picked` that staff made it so."""

    changed = Signal()
    picked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.copies: frozenset[Copy] = frozenset()

    @property
    def lines(self) -> set[int]:
        """The order lines of what is selected."""
        return {line for line, _ in self.copies}

    def pick(self, copies: Iterable[Copy]) -> None:
        """Select just these, by mouse or key."""
        self._take(frozenset(copies))
        self.picked.emit()

    def toggle(self, copy: Copy) -> None:
        """Add a copy, or take it out."""
        self.pick(self.copies ^ {copy})

    def keep(self, there: Collection[Copy]) -> None:
        """Forget those that are no longer there."""
        self._take(frozenset(copy for copy in self.copies if copy in there))

    def follow(self, lines: set[int]) -> None:
        """Let go where other order lines were chosen elsewhere."""
        if lines and not lines & self.lines:
            self._take(frozenset())

    def _take(self, copies: frozenset[Copy]) -> None:
        if copies != self.copies:
            self.copies = copies
            self.changed.emit()
