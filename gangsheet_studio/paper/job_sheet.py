"""The job sheet: a PDF for the shop floor, the same for the same job but for its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.paper.head import draw_head, draw_sheets
from gangsheet_studio.paper.left_out_list import draw_left_out
from gangsheet_studio.paper.pages import Pages
from gangsheet_studio.paper.part_map import draw_part_map
from gangsheet_studio.paper.pick_list import draw_pick_list, picks_by_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from gangsheet_studio.model.job import Job
    from gangsheet_studio.model.manifest import Manifest, ManifestPart
    from gangsheet_studio.paper.left_out import LeftOut


def write_job_sheet(
    out: BinaryIO,
    job: Job,
    manifest: Manifest,
    missing: Sequence[LeftOut],
    date: str,
    *,
    design_picture: Callable[[int], bytes | None],
    part_picture: Callable[[ManifestPart], bytes],
) -> None:
    """Write the job sheet of finished sheets into `out`.

    Pictures are JPEGs, of what an order line prints and of a whole part; each is asked for when it is drawn.
    """
    pages = Pages(out, job.output.paper, manifest.job)
    draw_head(pages, manifest, date, job.currency)
    draw_left_out(pages, missing)
    draw_sheets(pages, manifest)
    draw_pick_list(pages, picks_by_order(manifest, job.lines), design_picture)
    for part in manifest.parts:
        draw_part_map(pages, part, len(manifest.parts), part_picture(part), boxes=not manifest.by_shape)
    pages.finish()
