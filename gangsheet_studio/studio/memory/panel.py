"""The memory graph, and during and after a run what each part held before and after it was freed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.model.units import format_bytes
from gangsheet_studio.studio.controls.tables import make_plain
from gangsheet_studio.studio.look.theme import GRID, PADDING, colours_of
from gangsheet_studio.studio.memory.graph import MemoryGraph
from gangsheet_studio.studio.memory.run_record import SAFE_SHARE

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter

    from gangsheet_studio.protocol import Forecast
    from gangsheet_studio.studio.memory.run_record import PartSpan, RunRecord

_HEADINGS: Final = ("Part", "Before", "After", "Difference")
_ROW: Final = 22
_WIDTH: Final = 308


class MemoryPanel(QWidget):
    """Shows a forecast before a run, and the run from `begin` until `clear` or another job's forecast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph = MemoryGraph(self)
        self.table = _table(self)
        self.summary = QLabel(self)
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.summary.setToolTip("The most memory the engine held, and what it may use")
        self.summary.setAccessibleName("Peak and budget")
        self._side = QWidget(self)
        self._side.setFixedWidth(_WIDTH)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(GRID, GRID // 2, PADDING, GRID // 2)
        side.setSpacing(GRID // 2)
        side.addWidget(self.summary)
        side.addWidget(self.table, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.graph, 1)
        across.addWidget(self._side)
        self._side.hide()
        self._record: RunRecord | None = None
        self._forecast: Forecast | None = None
        self._shown: list[PartSpan] = []

    def begin(self, record: RunRecord) -> None:
        """Follow `record`; call `refresh` as it hears more."""
        self._record = record
        self._shown = []
        self.table.setRowCount(0)
        self.graph.set_record(record)
        self._side.show()
        self.refresh()

    def refresh(self) -> None:
        """Show what the record has heard since; may be called for every message."""
        record = self._record
        if record is None:
            return
        self.graph.refresh()
        self.summary.setText(peak_line(record.peak, record.budget))
        if record.parts != self._shown:
            self._shown = list(record.parts)
            self._fill()

    def set_forecast(self, forecast: Forecast | None, budget: int | None) -> None:
        """Show `forecast` before a run; another one than before puts a past run away."""
        changed = forecast != self._forecast
        self._forecast = forecast
        if changed and self._record is not None and self._record.ended:
            self.clear()
        self.graph.set_forecast(forecast, budget)

    def clear(self) -> None:
        """Leave the run, for the forecast again."""
        self._record = None
        self._side.hide()
        self.graph.set_record(None)

    def _fill(self) -> None:
        self.table.setRowCount(len(self._shown))
        for row, part in enumerate(self._shown):
            for column, text in enumerate(_cells(part)):
                item = self.table.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    self.table.setItem(row, column, item)
                item.setText(text)
        self.table.scrollToBottom()


def peak_line(peak: int, budget: int) -> str:
    """Return the peak against the budget, in words."""
    if not peak or not budget:
        return "Waiting for the engine's first figures."
    share = peak / budget
    percent = "under 1 %" if share < 0.01 else f"{share:.0%}".replace("%", " %")
    line = f"Peak {format_bytes(peak)} of {format_bytes(budget)}, {percent}"
    return f"\u26a0 {line}: close to the budget" if share > SAFE_SHARE else line


def _cells(part: PartSpan) -> tuple[str, str, str, str]:
    number = f"{part.number}"
    if part.before is None or part.after is None:
        state = "given up" if part.discarded else "going on" if part.ended is None else "not done"
        return number, "", "", state
    change = part.after - part.before
    sign = "\N{MINUS SIGN}" if change < 0 else "+" if change > 0 else ""
    return number, format_bytes(part.before), format_bytes(part.after), sign + format_bytes(abs(change))


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, len(_HEADINGS), parent)
    table.setObjectName("partMemory")
    table.setAccessibleName("Memory before and after each part was freed")
    table.setToolTip("The engine's memory before and after each finished sheet was freed")
    table.setHorizontalHeaderLabels(list(_HEADINGS))
    table.setItemDelegate(_Figures(table))
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    make_plain(table, _ROW)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    header.setFixedHeight(_ROW)
    return table


class _Figures(QStyledItemDelegate):
    """Paints a figure in the text's colour and its unit in grey."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell with the style, then its two texts."""
        self.initStyleOption(option, index)
        widget = option.widget
        text, option.text = option.text, ""
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        figure, _, unit = text.rpartition(" ") if text[-1:] == "B" else (text, "", "")
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        plain = option.palette.color(role)
        box = QRectF(option.rect).adjusted(0, 0, -GRID / 2, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(option.font)
        painter.setPen(plain if chosen else colours_of(widget).muted)
        painter.drawText(box, flags, unit)
        wide = QFontMetricsF(option.font).horizontalAdvance(f" {unit}") if unit else 0.0
        painter.setPen(plain)
        painter.drawText(box.adjusted(0, 0, -wide, 0), flags, figure)
        painter.restore()
