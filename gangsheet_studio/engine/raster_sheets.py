"""Sheets of pixels: each design is staged as coded rows, and a sheet is the same rows in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from gangsheet_studio import __version__
from gangsheet_studio.engine.sheet_format import MarkVariant, Variant
from gangsheet_studio.engine.staged_rows import deflated, kept, tables
from gangsheet_studio.model.finish import bare_pixel
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.overlaps import overlapping
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.resources import resource
from gangsheet_studio.sheets.painter import paint
from gangsheet_studio.sheets.png.brush import PngBrush
from gangsheet_studio.sheets.png.rows import DeflatedRows, blank_strips, deflate_rows
from gangsheet_studio.sheets.png.verify import verify_png
from gangsheet_studio.sheets.png.writer import PngWriter
from gangsheet_studio.sheets.tiff.brush import TiffBrush
from gangsheet_studio.sheets.tiff.codec import codec_for
from gangsheet_studio.sheets.tiff.rows import TiffRows, encode_rows
from gangsheet_studio.sheets.tiff.spot import spot_resources
from gangsheet_studio.sheets.tiff.tags import Sheet
from gangsheet_studio.sheets.tiff.verify import verify_tiff
from gangsheet_studio.sheets.tiff.writer import TiffWriter
from gangsheet_studio.sheets.written import Painted, read_written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.decoder.tasks import StagedRows
    from gangsheet_studio.engine.finishes import Finishes
    from gangsheet_studio.engine.sheet_format import AnyVariant, StagingRoom
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Part, Printed
    from gangsheet_studio.model.output import Output
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.coding import Coding
    from gangsheet_studio.sheets.painter import Copies

_PIXEL_BYTES: Final = 4
_UNASSOCIATED_ALPHA: Final = 2
_UNSPECIFIED: Final = 0


class RasterSheets:
    """What sheets of pixels have in common: how designs are staged for them, with one `coding`."""

    coding: Coding

    def __init__(self, layout: Layout, finishes: Finishes, decoder: Decoder) -> None:
        self.dpi, self.finishes = layout.film.dpi, finishes
        self._decoder = decoder
        # what others show through, and so can't bring its background with it
        crowded = [overlapping(part.printed) for part in layout.parts] if finishes.flattens else []
        self._crowded: set[Printed] = set().union(*crowded)

    def variant(self, printed: Printed) -> AnyVariant:
        """Return what has to be staged for a copy or a mark: each size and each rotation is staged once."""
        finish = self.finishes.whole if isinstance(printed, Mark) else self.finishes.of(printed.line)
        if printed in self._crowded:
            finish = msgspec.structs.replace(finish, background=None)
        if isinstance(printed, Mark):
            return MarkVariant(printed.look, finish)
        lenient = self.finishes.lenient(printed.line)
        return Variant(printed.key, *printed.unrotated, printed.rotation, lenient, finish)

    def decoded(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> StagedRows:
        """Return the coded rows of `design`."""
        return self._decoder.stage(
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
            coding=self.coding,
        )

    def drawn(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> StagedRows:
        """Return the coded rows of a mark."""
        return self._decoder.draw_mark(
            variant.mark,
            keep=room.keep,
            scratch=room.scratch,
            cancel=cancel,
            finish=variant.finish,
            coding=self.coding,
        )


class PngSheets(RasterSheets):
    """8-bit RGBA."""

    coding: Coding = "png"

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> DeflatedRows:
        """Decode `design` into deflated rows."""
        return self._rows(self.decoded(design, variant, room, cancel), variant, room)

    def draw(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> DeflatedRows:
        """Draw a mark into deflated rows."""
        return self._rows(self.drawn(variant, room, cancel), variant, room)

    def _rows(self, staged: StagedRows, variant: AnyVariant, room: StagingRoom) -> DeflatedRows:
        bare = bare_pixel(variant.finish, _PIXEL_BYTES)
        return deflated(staged, variant.box, room, bare)

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> DeflatedRows:
        """Return rows of bare film."""
        width, height = variant.box
        bare = bare_pixel(variant.finish, _PIXEL_BYTES)
        strips = blank_strips(width, height, bare)
        return deflate_rows(
            strips, width, height, keep=room.keep, scratch=room.scratch, cancel=cancel, bare=bare
        )

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
        writer = PngWriter(file, part.width_px, part.height_px, self.dpi)
        brush = PngBrush(part, writer, bare_pixel(self.finishes.whole, _PIXEL_BYTES))
        paint(part, copies, brush, band_rows=band_rows, on_row=on_row, cancel=cancel)
        written = writer.finish()

        def verify(path: Path, name: str, cancel: Event) -> None:
            verify_png(path, name, part, self.dpi, written, brush.witnesses, cancel)

        return Painted(written, verify)


class TiffSheets(RasterSheets):
    """8-bit RGBA, with white as a spot channel where that is asked for."""

    def __init__(self, layout: Layout, finishes: Finishes, decoder: Decoder, output: Output) -> None:
        super().__init__(layout, finishes, decoder)
        self.coding = output.compression
        self._codec, self._white = codec_for(output.compression), output.white
        self._pixel_bytes = _PIXEL_BYTES + (output.white is not None)
        self._profile = resource("srgb.icc").read_bytes()

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> TiffRows:
        """Decode `design` into coded rows."""
        return self._rows(self.decoded(design, variant, room, cancel), variant, room)

    def draw(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> TiffRows:
        """Draw a mark into coded rows."""
        return self._rows(self.drawn(variant, room, cancel), variant, room)

    def _rows(self, staged: StagedRows, variant: AnyVariant, room: StagingRoom) -> TiffRows:
        width, height = variant.box
        firsts, lasts = (
            np.frombuffer(each, np.uint8).reshape(height, self._pixel_bytes)
            for each in (staged.firsts, staged.lasts)
        )
        bare = bare_pixel(variant.finish, self._pixel_bytes)
        return TiffRows(width, firsts, lasts, *tables(staged), kept(staged, room), bare)

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> TiffRows:
        """Return rows of bare film."""
        width, height = variant.box
        bare = bare_pixel(variant.finish, self._pixel_bytes)
        return encode_rows(
            blank_strips(width, height, bare),
            width,
            height,
            self._codec,
            keep=room.keep,
            scratch=room.scratch,
            cancel=cancel,
            bare=bare,
        )

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
        writer = TiffWriter(file, self._sheet(part))
        bare = bare_pixel(self.finishes.whole, self._pixel_bytes)
        brush = TiffBrush(part, writer, self._codec, bare)
        paint(part, copies, brush, band_rows=band_rows, on_row=on_row, cancel=cancel)
        written = writer.finish()

        def verify(path: Path, name: str, cancel: Event) -> None:
            verify_tiff(path, name, part, self._pixel_bytes, self._codec, written, brush.witnesses, cancel)

        problems = (_too_large(file.final),) if written.big else ()
        return Painted(read_written(file.temporary, cancel), verify, problems)

    def _sheet(self, part: Part) -> Sheet:
        extra = (_UNASSOCIATED_ALPHA, _UNSPECIFIED) if self._white else (_UNASSOCIATED_ALPHA,)
        return Sheet(
            width_px=part.width_px,
            height_px=part.height_px,
            dpi=self.dpi,
            compression=self._codec.compression,
            predictor=2 if self._codec.predicts else 1,
            extra_samples=extra,
            profile=self._profile,
            software=f"Gangsheet Studio {__version__}",
            resources=spot_resources(self._white.name) if self._white else b"",
        )


def _too_large(path: Path) -> Problem:
    return Problem(
        id="output.bigtiff",
        severity="warning",
        message=(
            f"{path.name} is over 4 GB, so it is written as BigTIFF, which few RIPs read. Make the longest "
            "part shorter, or choose LZW, if yours does not."
        ),
        file=str(path),
    )
