"""The preferences as staff change them: a control for each field that says what it is."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gangsheet_studio.studio.controls.folder_line import FolderLine
from gangsheet_studio.studio.controls.folder_list import FolderList
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT, GRID, PADDING
from gangsheet_studio.studio.settings.preferences import Choice, Preferences, choices


class PreferencesDialog(QDialog):
    """Each change is `changed` at once, with the whole Preferences; there is nothing to confirm."""

    changed = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle("Preferences")
        self.setMinimumWidth(480)
        self._preferences = preferences
        self._controls: dict[str, QWidget] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(2 * PADDING)
        form.setVerticalSpacing(GRID // 2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for choice in choices():
            self._add(form, choice)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        column.setSpacing(PADDING)
        column.addLayout(form)
        column.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setIcon(QIcon())  # some desktops give it one that no theme of ours knows
        close.setToolTip("Changes are kept already")
        close.setAccessibleName("Close the preferences")
        buttons.rejected.connect(self.close)
        column.addWidget(buttons)
        self.set_preferences(preferences)
        width = self.minimumWidth()
        self.resize(width, column.heightForWidth(width))  # Qt's own is two thirds of a screen at most

    def set_preferences(self, preferences: Preferences) -> None:
        """Show `preferences`, saying nothing."""
        self._preferences = preferences
        for name, control in self._controls.items():
            value = getattr(preferences, name)
            control.blockSignals(True)
            if isinstance(control, QComboBox):
                control.setCurrentIndex(control.findData(value))
            elif isinstance(control, QCheckBox):
                control.setChecked(value)
            elif isinstance(control, FolderLine):
                control.set_folder(value)
            elif isinstance(control, FolderList):
                control.set_folders(value)
            elif isinstance(control, QLineEdit):
                control.setText(value)
            control.blockSignals(False)

    def _add(self, form: QFormLayout, choice: Choice) -> None:
        control = self._make(choice)
        control.setObjectName(f"{choice.name}-preference")
        control.setToolTip(choice.hint)
        control.setAccessibleName(choice.label)
        control.setAccessibleDescription(choice.hint)
        control.setMinimumHeight(CONTROL_HEIGHT)
        self._controls[choice.name] = control
        noted = Noted(control)
        if isinstance(control, FolderLine):
            control.refused.connect(noted.set_note)
            control.folderChanged.connect(noted.forget)
        hint = QLabel(choice.hint)
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)  # muted, in either theme
        field = QVBoxLayout()
        field.setSpacing(2)
        field.setContentsMargins(0, 0, 0, GRID)
        field.addWidget(noted)
        field.addWidget(hint)
        label = QLabel("" if isinstance(control, QCheckBox) else choice.label)
        label.setBuddy(control)
        form.addRow(label, field)

    def _make(self, choice: Choice) -> QWidget:
        set_value = partial(self._change, choice.name)
        if choice.options:
            box = QComboBox()
            for value, words in choice.options:
                box.addItem(words, value)
            box.currentIndexChanged.connect(lambda index: set_value(box.itemData(index)))
            return box
        if choice.folder is not None:
            line = FolderLine(choice.label, choice.folder)
            line.describe(choice.label, f"Choose the {choice.label.lower()}")
            line.folderChanged.connect(set_value)
            return line
        if choice.folders:
            many = FolderList(choice.label)
            many.foldersChanged.connect(set_value)
            return many
        if choice.longest:
            text = QLineEdit()
            text.setMaxLength(choice.longest)
            text.setMaximumWidth(16 * GRID)
            text.editingFinished.connect(lambda: set_value(text.text().strip()))
            return text
        check = QCheckBox(choice.label)
        check.toggled.connect(set_value)
        return check

    def _change(self, name: str, value: object) -> None:
        self._preferences = msgspec.structs.replace(self._preferences, **{name: value})
        self.changed.emit(self._preferences)
