"""SVG sheets: each design is staged once at its own resolution, however many copies there are of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.engine.own_size import OwnSize, layer_of
from gangsheet_studio.engine.staged_rows import deflated
from gangsheet_studio.model.overlaps import overlapping
from gangsheet_studio.sheets.png.rows import blank_strips, deflate_rows
from gangsheet_studio.sheets.svg.sheet import SvgPicture, SvgSettings, SvgSheet
from gangsheet_studio.sheets.whole_file import verify_whole
from gangsheet_studio.sheets.written import Painted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.finishes import Finishes
    from gangsheet_studio.engine.sheet_format import AnyVariant, MarkVariant, StagingRoom, Variant
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.layout import Layout, Part, Printed
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.painter import Copies

_BARE: Final = bytes(4)  # nothing lies behind what is embedded


class SvgSheets:
    """Makes the sheets of a job as SVG."""

    def __init__(
        self, job: Job, layout: Layout, designs: Mapping[str, Design], finishes: Finishes, decoder: Decoder
    ) -> None:
        self._job, self._output, self._dpi = job, job.output, layout.film.dpi
        self._decoder = decoder
        self._own = OwnSize(layout, designs, finishes, job.output)

    def variant(self, printed: Printed) -> AnyVariant:
        """Return what has to be staged for a copy or a mark."""
        return self._own.variant(printed)

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> SvgPicture:
        """Decode `design` into deflated rows."""
        staged = self._decoder.stage(
            design,
            variant.width_px,
            variant.height_px,
            0,
            keep=room.keep,
            scratch=room.scratch,
            turning=room.turning,
            cancel=cancel,
            trim_rows=room.trim_rows,
            lenient=variant.lenient,
            finish=variant.finish,
        )
        rows = deflated(staged, variant.box, room, _BARE)
        return SvgPicture(rows, self._own.cut_lines(self._decoder, design, variant, cancel))

    def draw(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> SvgPicture:
        """Draw a mark into deflated rows."""
        staged = self._decoder.draw_mark(variant.mark, keep=room.keep, scratch=room.scratch, cancel=cancel)
        return SvgPicture(deflated(staged, variant.box, room, _BARE))

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> SvgPicture:  # noqa: ARG002
        """Return a transparent pixel."""
        rows = deflate_rows(blank_strips(1, 1), 1, 1, keep=room.keep, scratch=room.scratch, cancel=cancel)
        return SvgPicture(rows)

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
        """Write `part`, design by design."""
        output = self._output
        settings = SvgSettings(
            dpi=self._dpi,
            title=f"{self._job.name}, part {part.number}",
            mirror=output.mirror,
            background=output.background,
            cut=output.cut,
            layer=layer_of(output),
            in_order=self._job.overlaps and bool(overlapping(part.printed)),
            picture_of=self.variant,
        )
        sheet = SvgSheet(part, file, settings)
        written = sheet.write(copies, band_rows=band_rows, on_row=on_row, cancel=cancel)

        def verify(path: Path, name: str, cancel: Event) -> None:
            verify_whole(path, name, written, sheet.crc, cancel)

        return Painted(written, verify)
