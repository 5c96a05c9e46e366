"""The columns of the order table, and what a cell says beside its text."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from PySide6.QtCore import Qt

from gangsheet_studio.studio.controls import tables

SORT: Final = Qt.ItemDataRole.UserRole
"""What a column sorts by: numbers where they are numbers."""
MUTED: Final = Qt.ItemDataRole.UserRole + 1
"""Whether the cell shows what follows from the artwork, not what is asked for."""
SEVERITY: Final = Qt.ItemDataRole.UserRole + 2
PICTURE: Final = Qt.ItemDataRole.UserRole + 3
"""Why a design has no picture: a `placeholder.Missing`."""
MARKS: Final = Qt.ItemDataRole.UserRole + 4
"""What is special about a line: `marks.Mark` names, or nothing."""


class Column(IntEnum):
    """The table's columns."""

    DESIGN = 0
    SIZE = 1
    QUANTITY = 2
    ORDER = 3
    STATE = 4


SHOWN: Final = (
    Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
)  # made once: Qt asks for every cell of a selection
TYPED: Final = SHOWN | Qt.ItemFlag.ItemIsEditable
_HEADINGS: Final = ("Design", "Size", "Qty", "Order", "State")
_TIPS: Final = (
    "The artwork, as the order calls it",
    "The size it prints at; double-click to change it",
    "How many copies; double-click to change it",
    "The order it belongs to",
    "Whether it will print, and how well",
)


def heading(column: int, role: int) -> str | Qt.AlignmentFlag | None:
    """Return what the head of a column says."""
    return tables.heading(role, _HEADINGS[column], _TIPS[column], alignment(column))


def alignment(column: int) -> Qt.AlignmentFlag:
    """Return where the text of a column stands: numbers on the right."""
    return tables.beside(right=column == Column.QUANTITY)
