"""A question with up to three answers, one of which leads back."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

Answer = Literal["yes", "other", "back"]


def ask(
    parent: QWidget,
    text: str,
    more: str,
    *,
    back: str,
    yes: str = "",
    other: str = "",
    default: Answer = "yes",
    warning: bool = False,
) -> Answer:
    """Ask `text`, explained by `more`, and return which button was pressed; Escape is `back`.

    `yes`, `other` and `back` are the words on the buttons; those without words are left out. What `other`
    does can't be taken back.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning if warning else QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files and jobs are no markup
    box.setText(text)
    box.setInformativeText(more)
    roles = QMessageBox.ButtonRole
    buttons: dict[Answer, QPushButton] = {"back": box.addButton(back, roles.RejectRole)}
    if other:
        buttons["other"] = box.addButton(other, roles.DestructiveRole)
    if yes:
        buttons["yes"] = box.addButton(yes, roles.AcceptRole)
    box.setDefaultButton(buttons.get(default, buttons["back"]))
    box.setEscapeButton(buttons["back"])
    box.exec()
    clicked = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button is clicked), "back")
