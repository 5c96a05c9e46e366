"""The About window: the version, and every library with its licence."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio import __version__
from gangsheet_studio.components import Component, components, licence_text
from gangsheet_studio.studio.controls.buttons import dialog_button
from gangsheet_studio.studio.controls.labels import plain_label, sentence_label
from gangsheet_studio.studio.look.theme import GRID, PADDING

_SIZE: Final = (880, 560)
_ICON: Final = 64
_COMPONENT: Final = Qt.ItemDataRole.UserRole


class AboutDialog(QDialog):
    """Names what the program is made of; the licence of the chosen row stands beside it."""

    detailsWanted = Signal()  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle("About Gangsheet Studio")
        self.resize(*_SIZE)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.document().setDocumentMargin(GRID)
        self.text.setAccessibleName("Licence")
        self.text.setTabChangesFocus(True)
        self.table = self._make_table()
        split = QSplitter(self)
        split.addWidget(self.table)
        split.addWidget(self.text)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(PADDING)
        split.setSizes([_SIZE[0] * 11 // 20, _SIZE[0] * 9 // 20])
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column.setSpacing(PADDING)
        column.addLayout(self._make_head())
        column.addWidget(split, 1)
        column.addLayout(self._make_buttons())
        self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _make_head(self) -> QHBoxLayout:
        icon = QLabel(self)
        icon.setPixmap(QApplication.windowIcon().pixmap(_ICON))
        icon.setAccessibleName("Gangsheet Studio")
        title = plain_label(f"Gangsheet Studio {__version__}", self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        title.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(title)
        words.addWidget(sentence_label("Order files in, print-ready gang sheets out.", self))
        promise = "No network: no update check, no telemetry. Free under the MIT licence; it brings these, "
        promise += "Qt under the LGPL, whose libraries you may replace by your own."
        words.addWidget(sentence_label(promise, self, quiet=True))
        row = QHBoxLayout()
        row.setSpacing(2 * PADDING)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _make_table(self) -> QTreeWidget:
        table = QTreeWidget(self)
        table.setAccessibleName("What Gangsheet Studio is made of")
        table.setHeaderLabels(["Made of", "Version", "Licence"])
        table.setRootIsDecorated(False)
        table.setUniformRowHeights(True)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for component in components():
            row = QTreeWidgetItem([component.name, component.version, component.licence])
            row.setData(0, _COMPONENT, component)
            row.setSizeHint(0, QSize(0, 3 * GRID))
            for column in range(3):
                row.setToolTip(column, row.text(column))
            table.addTopLevelItem(row)
        table.header().setResizeContentsPrecision(-1)  # of all rows, not of those in sight
        for column in (0, 1):
            table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        table.currentItemChanged.connect(self._show_licence)
        return table

    def _make_buttons(self) -> QHBoxLayout:
        details = dialog_button("Details for support...", "What support would ask for, to copy", self)
        details.clicked.connect(self.detailsWanted)
        close = dialog_button("Close", "Go back to the job", self)
        close.setDefault(True)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(details)
        row.addStretch(1)
        row.addWidget(close)
        return row

    def _show_licence(self, row: QTreeWidgetItem | None) -> None:
        component = row.data(0, _COMPONENT) if row else None
        self.text.setPlainText(licence_text(component) if isinstance(component, Component) else "")
