"""The engine's lines: bounded, filterable, copyable, and quick however fast they come."""

from __future__ import annotations

import logging
from collections import deque
from itertools import islice
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.look.theme import GRID, PADDING, colours_of

MOST_LINES: Final = 20_000
_FLUSH_MS: Final = 50
_MOST_AT_ONCE: Final = 2_000
_LEVELS: Final = ("debug", "info", "warning", "error")
_FILE_LEVELS: Final = {"warning": logging.WARNING, "error": logging.ERROR}
_LEVEL_CHOICES: Final = (
    ("All lines", "debug"),
    ("Info and above", "info"),
    ("Warnings and errors", "warning"),
    ("Errors", "error"),
)
_LINE: Final = Qt.ItemDataRole.UserRole
_LONGEST_SHOWN: Final = 2_000
_NO_PARENT: Final = QModelIndex()
_AnyIndex = QModelIndex | QPersistentModelIndex


class LogLine(NamedTuple):
    """A line and its running number."""

    number: int
    level: str
    text: str


class LogModel(QAbstractTableModel):
    """The newest lines, and those of them that pass the filter."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: deque[LogLine] = deque(maxlen=MOST_LINES)
        self._shown: deque[LogLine] = deque()
        self._next = 0
        self._needle = ""
        self._least = 0
        self.longest = 0

    def extend(self, new: list[tuple[str, str]]) -> int:
        """Take `new` lines, newest last; return how many shown rows went for them."""
        fresh = [LogLine(self._next + place, *line) for place, line in enumerate(new)]
        self._next += len(new)
        self._lines.extend(fresh)
        gone = self._drop_old()
        wanted = [line for line in fresh if self._passes(line)]
        if wanted:
            first = len(self._shown)
            self.longest = max(self.longest, *(len(line.text) for line in wanted))
            self.beginInsertRows(_NO_PARENT, first, first + len(wanted) - 1)
            self._shown.extend(wanted)
            self.endInsertRows()
        return gone

    def clear(self) -> None:
        """Forget every line."""
        self._lines.clear()
        self._show_again()

    def filter(self, needle: str, level: str) -> None:
        """Show only lines of `level` or worse with `needle` in them, in any case."""
        self._needle, self._least = needle.casefold(), _LEVELS.index(level)
        self._show_again()

    def texts(self, rows: list[int] | None = None) -> list[str]:
        """Return the lines of `rows`, or all that are shown."""
        shown = list(self._shown)
        return [line.text for line in (shown if rows is None else (shown[row] for row in rows))]

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return how many lines are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return the one column."""
        return 0 if parent.isValid() else 1

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the text or the line itself."""
        if not index.isValid():
            return None
        line = self._shown[index.row()]
        if role == _LINE:
            return line
        return line.text if role == Qt.ItemDataRole.DisplayRole else None

    def _passes(self, line: LogLine) -> bool:
        level = _LEVELS.index(line.level) if line.level in _LEVELS else 1
        return level >= self._least and (not self._needle or self._needle in line.text.casefold())

    def _drop_old(self) -> int:
        oldest = self._lines[0].number if self._lines else self._next
        gone = 0
        for line in self._shown:
            if line.number >= oldest:
                break
            gone += 1
        if gone:
            self.beginRemoveRows(_NO_PARENT, 0, gone - 1)
            self._shown = deque(islice(self._shown, gone, None))
            self.endRemoveRows()
        return gone

    def _show_again(self) -> None:
        self.beginResetModel()
        self._shown = deque(line for line in self._lines if self._passes(line))
        self.longest = max((len(line.text) for line in self._shown), default=0)
        self.endResetModel()


class LogDelegate(QStyledItemDelegate):
    """Paints a line; warnings and errors also bear their word and colour."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Paint one line."""
        view: QWidget = option.widget  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        line: LogLine = index.data(_LINE)
        colours = colours_of(view)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        tint = {"error": colours.error, "warning": colours.warn, "debug": colours.muted}.get(line.level)
        painter.setFont(option.font)  # type: ignore[attr-defined]
        painter.setPen(QColor(colours.on_accent if selected else tint or colours.text))
        word = f"{line.level}: " if line.level in ("warning", "error") else ""
        text = (word + line.text)[:_LONGEST_SHOWN]
        painter.drawText(rect.adjusted(PADDING, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


class LogPanel(QWidget):
    """The log view with its filter; it follows the newest line until someone scrolls up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: logging.Logger | None = None
        self._model = LogModel(self)
        # Lines older than a whole view of them would never be seen.
        self._waiting: deque[tuple[str, str]] = deque(maxlen=MOST_LINES)
        self._timer = QTimer(self, singleShot=True, interval=_FLUSH_MS)
        self._timer.timeout.connect(self._flush)
        self._needle = QLineEdit(self, placeholderText="Filter", clearButtonEnabled=True)
        self._needle.setAccessibleName("Filter the log")
        self._needle.setToolTip("Show only lines with this text in them")
        self._needle.setObjectName("logFilter")
        self._needle.textChanged.connect(self._refilter)
        self._level = QComboBox(self)
        self._level.setAccessibleName("Log level")
        self._level.setToolTip("Show only lines of this level")
        for text, level in _LEVEL_CHOICES:
            self._level.addItem(text, level)
        self._level.currentIndexChanged.connect(self._refilter)
        self._copy = QPushButton("Copy", self)
        self._copy.setToolTip("Copy the selected lines, or all if none is selected")
        self._copy.setAccessibleName("Copy the log")
        self._copy.clicked.connect(self.copy)
        self._view = self._line_view()
        self._following = True
        # The view tells its new range late: only a scroll says whether someone left the end.
        self._view.verticalScrollBar().valueChanged.connect(self._note_scroll)
        self._view.verticalScrollBar().rangeChanged.connect(self._follow)
        bar = QHBoxLayout()
        bar.setContentsMargins(PADDING, GRID // 2, PADDING, GRID // 2)
        bar.setSpacing(GRID)
        bar.addWidget(self._needle, 1)
        bar.addWidget(self._level)
        bar.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._view, 1)

    def append(self, level: str, text: str) -> None:
        """Take a line; it is shown with the next batch."""
        self._waiting.append((level, text))
        if not self._timer.isActive():
            self._timer.start()

    def note(self, level: str, text: str) -> None:
        """Take a line of the studio's own: it goes into the log file too, where the engine writes its own."""
        self.append(level, text)
        if self.file is not None:
            self.file.log(_FILE_LEVELS.get(level, logging.INFO), "%s", text)

    def clear(self) -> None:
        """Forget every line."""
        self._waiting.clear()
        self._model.clear()

    def copy(self) -> None:
        """Copy the selected lines, or all that are shown if none is selected."""
        chosen = sorted(index.row() for index in self._view.selectedIndexes())
        QGuiApplication.clipboard().setText("\n".join(self._model.texts(chosen or None)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep a selected row as wide as the view."""
        super().resizeEvent(event)
        self._widen()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Begin at the newest line."""
        super().showEvent(event)
        self._view.scrollToBottom()

    def _line_view(self) -> QTableView:
        # A list would ask the model for every row again after each batch; a table does not.
        view = QTableView(self)
        view.setObjectName("logView")
        view.setAccessibleName("Log")
        view.setToolTip("What the engine says; Ctrl+C copies")
        view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setTabKeyNavigation(False)
        view.horizontalHeader().hide()
        view.verticalHeader().hide()
        view.verticalHeader().setMinimumSectionSize(1)
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 2)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setItemDelegate(LogDelegate(view))
        view.setModel(self._model)
        copying = QShortcut(QKeySequence.StandardKey.Copy, view, context=Qt.ShortcutContext.WidgetShortcut)
        copying.activated.connect(self.copy)
        return view

    def _flush(self) -> None:
        new = [self._waiting.popleft() for _ in range(min(_MOST_AT_ONCE, len(self._waiting)))]
        if not new:
            return
        if self._waiting:
            self._timer.start()
        bar = self._view.verticalScrollBar()
        at = bar.value()
        gone = self._model.extend(new)
        self._widen()
        if gone and not self._following:
            bar.setValue(max(0, at - gone))

    def _note_scroll(self, value: int) -> None:
        self._following = value >= self._view.verticalScrollBar().maximum()

    def _follow(self, _least: int, most: int) -> None:
        if self._following:
            self._view.verticalScrollBar().setValue(most)

    def _widen(self) -> None:
        letters = min(self._model.longest, _LONGEST_SHOWN) + len("warning: ")
        wide = letters * self._view.fontMetrics().horizontalAdvance("m") + 2 * PADDING
        self._view.setColumnWidth(0, max(wide, self._view.viewport().width()))

    def _refilter(self) -> None:
        self._model.filter(self._needle.text(), self._level.currentData())
        self._widen()
        self._view.scrollToBottom()
