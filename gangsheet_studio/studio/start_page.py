"""The empty state: it says what can be dropped, and leads to the first result in one click."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPalette, QPen, QPolygonF, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.dropping import DropTarget
from gangsheet_studio.studio.look.theme import GRID, ROW_HEIGHT, colours_of
from gangsheet_studio.studio.run.bar import PrimaryButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

_WIDEST: Final = 560
_MOST_RECENT: Final = 6


class DropArea(QFrame):
    """A dashed field that lights up while files hover over it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropArea")
        self.setAccessibleName("Drop order files, folders or artwork here")
        self.setMinimumHeight(200)
        self._lit = False

    @property
    def lit(self) -> bool:
        """Whether files hover over it."""
        return self._lit

    def set_lit(self, lit: bool) -> None:
        """Light up, or go back."""
        self._lit = lit
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the field and an arrow onto a strip of film."""
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = QColor(colours.accent if self._lit else colours.field)
        fill.setAlpha(40 if self._lit else 255)
        edge = QColor(colours.accent_text if self._lit else colours.muted)
        painter.setBrush(fill)
        painter.setPen(QPen(edge, 2 if self._lit else 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(colours.accent_text), 2.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        middle, top = self.width() / 2, 40.0
        painter.drawPolyline(_points((middle, top), (middle, top + 24)))
        painter.drawPolyline(_points((middle - 9, top + 15), (middle, top + 24), (middle + 9, top + 15)))
        painter.drawPolyline(
            _points(
                (middle - 20, top + 24),
                (middle - 20, top + 34),
                (middle + 20, top + 34),
                (middle + 20, top + 24),
            )
        )


class StartPage(QWidget):
    """Drop area, Open, the sample job and recent jobs."""

    openRequested = Signal()  # noqa: N815 - Qt's way
    sampleRequested = Signal()  # noqa: N815 - Qt's way
    recentChosen = Signal(str)  # noqa: N815 - Qt's way
    dropped = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drop_area = DropArea(self)
        self._fill_drop_area()
        target = DropTarget(self.drop_area)
        target.dragging.connect(self.drop_area.set_lit)
        target.dropped.connect(self.dropped)
        self._recent_title = QLabel("Recent jobs", self)
        self._recent = self._recent_list()
        middle = QWidget(self)
        middle.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.drop_area)
        column.addSpacing(GRID)
        column.addLayout(self._buttons())
        column.addSpacing(2 * GRID)
        column.addWidget(self._recent_title)
        column.addWidget(self._recent)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        self.set_recent(())

    def set_dragging(self, dragging: bool) -> None:
        """Light the drop area up while files hover anywhere on the window."""
        self.drop_area.set_lit(dragging)

    def set_recent(self, paths: Sequence[str | Path]) -> None:
        """List `paths`, newest first."""
        self._recent.clear()
        for path in map(Path, paths[:_MOST_RECENT]):
            item = QListWidgetItem(f"{path.stem}   ({path.parent})", self._recent)
            item.setData(Qt.ItemDataRole.UserRole, str(path))
            item.setToolTip(plain_tip(str(path)))
        shown = self._recent.count()
        self._recent.setFixedHeight(shown * ROW_HEIGHT + 4)
        self._recent.setVisible(shown > 0)
        self._recent_title.setVisible(shown > 0)

    def _fill_drop_area(self) -> None:
        title = QLabel("Drop order files, folders or artwork here", self.drop_area)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        title.setFont(font)
        orders = QLabel("Orders: CSV, TSV, XLSX, JSON", self.drop_area)
        artwork = QLabel("Artwork: PNG, JPEG, TIFF, WebP, SVG", self.drop_area)
        column = QVBoxLayout(self.drop_area)
        column.setContentsMargins(2 * GRID, 94, 2 * GRID, 5 * GRID)
        column.setSpacing(GRID // 2)
        for label in (title, orders, artwork):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
            if label is title:
                column.addSpacing(GRID)
        for hint in (orders, artwork):
            hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)

    def _buttons(self) -> QHBoxLayout:
        opening = PrimaryButton("Open\u2026", self)
        opening.setObjectName("openButton")
        opening.setToolTip("Choose order files, artwork or a saved job")
        opening.setAccessibleName("Open files")
        opening.clicked.connect(self.openRequested)
        sample = QPushButton("Try the sample job", self)
        sample.setObjectName("sampleButton")
        sample.setMinimumHeight(ROW_HEIGHT + 4)
        sample.setToolTip("See a finished layout in one click; nothing is printed")
        sample.setAccessibleName("Try the sample job")
        sample.clicked.connect(self.sampleRequested)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch(1)
        row.addWidget(opening)
        row.addWidget(sample)
        row.addStretch(1)
        return row

    def _recent_list(self) -> QListWidget:
        view = QListWidget(self)
        view.setObjectName("recentJobs")
        view.setAccessibleName("Recent jobs")
        view.setToolTip("Open a recent job")
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setStyleSheet(f"QListWidget::item {{ height: {ROW_HEIGHT}px; }}")
        # Where one click activates, itemActivated would choose twice.
        view.itemClicked.connect(self._choose)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), view, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self._choose_current)
        return view

    def _choose_current(self) -> None:
        if item := self._recent.currentItem():
            self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.recentChosen.emit(item.data(Qt.ItemDataRole.UserRole))


def _points(*pairs: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(*pair) for pair in pairs])
