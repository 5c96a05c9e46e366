"""The name of a job, where its sheets go and what making them may take."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gangsheet_studio.model.names import name_problem
from gangsheet_studio.model.units import MB
from gangsheet_studio.studio.controls.folder_line import FolderLine
from gangsheet_studio.studio.controls.noted import Noted
from gangsheet_studio.studio.controls.number_box import NumberBox
from gangsheet_studio.studio.settings.form import add_row, describe, make_form

_LEAST_MEMORY: Final = 64
_MOST_MEMORY: Final = 1 << 20


class OutputSection(QWidget):
    """Shows a job's output; signals come from what staff change, never from the setters."""

    nameChanged = Signal(str)  # noqa: N815 - Qt's way
    outChanged = Signal(str)  # noqa: N815
    memoryChanged = Signal(object)  # noqa: N815

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_name = ""
        self._notes: list[Noted] = []
        self._form = make_form()
        self.setLayout(self._form)
        self._name = QLineEdit()
        self._name.setPlaceholderText("named after the orders")
        describe(self._name, "nameLine", "Job name", "What the files of the job are named after")
        self._named = self._add_noted("Job name", self._name)
        self._name.editingFinished.connect(self._on_name)
        self._out = FolderLine("Folder for the sheets", "Documents/Gangsheet Studio")
        self._out.setObjectName("outLine")
        self._out.describe("Folder for the sheets", "Choose the folder for the sheets")
        self._out.refused.connect(self._add_noted("Folder", self._out).set_note)
        self._out.folderChanged.connect(self._on_out)
        self._memory = NumberBox(_LEAST_MEMORY - 1, _MOST_MEMORY, "MB")
        self._memory.setSpecialValueText("all there is")
        self._memory.setSingleStep(64)
        describe(self._memory, "memoryBox", "Memory", "Memory that making sheets may use")
        self._memory.refused.connect(self._add_noted("Memory", self._memory).set_note)
        self._memory.numberChanged.connect(self._on_memory)

    def set_output(self, name: str, out: str, memory: int | None) -> None:
        """Show the job's name, folder and memory budget in bytes (None for all there is)."""
        if name != self._shown_name:
            # what was read names a nameless job, unless a name is being typed
            if self._shown_name or not (self._name.isModified() and self._name.text()):
                self._name.setText(name)
            self._shown_name = name
        self._out.set_folder(out)
        self._memory.set_number(_LEAST_MEMORY - 1 if memory is None else memory // MB)

    def forget_notes(self) -> None:
        """Show no sentence about what was refused."""
        for noted in self._notes:
            noted.forget()

    def _add_noted(self, label: str, control: QWidget) -> Noted:
        noted = Noted(control)
        self._notes.append(noted)
        add_row(self._form, label, noted)
        return noted

    def _on_name(self) -> None:
        name = self._name.text().strip()
        problem = name_problem(name) if name else None
        if problem:
            self._name.setText(self._shown_name)
            self._named.set_note(problem)
        elif name != self._shown_name:
            self.forget_notes()
            self._shown_name = name
            self._name.setText(name)
            self.nameChanged.emit(name)

    def _on_out(self, folder: str) -> None:
        self.forget_notes()
        self.outChanged.emit(folder)

    def _on_memory(self, megabytes: int) -> None:
        self.forget_notes()
        self.memoryChanged.emit(None if megabytes < _LEAST_MEMORY else megabytes * MB)
