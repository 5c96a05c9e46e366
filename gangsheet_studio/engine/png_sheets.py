"""PNG sheets: designs as deflated rows, a sheet as the same rows in another order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from gangsheet_studio.engine.sheet_format import Variant
from gangsheet_studio.sheets.painter import paint
from gangsheet_studio.sheets.png import PngWriter
from gangsheet_studio.sheets.png_brush import PngBrush
from gangsheet_studio.sheets.rows import DeflatedRows, blank_strips, deflate_rows
from gangsheet_studio.sheets.verify import verify_png
from gangsheet_studio.sheets.written import Painted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.finishes import Finishes
    from gangsheet_studio.engine.sheet_format import StagingRoom
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Part, Placement
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.painter import Copies


class PngSheets:
    """Makes the sheets of a job as 8-bit RGBA."""

    def __init__(self, dpi: int, finishes: Finishes, decoder: Decoder) -> None:
        self._dpi, self._finishes, self._decoder = dpi, finishes, decoder

    def variant(self, placement: Placement) -> Variant:
        """Return what has to be staged for a copy: each size and each rotation is staged once."""
        lenient, finish = self._finishes.lenient(placement.line), self._finishes.of(placement.line)
        return Variant(placement.key, *placement.unrotated, placement.rotation, lenient, finish)

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> DeflatedRows:
        """Decode `design` into deflated rows."""
        staged = self._decoder.stage(
            design,
            variant.width_px,
            variant.height_px,
            variant.rotation,
            keep=room.keep,
            scratch=room.scratch,
            turning=room.turning,
            cancel=cancel,
            trim_rows=room.trim_rows,
            lenient=variant.lenient,
            finish=variant.finish,
        )
        ends, checksums = (np.frombuffer(each, np.int64) for each in (staged.ends, staged.checksums))
        kept: bytes | Path = room.scratch if staged.kept is None else staged.kept
        return DeflatedRows(*variant.box, ends, checksums, kept)

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> DeflatedRows:
        """Return transparent rows."""
        width, height = variant.box
        strips = blank_strips(width, height)
        return deflate_rows(strips, width, height, keep=room.keep, scratch=room.scratch, cancel=cancel)

    def paint(
        self,
        part: Part,
        copies: Copies,
        file: AtomicFile,
        *,
        band_rows: Callable[[], int],
        on_row: Callable[[int], None],
        cancel: Event,
    ) -> Painted:
        """Write `part` a band at a time."""
        writer = PngWriter(file, part.width_px, part.height_px, self._dpi)
        brush = PngBrush(part, writer)
        paint(part, copies, brush, band_rows=band_rows, on_row=on_row, cancel=cancel)
        written = writer.finish()
        check = partial(verify_png, part=part, dpi=self._dpi, written=written, witnesses=brush.witnesses)
        return Painted(written, lambda path, name, event: check(path, name, cancel=event))
