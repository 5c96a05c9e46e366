"""The selection and the current row of the order table outlive a reset of its model."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QTableView

    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.studio.orders.model import OrderModel

    Key = tuple[int, int]


class KeptPlace(QObject):
    """After a reset, the lines that stayed are selected, and the keyboard goes on from where it was.

    `selected` returns the document's rows that are selected, `select` selects them.
    """

    def __init__(
        self,
        table: QTableView,
        model: OrderModel,
        selected: Callable[[], tuple[int, ...]],
        select: Callable[[Iterable[int]], object],
    ) -> None:
        super().__init__(table)
        self._table, self._model = table, model
        self._selected_rows, self._select_rows = selected, select
        self._lines: list[OrderLine] = []  # held, so that no new line is taken for one of them
        self._selected: tuple[int, ...] = ()
        self._current = -1
        model.modelAboutToBeReset.connect(self._take)
        table.model().modelReset.connect(self._put_back)

    def _take(self) -> None:
        self._lines = self._lines_now()
        self._selected = self._selected_rows()
        self._current = self._table.currentIndex().row()

    def _put_back(self) -> None:
        lines = self._lines_now()
        objects = {id(self._lines[row]) for row in self._selected}
        before, now = _keys(self._lines, objects), _keys(lines, objects)
        selected = {before[row] for row in self._selected}
        self._select_rows(row for row, key in now.items() if key in selected)
        if not set(map(id, self._lines)).isdisjoint(map(id, lines)):  # else it is another job
            row = min(self._current, self._table.model().rowCount() - 1)
            index = self._table.model().index(row, 0)
            self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._lines, self._selected = [], ()

    def _lines_now(self) -> list[OrderLine]:
        return [self._model.line(row) for row in range(self._model.rowCount())]


def _keys(lines: Iterable[OrderLine], objects: set[int]) -> dict[int, Key]:
    """Name the lines that are one of `objects`: by it, and by how many are the same one before."""
    seen: Counter[int] = Counter()
    keys: dict[int, Key] = {}
    for row, line in enumerate(lines):
        if id(line) in objects:
            keys[row] = id(line), seen[id(line)]
            seen[id(line)] += 1
    return keys
