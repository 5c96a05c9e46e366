"""PDF sheets: each design is staged once at its own resolution, however many copies there are of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio import __version__
from gangsheet_studio.engine.own_size import OwnSize, layer_of
from gangsheet_studio.model.overlaps import overlapping
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.resources import resource
from gangsheet_studio.sheets.pdf.picture import PdfPicture
from gangsheet_studio.sheets.pdf.sheet import PdfSettings, PdfSheet
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


class PdfSheets:
    """Makes the sheets of a job as PDF."""

    def __init__(
        self, job: Job, layout: Layout, designs: Mapping[str, Design], finishes: Finishes, decoder: Decoder
    ) -> None:
        self._job, self._output, self._dpi = job, job.output, layout.film.dpi
        self._finishes, self._decoder = finishes, decoder
        self._own = OwnSize(layout, designs, finishes, job.output)

    def variant(self, printed: Printed) -> AnyVariant:
        """Return what has to be staged for a copy or a mark."""
        return self._own.variant(printed)

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> PdfPicture:
        """Decode `design` into deflated planes."""
        colour, alpha, white = _plane_files(room)
        planes = self._decoder.stage_planes(
            design,
            variant.width_px,
            variant.height_px,
            colour=colour,
            alpha=alpha,
            white=white,
            turning=room.turning,
            cancel=cancel,
            trim_rows=room.trim_rows,
            lenient=variant.lenient,
            finish=variant.finish,
        )
        return PdfPicture(
            width_px=variant.width_px,
            height_px=variant.height_px,
            colour=colour,
            alpha=alpha if planes.alpha else None,
            white=white if planes.white else None,
            cuts=self._own.cut_lines(self._decoder, design, variant, cancel),
        )

    def draw(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> PdfPicture:
        """Draw a mark into deflated planes."""
        colour, alpha, _ = _plane_files(room)
        planes = self._decoder.draw_planes(variant.mark, colour=colour, alpha=alpha, cancel=cancel)
        width, height = variant.box
        return PdfPicture(
            width_px=width, height_px=height, colour=colour, alpha=alpha if planes.alpha else None
        )

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> PdfPicture:  # noqa: ARG002
        """Return a transparent pixel."""
        # they load numpy, which takes a while: few jobs need it here
        from gangsheet_studio.sheets.pdf.planes import write_planes
        from gangsheet_studio.sheets.png.rows import blank_strips

        colour, alpha, _ = _plane_files(room)
        write_planes(blank_strips(1, 1), 1, (colour, alpha), cancel)
        return PdfPicture(width_px=1, height_px=1, colour=colour, alpha=alpha)

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
        sheet = PdfSheet(part, file, self._settings(part))
        written = sheet.write(copies, band_rows=band_rows, on_row=on_row, cancel=cancel)

        def verify(path: Path, name: str, cancel: Event) -> None:
            verify_whole(path, name, written, sheet.crc, cancel)

        return Painted(written, verify, (_too_long(file.final),) if sheet.user_unit > 1 else ())

    def _settings(self, part: Part) -> PdfSettings:
        output = self._output
        return PdfSettings(
            dpi=self._dpi,
            title=f"{self._job.name}, part {part.number}",
            software=f"Gangsheet Studio {__version__}",
            profile=resource("srgb.icc").read_bytes(),
            mirror=output.mirror,
            background=output.background_rgb,
            white=output.white.name if output.white else None,
            cut=output.cut,
            layer=layer_of(output),
            in_order=self._job.overlaps and bool(overlapping(part.printed)),
            picture_of=self.variant,
        )


def _plane_files(room: StagingRoom) -> tuple[Path, Path, Path]:
    colour = room.scratch
    return colour, colour.with_suffix(".alpha"), colour.with_suffix(".white")


def _too_long(path: Path) -> Problem:
    return Problem(
        id="output.user-unit",
        severity="warning",
        message=(
            f"{path.name} is over 200 in long, so its page has a user unit, which some programs ignore: they "
            "show it too small. Make the longest part 200 in or less if yours does."
        ),
        file=str(path),
    )
