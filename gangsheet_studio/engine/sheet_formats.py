"""Which format the sheets of a job are made in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.finishes import Finishes
from gangsheet_studio.engine.png_sheets import PngSheets

if TYPE_CHECKING:
    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.sheet_format import SheetFormat
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout


def sheet_format_of(job: Job, layout: Layout, decoder: Decoder) -> SheetFormat:
    """Return what stages and paints the sheets of `job`, which `layout` holds."""
    return PngSheets(layout.film.dpi, Finishes(job.lines, job.output, layout), decoder)
