"""Which format the sheets of a job are made in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.engine.finishes import Finishes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.sheet_format import SheetFormat
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.output import Output


def sheet_format_of(job: Job, layout: Layout, designs: Mapping[str, Design], decoder: Decoder) -> SheetFormat:
    """Return what stages and paints the sheets of `job`, which has `layout` of `designs` (by content key)."""
    finishes = Finishes(job.lines, job.output, layout)
    match job.output.format:
        case "tiff":
            from gangsheet_studio.engine.raster_sheets import TiffSheets

            return TiffSheets(layout, finishes, decoder, job.output)
        case "pdf":
            from gangsheet_studio.engine.pdf_sheets import PdfSheets

            return PdfSheets(job, layout, designs, finishes, decoder)
        case "svg":
            from gangsheet_studio.engine.svg_sheets import SvgSheets

            return SvgSheets(job, layout, designs, finishes, decoder)
        case "png":
            from gangsheet_studio.engine.raster_sheets import PngSheets

            return PngSheets(layout, finishes, decoder)


def slow_format(output: Output) -> str | None:
    """Return what staff should know where sheets take far longer than elsewhere, and what to do."""
    if output.format != "tiff" or output.compression != "lzw":
        return None
    from gangsheet_studio.sheets.tiff import fast_lzw

    if fast_lzw.library() is not None:
        return None
    return (
        "LZW may take a minute a design here: its fast coder was not built when the program was set up. "
        "Choose deflate if the RIP reads it, or set the program up again where a C compiler is."
    )
