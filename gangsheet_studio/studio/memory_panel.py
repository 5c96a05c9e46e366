"""The memory graph, and beside it what each part took and gave back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gangsheet_studio.model.units import MB
from gangsheet_studio.studio.memory_graph import MemoryGraph
from gangsheet_studio.studio.theme import GRID, PADDING

if TYPE_CHECKING:
    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.run_record import RunRecord

_HEADINGS: Final = ("Part", "Before", "After", "Change")


class MemoryPanel(QWidget):
    """Shows a forecast before a run, the run while it goes, and its parts once they are freed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._shown = 0
        self.graph = MemoryGraph()
        self._table = QTableWidget(0, len(_HEADINGS))
        self._table.setAccessibleName("Memory before and after each part, in MB")
        self._table.setToolTip("Memory in MB before a part was opened and after it was freed")
        self._table.setHorizontalHeaderLabels(list(_HEADINGS))
        self._table.verticalHeader().hide()
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setShowGrid(False)
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._table.setFixedWidth(280)
        self._table.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, GRID, PADDING, GRID)
        row.setSpacing(PADDING)
        row.addWidget(self.graph, 1)
        row.addWidget(self._table)

    def begin(self, record: RunRecord) -> None:
        """Follow a run."""
        self._record, self._shown = record, 0
        self._table.setRowCount(0)
        self._table.hide()
        self.graph.set_record(record)

    def refresh(self) -> None:
        """Show what the run's record has learned."""
        self.graph.refresh()
        parts = self._record.parts if self._record else []
        freed = [span for span in parts if span.after is not None]
        for span in freed[self._shown :]:
            self._add(span.number, span.before or 0, span.after or 0)
        self._shown = len(freed)

    def set_forecast(self, forecast: Forecast | None, budget: int | None) -> None:
        """Show what the next run should take, once no run is shown."""
        self.graph.set_forecast(forecast, budget)

    def clear(self) -> None:
        """Forget the run that is shown."""
        self._record, self._shown = None, 0
        self._table.setRowCount(0)
        self._table.hide()
        self.graph.set_record(None)

    def _add(self, number: int, before: int, after: int) -> None:
        row = self._table.rowCount()
        self._table.insertRow(row)
        change = (after - before) / MB
        for column, text in enumerate(
            (str(number), *(f"{size / MB:.0f} MB" for size in (before, after)), f"{change:+.1f} MB")
        ):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._table.setItem(row, column, item)
        self._table.show()
