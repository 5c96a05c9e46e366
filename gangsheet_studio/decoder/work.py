"""Tasks to the functions of `designs`, which open artwork in this process and nowhere else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from gangsheet_studio.decoder.tasks import (
    InspectTask,
    MaskTask,
    OutlineTask,
    ProbeTask,
    Result,
    StagedRows,
    StageTask,
    ThumbnailTask,
)
from gangsheet_studio.designs.alpha import print_mask
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.inspect import inspect
from gangsheet_studio.designs.outline import outline
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.thumbnail import thumbnail
from gangsheet_studio.memory.release import trim
from gangsheet_studio.sheets.rows import deflate_rows

if TYPE_CHECKING:
    from threading import Event

    from gangsheet_studio.decoder.tasks import AnyTask


def work(task: AnyTask, cancel: Event) -> Result:
    """Return the result of `task`. RefusedInputError, CancelledError, or OSError from its scratch files."""
    match task:
        case ProbeTask(path=path):
            return Result(design=probe(Path(path)))
        case ThumbnailTask(design=design, side=side):
            return Result(picture=thumbnail(design, side, cancel, harden=task.harden, heat=task.heat))
        case InspectTask(design=design):
            return Result(inspection=inspect(design, task.thickness, task.harden, cancel))
        case OutlineTask(design=design, threshold=threshold):
            return Result(outline=outline(design, threshold, cancel, task.trim))
        case MaskTask(design=design, threshold=threshold):
            scratch = Path(task.scratch)
            size = task.width_px, task.height_px
            return Result(mask=print_mask(design, *size, threshold, scratch, cancel, task.trim))
        case StageTask():
            return Result(rows=_stage(task, cancel))


def _stage(task: StageTask, cancel: Event) -> StagedRows:
    width, height = task.width_px, task.height_px
    if task.rotation % 180:
        width, height = height, width
    rotated = task.design, task.width_px, task.height_px, task.rotation
    with closing(
        decode(
            *rotated,
            Path(task.turning),
            cancel,
            trim,
            trim_rows=task.trim_rows,
            lenient=task.lenient,
            finish=task.finish,
        )
    ) as strips:
        scratch = Path(task.scratch)
        rows = deflate_rows(strips, width, height, keep=task.keep, scratch=scratch, cancel=cancel)
    return StagedRows(rows.ends.tobytes(), rows.checksums.tobytes(), rows.kept)
