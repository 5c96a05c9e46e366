"""What a finished run wrote for people, beside its sheets: what each is for, and what opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.studio.controls.labels import plain_label
from gangsheet_studio.studio.controls.name_link import NameLink
from gangsheet_studio.studio.look.theme import GRID
from gangsheet_studio.studio.look.words import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QGridLayout, QWidget

    from gangsheet_studio.model.manifest import FileKind, Manifest

_PAPERS: Final[dict[FileKind, str]] = {
    "job-sheet": "what to print and pick",
    "placements": "where each copy lies",
    "missing": "what could not be printed",
}


def job_sheet_of(manifest: Manifest) -> str:
    """Return the file name of the job sheet, empty where none was wanted."""
    return next((file.name for file in manifest.files if file.kind == "job-sheet"), "")


def add_papers(grid: QGridLayout, manifest: Manifest, body: QWidget, wanted: Callable[[str], None]) -> None:
    """Add a row to `grid` for each paper of `manifest`, and one for its previews.

    `wanted` is given the name of a paper that is to be opened.
    """
    papers = [file for kind in _PAPERS for file in manifest.files if file.kind == kind]
    previews = sum(file.kind == "preview" for file in manifest.files)
    if not papers and not previews:
        return
    grid.setRowMinimumHeight(grid.rowCount(), GRID // 2)
    for paper in papers:
        row = grid.rowCount()
        link = NameLink(paper.name, body)
        link.clicked.connect(lambda _=False, name=paper.name: wanted(name))
        grid.addWidget(link, row, 0)
        grid.addWidget(plain_label(_PAPERS[paper.kind], body, quiet=True), row, 1, 1, -1)
    if previews:
        row = grid.rowCount()
        grid.addWidget(plain_label(count(previews, "preview"), body), row, 0)
        grid.addWidget(plain_label("small enough to mail", body, quiet=True), row, 1, 1, -1)
