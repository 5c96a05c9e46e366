"""All findings in one list: errors first, each with its sign, its word and its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPalette,
    QPolygon,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.look.theme import GRID, PADDING, ROW_HEIGHT, colours_of
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gangsheet_studio.model.problem import Problem, Severity

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
_WORDS: Final = {"error": "Error", "warning": "Warning", "note": "Note"}
_HINTS: Final = {
    "error": "Show what will not print right",
    "warning": "Show what prints but may disappoint",
    "note": "Show what is worth knowing",
}
_PROBLEM: Final = Qt.ItemDataRole.UserRole
_WRAPPED: Final = int(Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap)
_SIGN: Final = 16
_BATCH: Final = 40
_EMPTY: Final = "No problems.\nWhat will not print right, or may disappoint, is listed here."
_NO_PARENT: Final = QModelIndex()
_AnyIndex = QModelIndex | QPersistentModelIndex


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return errors, then warnings, then notes; one of those with the same id, line and message."""
    alone = {(found.id, found.line, found.message): found for found in problems}
    return tuple(sorted(alone.values(), key=lambda found: SEVERITIES.index(found.severity)))


def as_text(problem: Problem) -> str:
    """Return a problem as it is copied and read aloud."""
    return f"{_WORDS[problem.severity]}: {problem.message}"


class ProblemModel(QAbstractListModel):
    """The problems that are shown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: list[Problem] = []

    def show(self, problems: Iterable[Problem]) -> None:
        """Show `problems` in place of what was shown."""
        self.beginResetModel()
        self._shown = list(problems)
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:  # noqa: N802 - Qt's name
        """Return how many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return the text, the tooltip or the problem itself."""
        if not index.isValid():
            return None
        problem = self._shown[index.row()]
        if role == _PROBLEM:
            return problem
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return as_text(problem)
        if role == Qt.ItemDataRole.ToolTipRole:
            where = f"\n\nClick to go to line {problem.line}." if problem.line else ""
            return plain_tip(problem.message + where)
        return None


def paint_sign(painter: QPainter, box: QRect, severity: Severity, colour: QColor, ink: QColor) -> None:
    """Paint a filled circle with !, a triangle with ! or a square with i."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if severity == "error":
        painter.drawEllipse(box)
    elif severity == "warning":
        middle = (box.left() + box.right() + 1) // 2
        bottom = box.bottom()
        corners = (middle, box.top()), (box.right() + 1, bottom), (box.left(), bottom)
        painter.drawPolygon(QPolygon([QPoint(*corner) for corner in corners]))
        box = box.adjusted(0, 3, 0, 2)
    else:
        painter.drawRoundedRect(box, 4, 4)
    font = painter.font()
    font.setBold(True)
    font.setPixelSize(max(8, box.height() - 6))
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "i" if severity == "note" else "!")
    painter.restore()


class ProblemDelegate(QStyledItemDelegate):
    """Paints sign, word and the whole sentence, on as many lines as it needs."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:  # noqa: N802
        """Return a row that holds the sentence; measuring its wrapped lines is only for the long ones."""
        view: QAbstractItemView = option.widget  # type: ignore[attr-defined, assignment]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        room = _sentence_room(QRect(0, 0, view.viewport().width(), 0), metrics).width()
        text = _sentence(index)
        height = metrics.height()
        if metrics.horizontalAdvance(text) > room:
            height = metrics.boundingRect(QRect(0, 0, max(1, room), 1 << 20), _WRAPPED, text).height()
        return QSize(0, height + 2 * _above(metrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Paint one problem."""
        view: QWidget = option.widget  # type: ignore[attr-defined]
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        metrics: QFontMetrics = option.fontMetrics  # type: ignore[attr-defined]
        severity: Severity = index.data(_PROBLEM).severity
        colours = colours_of(view)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        plain = {"error": colours.error, "warning": colours.warn, "note": colours.muted}[severity]
        tint = QColor(colours.on_accent if selected else plain)
        ink = QColor(colours.accent if selected else colours.field)
        room = _sentence_room(rect, metrics)
        middle = room.top() + metrics.height() // 2  # sign and word stand on the first line
        paint_sign(painter, QRect(rect.left() + PADDING, middle - 8, _SIGN, _SIGN), severity, tint, ink)
        painter.setPen(tint)
        word = QRect(rect.left() + PADDING + _SIGN + GRID, room.top(), room.left(), metrics.height())
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter, _WORDS[severity])
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(view.palette().color(role))
        painter.drawText(room, _WRAPPED, _sentence(index))


def _sentence(index: _AnyIndex) -> str:
    message: str = index.data(_PROBLEM).message
    return message.replace("\n", " ")


def _sentence_room(row: QRect, metrics: QFontMetrics) -> QRect:
    """Return where in `row` the sentence goes: right of sign and word, below the space above it."""
    left = PADDING + _SIGN + GRID + metrics.horizontalAdvance("Warning") + 2 * GRID
    return row.adjusted(left, _above(metrics), -PADDING, 0)


def _above(metrics: QFontMetrics) -> int:
    """Return the space above and below a sentence: one line makes a row of ROW_HEIGHT."""
    return max(GRID // 2, (ROW_HEIGHT - metrics.height() + 1) // 2)


class ProblemsPanel(QWidget):
    """The list of problems, with a button for each severity that hides or shows it."""

    lineChosen = Signal(int)  # noqa: N815 - Qt's way
    countsChanged = Signal(int, int, int)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self._place = 0
        self._model = ProblemModel(self)
        self._buttons = {severity: self._filter_button(severity) for severity in SEVERITIES}
        self._empty = QLabel(_EMPTY, self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._view = self._list_view()
        bar = QHBoxLayout()
        bar.setContentsMargins(PADDING, GRID // 2, PADDING, GRID // 2)
        bar.setSpacing(GRID // 2)
        for button in self._buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(self._pages, 1)
        self._refresh()

    def set_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show `problems`; the same twice is shown once."""
        ordered = in_order(problems)
        if ordered == self._problems:
            return
        before = self.counts()
        self._problems = ordered
        self._refresh()
        if self.counts() != before:
            self.countsChanged.emit(*self.counts())

    def counts(self) -> tuple[int, int, int]:
        """Return how many errors, warnings and notes there are, shown or not."""
        found = [problem.severity for problem in self._problems]
        return found.count("error"), found.count("warning"), found.count("note")

    def copy(self) -> None:
        """Copy the selected problems as text, or all that are shown if none is selected."""
        chosen = sorted(index.row() for index in self._view.selectedIndexes())
        rows = chosen or range(self._model.rowCount())
        QGuiApplication.clipboard().setText("\n".join(self._model.index(row).data() for row in rows))

    def _filter_button(self, severity: Severity) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setChecked(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else the window is laid out anew when there are problems
        button.setSizePolicy(policy)
        button.setToolTip(_HINTS[severity])
        button.setObjectName(f"{severity}Filter")
        button.toggled.connect(self._refresh)
        return button

    def _list_view(self) -> QListView:
        view = QListView(self)
        view.setObjectName("problemList")
        view.setAccessibleName("Problems")
        view.setToolTip("Click a problem to go to its order line; Ctrl+C copies")
        view.setResizeMode(QListView.ResizeMode.Adjust)
        # rows are as high as their sentences: never measure all at once
        view.setLayoutMode(QListView.LayoutMode.Batched)
        view.setBatchSize(_BATCH)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setItemDelegate(ProblemDelegate(view))
        view.setModel(self._model)
        view.verticalScrollBar().rangeChanged.connect(self._go_back)
        view.clicked.connect(self._choose)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), view, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._choose_current)
        self._go = self._action(view, "Go to its line", self._choose_current, None)
        view.addActions([self._go, self._action(view, "Copy", self.copy, QKeySequence.StandardKey.Copy)])
        view.selectionModel().currentChanged.connect(self._on_current)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return view

    def _action(
        self, view: QListView, text: str, slot: Callable[[], None], keys: QKeySequence.StandardKey | None
    ) -> QAction:
        action = QAction(text, view)
        if keys is not None:
            action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(slot)
        return action

    def _refresh(self) -> None:
        for (severity, button), number in zip(self._buttons.items(), self.counts(), strict=True):
            button.setText(count(number, severity))
            button.setAccessibleName(f"Show {count(number, severity)}")
            button.setEnabled(number > 0)
            button.setVisible(bool(self._problems))
        wanted = [found for found in self._problems if self._buttons[found.severity].isChecked()]
        shorter = len(wanted) < self._model.rowCount()
        self._place = 0 if shorter else max(self._place, self._view.verticalScrollBar().value())
        self._model.show(wanted)
        self._pages.setCurrentIndex(1 if wanted else 0)
        self._empty.setText(
            "Nothing is shown: press a button above to show it." if self._problems else _EMPTY
        )

    def _go_back(self, _least: int, most: int) -> None:
        """Scroll to where someone was, once so many rows are measured again."""
        if 0 < self._place <= most:
            place, self._place = self._place, 0
            self._view.verticalScrollBar().setValue(place)

    def _on_current(self, index: QModelIndex) -> None:
        problem: Problem | None = index.data(_PROBLEM)
        self._go.setEnabled(problem is not None and problem.line is not None)

    def _choose_current(self) -> None:
        self._choose(self._view.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        problem: Problem | None = index.data(_PROBLEM)
        if problem is not None and problem.line is not None:
            self.lineChosen.emit(problem.line)
