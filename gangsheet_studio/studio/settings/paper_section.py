"""What is written beside the sheets, for people."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from gangsheet_studio.model.output import Output
from gangsheet_studio.studio.settings.form import add_row, describe, make_combo, make_form

_SIZES: Final = (("a4", "A4"), ("letter", "Letter"))
_PREVIEWS: Final = (("none", "None"), ("jpeg", "JPEG"), ("webp", "WebP"))
_PAPERS: Final = (
    (
        "job_sheet",
        "jobSheetBox",
        "Job sheet",
        "A PDF to print: sheets with numbered copies, a pick list, costs",
    ),
    ("placements_csv", "placementsBox", "Table of placements", "A CSV file of where each copy lies"),
    ("missing_csv", "missingBox", "Table of missing artwork", "A CSV file of what could not be printed"),
)


class PaperSection(QWidget):
    """Shows what goes with sheets; `outputChanged` comes from what staff change, never from the setter."""

    outputChanged = Signal(object)  # noqa: N815 - Qt's way

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._output = Output()
        self._form = make_form()
        self.setLayout(self._form)
        self._preview = make_combo(_PREVIEWS)
        describe(self._preview, "previewBox", "Previews", "A picture of each sheet, small enough to mail")
        self._preview.activated.connect(self._on_changed)
        add_row(self._form, "Previews", self._preview)
        self._boxes: dict[str, QCheckBox] = {}
        for name, object_name, words, tip in _PAPERS:
            box = self._boxes[name] = QCheckBox(words)
            describe(box, object_name, words, tip)
            box.clicked.connect(self._on_changed)
            self._form.addRow(box)
        self._size = make_combo(_SIZES)
        describe(self._size, "paperBox", "Paper", "What the job sheet is printed on")
        self._size.activated.connect(self._on_changed)
        add_row(self._form, "Paper", self._size)
        self.set_output(self._output)

    def set_output(self, output: Output) -> None:
        """Show what goes with the sheets of `output`."""
        self._output = output
        self._preview.setCurrentIndex(self._preview.findData(output.preview))
        for name, box in self._boxes.items():
            box.setChecked(getattr(output, name))
        self._size.setCurrentIndex(self._size.findData(output.paper))
        self._form.setRowVisible(self._size, output.job_sheet)

    def summary(self) -> str:
        """Return in words what goes with the sheets."""
        words = [] if self._output.preview == "none" else ["previews"]
        words += [text.lower() for name, _, text, _ in _PAPERS if getattr(self._output, name)]
        return ", ".join(words) or "nothing"

    def _on_changed(self) -> None:
        chosen: dict[str, object] = {name: box.isChecked() for name, box in self._boxes.items()}
        chosen |= {"preview": self._preview.currentData(), "paper": self._size.currentData()}
        output = msgspec.structs.replace(self._output, **chosen)
        if output != self._output:
            self.set_output(output)
            self.outputChanged.emit(output)
