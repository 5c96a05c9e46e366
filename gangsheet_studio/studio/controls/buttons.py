"""Buttons of dialogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton

from gangsheet_studio.studio.look.theme import CONTROL_HEIGHT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def dialog_button(text: str, tip: str, parent: QWidget) -> QPushButton:
    """Return a button that is pressed by Return only where it has the keyboard."""
    button = QPushButton(text, parent)
    button.setIcon(QIcon())  # some desktops give it one that no theme of ours knows
    button.setAutoDefault(False)
    button.setMinimumHeight(CONTROL_HEIGHT)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setAccessibleDescription(tip)
    return button
