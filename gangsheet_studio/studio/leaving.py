"""Closing the window while sheets are being made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from gangsheet_studio.studio.job_flow import JobFlow


def ask_about_run(window: QWidget, flow: JobFlow) -> bool:
    """Ask what becomes of the run; True once the window may close.

    To keep going in the background hides the window; it closes by itself when the run has ended.
    """
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    box.setText("Sheets are still being made.")
    box.setInformativeText("Sheets that are finished stay in any case.")
    wait = box.addButton("Wait here", QMessageBox.ButtonRole.RejectRole)
    background = box.addButton("Keep going in the background", QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton("Cancel the run and close", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(wait)
    box.setEscapeButton(wait)
    box.exec()
    if box.clickedButton() is background and flow.running:
        flow.run_done.connect(window.close)
        flow.run_failed.connect(window.close)
        window.hide()
        return False
    return box.clickedButton() is cancel or not flow.running
