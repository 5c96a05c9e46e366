"""Order lines as a table's model."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from gangsheet_studio.model.order import MOST_COPIES
from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.job.line_state import (
    DAMAGED_WORD,
    MISSING,
    UNREADABLE,
    line_states,
    while_checked,
)
from gangsheet_studio.studio.look.words import count
from gangsheet_studio.studio.orders.columns import (
    MARKS,
    MUTED,
    PICTURE,
    SEVERITY,
    SHOWN,
    SORT,
    TYPED,
    Column,
    alignment,
    heading,
)
from gangsheet_studio.studio.orders.marks import marks_of, marks_words
from gangsheet_studio.studio.orders.size_text import printed_size, read_size, write_size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QIcon

    from gangsheet_studio.model.layout import Item, Layout
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.film.placeholder import Missing
    from gangsheet_studio.studio.job.document import Document
    from gangsheet_studio.studio.job.line_state import LineState

    Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()
_MOST_SPLICED: Final = 200
_RANKS: Final = {"error": 0, "warning": 1, "note": 2, "ok": 3}


class OrderModel(QAbstractTableModel):
    """The document's lines; size and quantity are edited through it.

    It sorts itself: Qt's own sorting asks for every comparison, which takes far too long from 5,000
    lines on. So a row of the model is the document's row only while nothing is sorted.
    """

    refused = Signal(str)
    """What was typed can't be used: a sentence for staff."""
    statesChanged = Signal()  # noqa: N815

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._unit: Unit = "in"
        self._icons: Callable[[str, str], QIcon | None] | None = None
        self._lines: tuple[OrderLine, ...] = document.project.lines
        self._problems: tuple[Problem, ...] = ()
        self._dpi = document.project.film.dpi
        self._items: dict[int, Item] = {}  # by row
        self._extra: Counter[int] = Counter()  # copies that fill, by row
        self._states: tuple[LineState, ...] = line_states(self._lines, document.project.problems, None)
        self._sorted: tuple[int, bool] | None = None
        self._rows = list(range(len(self._lines)))
        document.linesChanged.connect(self._take_lines)
        document.problemsChanged.connect(self._take_problems)

    @property
    def states(self) -> tuple[LineState, ...]:
        """The state of each line."""
        return self._states

    def line(self, row: int) -> OrderLine:
        """Return the line at `row`."""
        return self._lines[row]

    def document_row(self, row: int) -> int:
        """Return the document's row that is shown at `row`."""
        return self._rows[row]

    def index_of(self, document_row: int) -> QModelIndex:
        """Return the first cell of the document's row, invalid where there is none."""
        if not 0 <= document_row < len(self._rows):
            return QModelIndex()
        return self.index(self._rows.index(document_row) if self._sorted else document_row, 0)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by `column`; -1 stands the lines as they were ordered."""
        self._sorted = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self._sort()

    def choices(self, row: int) -> tuple[str, ...]:
        """Return the files that may be the artwork `row` misses, likeliest first."""
        told = (*self._document.project.problems, *self._problems)
        found = [path for each in told if each.line == row + 1 for path in each.choices]
        return tuple(dict.fromkeys(found))

    def words(self, row: int) -> str:
        """Return what the filter looks through, in lower case: what is checked stays shown."""
        line, state = self._lines[row], self._states[row]
        return f"{line.design}\n{line.order}\n{state.word}\n{state.before}".casefold()

    def set_unit(self, unit: Unit) -> None:
        """Show sizes in `unit`."""
        self._unit = unit
        self._tell(0, len(self._lines) - 1)

    def set_icons(self, lookup: Callable[[str, str], QIcon | None]) -> None:
        """Ask `lookup` for thumbnails, by a design's key, or by its path where that is empty."""
        self._icons = lookup
        if self._lines:
            last = self.index(len(self._lines) - 1, Column.DESIGN)
            self.dataChanged.emit(self.index(0, Column.DESIGN), last, [Qt.ItemDataRole.DecorationRole])

    def set_results(
        self, layout: Layout | None, problems: Sequence[Problem], items: Sequence[Item] = ()
    ) -> None:
        """Show what the engine said about the lines as they are now; None while it has not yet."""
        self._problems = tuple(problems)
        if layout is not None:
            self._dpi = layout.film.dpi
            self._items = {item.line - 1: item for item in items}
            placed = (each for part in layout.parts for each in part.placements if each.extra)
            self._extra = Counter(each.line - 1 for each in placed)
        told = (*self._document.project.problems, *self._problems)
        self._states = line_states(self._lines, told, layout)
        self._tell(0, len(self._lines) - 1)
        if self._sorted:
            self._sort()
        self.statesChanged.emit()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own
        """Return a column's heading."""
        return heading(section, role) if orientation == Qt.Orientation.Horizontal else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: sizes and quantities are typed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return TYPED if index.column() in (Column.SIZE, Column.QUANTITY) else SHOWN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a cell shows, sorts by and is edited as."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == SORT:
            return self._sort_key(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == MUTED:
            return column == Column.ORDER or (column == Column.SIZE and self._is_derived(row))
        if role == PICTURE:
            return self._without_picture(row) if column == Column.DESIGN else None
        if role == MARKS:
            return marks_of(self._lines[row]) if column == Column.DESIGN else None
        if role == SEVERITY:
            return self._states[row].severity if column == Column.STATE else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(row, column))
        if role == Qt.ItemDataRole.EditRole:
            line = self._lines[row]
            return line.quantity if column == Column.QUANTITY else write_size(line.size, self._unit)
        if role == Qt.ItemDataRole.DecorationRole and column == Column.DESIGN:
            return self._picture(row)
        return None

    def setData(  # noqa: N802
        self,
        index: Index,
        value: Any,  # noqa: ANN401 - Qt's own
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Change a size or a quantity; says why not by `refused`."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self._rows[index.row()]
        try:
            if index.column() == Column.QUANTITY:
                self._document.edit_quantity(row, _whole(value))
            elif index.column() == Column.SIZE:
                # what was not changed keeps the digits the cell does not show
                if str(value).strip() != write_size(self._lines[row].size, self._unit):
                    self._document.edit_size(row, read_size(str(value), self._unit))
            else:
                return False
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        return True

    def _shown(self, row: int, column: int) -> str:
        line = self._lines[row]
        match column:
            case Column.DESIGN:
                return line.design
            case Column.QUANTITY:
                return f"{line.quantity:,}"
            case Column.ORDER:
                return line.order
            case Column.STATE:
                ready = self._states[row].severity == "ok"
                return (
                    f"+{self._extra[row]:,} extra" if ready and self._extra[row] else self._states[row].word
                )
        item = self._items.get(row)
        if self._is_derived(row) and item:
            return printed_size(item, self._dpi, self._unit)
        return write_size(line.size, self._unit) or "own size"

    def _picture(self, row: int) -> QIcon | None:
        """Return the thumbnail of what prints, and of what staff have to say whether it is to print."""
        item = self._items.get(row)
        if self._icons is None or not (item or self._states[row].word == DAMAGED_WORD):
            return None
        return self._icons(item.key if item else "", self._lines[row].path or "")

    def _without_picture(self, row: int) -> Missing:
        if self._states[row].word == MISSING:
            return "missing"
        return "unreadable" if self._states[row].word in UNREADABLE else "waiting"

    def _is_derived(self, row: int) -> bool:
        """Return whether a side of the size shown, or both, come from the artwork."""
        size = self._lines[row].size
        return size.width is None or size.height is None

    def _sort_key(self, row: int, column: int) -> float | str:
        line = self._lines[row]
        match column:
            case Column.SIZE:
                item = self._items.get(row)
                if item:
                    return item.width_px * item.height_px / self._dpi**2
                return (line.size.width or 0.0) * (line.size.height or line.size.width or 0.0)
            case Column.QUANTITY:
                return line.quantity
            case Column.STATE:
                state = self._states[row]
                return f"{_RANKS[state.severity]}{state.word}"
        return self._shown(row, column).casefold()

    def _tip(self, row: int, column: int) -> str:
        line = self._lines[row]
        match column:
            case Column.DESIGN:
                return "\n".join((line.path or f"{line.design}: no artwork yet", *marks_words(line)))
            case Column.STATE:
                detail = self._states[row].detail or "It will print as ordered."
                if self._states[row].word == DAMAGED_WORD and not line.accept_damage:
                    detail += "\nRight-click the line to print it all the same."
                extra = count(self._extra[row], "extra copy", "extra copies")
                return f"{detail}\n{extra} fill the last part." if self._extra[row] else detail
            case Column.SIZE:
                asked = write_size(line.size, self._unit) or "the artwork's own size"
                return f"Asked for: {asked}. Double-click to change it."
        return self._shown(row, column)

    def _take_problems(self) -> None:
        """Show the document's problems; what is still being looked at stays so."""
        if self._document.project.lines is self._lines:
            self._take_lines()

    def _take_lines(self) -> None:
        """Put the document's lines in place of ours, telling the view of as few rows as can be.

        A line that stayed keeps its state and its printed size until the engine has looked again.
        """
        old, new = self._lines, self._document.project.lines
        states = dict(zip(map(id, old), self._states, strict=True))
        items = {id(old[row]): item for row, item in self._items.items()}
        fresh = line_states(new, self._document.project.problems, None)
        self._problems = ()  # their line numbers may be others now
        self._extra.clear()
        after = tuple(states.get(id(line), now) for line, now in zip(new, fresh, strict=True))
        placed = {row: items[id(line)] for row, line in enumerate(new) if id(line) in items}
        start = _same(old, new)
        rest = min(len(old), len(new)) - start
        end = _same(old[::-1][:rest], new[::-1][:rest])
        if len(old) == len(new):
            changed = slice(start, len(new) - end)
            checked = map(while_checked, after[changed], self._states[changed])
            after = (*after[:start], *checked, *after[changed.stop :])
            self._lines, self._states, self._items = new, after, placed
            self._tell(*((0, len(new) - 1) if self._sorted else (start, changed.stop - 1)))
        elif self._sorted or max(len(old), len(new)) - start - end > _MOST_SPLICED:
            self.beginResetModel()
            self._lines, self._states, self._items = new, after, placed
            self._rows = self._in_order()
            self.endResetModel()
        else:
            self._splice(start, end, new, after, placed)
        self.statesChanged.emit()

    def _splice(
        self,
        start: int,
        end: int,
        lines: tuple[OrderLine, ...],
        states: tuple[LineState, ...],
        items: dict[int, Item],
    ) -> None:
        """Take out all but the first `start` and the last `end` lines, then put in what is new there.

        Unlike a reset, that leaves the selection and the place in the table as they are.
        """
        last = len(self._lines) - end
        self._items = items
        if last > start:
            self.beginRemoveRows(QModelIndex(), start, last - 1)
            self._lines = self._lines[:start] + self._lines[last:]
            self._states = self._states[:start] + self._states[last:]
            self._rows = self._in_order()
            self.endRemoveRows()
        if len(lines) - end > start:
            self.beginInsertRows(QModelIndex(), start, len(lines) - end - 1)
            self._lines, self._states = lines, states
            self._rows = self._in_order()
            self.endInsertRows()
        self._lines, self._states = lines, states

    def _in_order(self) -> list[int]:
        """Return the document's rows as they are to be shown."""
        rows = list(range(len(self._lines)))
        if self._sorted:
            column, descending = self._sorted
            rows.sort(key=[self._sort_key(row, column) for row in rows].__getitem__, reverse=descending)
        return rows

    def _sort(self) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        before, self._rows = self._rows, self._in_order()
        places = {row: place for place, row in enumerate(self._rows)}
        moved = [self.index(places[before[index.row()]], index.column()) for index in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _tell(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def _whole(value: object) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) <= 12):
        raise ValueError(f"“{text[:40]}” is no quantity; give a whole number from 1 to {MOST_COPIES:,}.")
    return int(text)


def _same(one: Sequence[OrderLine], other: Sequence[OrderLine]) -> int:
    """Return how many lines the two begin with in common, as the same objects."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        count += 1
    return count
