"""What all tables of the window have in common."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView


def make_plain(table: QTableView, row_height: int) -> None:
    """Let `table` show rows of `row_height` and nothing between them; Tab leaves it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_height)
    table.horizontalHeader().setHighlightSections(False)


def heading(role: int, word: str, tip: str, alignment: Qt.AlignmentFlag) -> str | Qt.AlignmentFlag | None:
    """Return what the head of a column answers to `role`."""
    if role == Qt.ItemDataRole.DisplayRole:
        return word
    if role == Qt.ItemDataRole.ToolTipRole:
        return tip
    return alignment if role == Qt.ItemDataRole.TextAlignmentRole else None


def beside(*, right: bool) -> Qt.AlignmentFlag:
    """Return where the text of a column stands: numbers on the right."""
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
