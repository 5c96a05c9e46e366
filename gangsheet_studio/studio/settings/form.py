"""What the sections of the settings are made of: forms with one edge, named controls, hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel

from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT, GRID, PADDING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_WIDEST: Final = "Compression"


def make_form() -> QFormLayout:
    """Return a form whose fields take all the room there is."""
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setHorizontalSpacing(PADDING)
    form.setVerticalSpacing(GRID)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form


def add_row(form: QFormLayout, text: str, field: QWidget) -> None:
    """Add a field; all labels are as wide, so that all forms have one edge."""
    label = QLabel(text)
    label.setBuddy(field)
    label.setMinimumWidth(label.fontMetrics().horizontalAdvance(_WIDEST))
    form.addRow(label, field)


def make_combo(options: tuple[tuple[str, str], ...]) -> QComboBox:
    """Return a box of values with their words."""
    box = QComboBox()
    for value, words in options:
        box.addItem(words, value)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def make_hint() -> QLabel:
    """Return a muted sentence below a control."""
    label = QLabel()
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def describe(widget: QWidget, object_name: str, label: str, tip: str) -> None:
    """Say what a control is for, and let it be as narrow as the panel."""
    widget.setObjectName(object_name)
    widget.setMinimumSize(80, CONTROL_HEIGHT)
    widget.setToolTip(tip)
    widget.setAccessibleName(label)
    widget.setAccessibleDescription(tip)
