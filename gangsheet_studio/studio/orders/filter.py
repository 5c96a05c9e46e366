"""The order lines that hold the words asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

if TYPE_CHECKING:
    from gangsheet_studio.studio.orders.model import OrderModel

    Index = QModelIndex | QPersistentModelIndex


class OrderFilter(QSortFilterProxyModel):
    """Shows the lines that hold every word asked for; the model sorts."""

    def __init__(self, model: OrderModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._words: list[str] = []
        self.setSourceModel(model)

    def set_words(self, text: str) -> None:
        """Show only lines with every word of `text` in design, order or state."""
        self._words = text.casefold().split()
        self.invalidate()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Let the model sort."""
        self._model.sort(column, order)

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:  # noqa: N802, ARG002
        """Return whether the line at `row` is shown."""
        if not self._words:
            return True
        held = self._model.words(self._model.document_row(row))
        return all(word in held for word in self._words)
