"""Tasks to the functions of `designs`, which open artwork in this process and nowhere else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from gangsheet_studio.decoder.tasks import (
    ComposeTask,
    CutTask,
    DrawTask,
    InspectTask,
    MarkPlanesTask,
    MarkTask,
    MaskTask,
    OutlineTask,
    PlanesTask,
    ProbeTask,
    Result,
    StagedRows,
    StageTask,
    ThumbnailTask,
)
from gangsheet_studio.designs.alpha import print_mask
from gangsheet_studio.designs.cut_lines import cut_lines
from gangsheet_studio.designs.decode import decode
from gangsheet_studio.designs.draw_mark import draw_mark
from gangsheet_studio.designs.drawing import compose, draw
from gangsheet_studio.designs.finishing import flattened, with_white, without_white
from gangsheet_studio.designs.inspect import inspect
from gangsheet_studio.designs.outline import outline
from gangsheet_studio.designs.probe import probe
from gangsheet_studio.designs.thumbnail import thumbnail
from gangsheet_studio.memory.release import trim
from gangsheet_studio.model.finish import bare_pixel
from gangsheet_studio.sheets.pdf.planes import write_planes
from gangsheet_studio.sheets.png.rows import deflate_rows
from gangsheet_studio.sheets.tiff.codec import codec_for
from gangsheet_studio.sheets.tiff.rows import encode_rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from threading import Event

    from gangsheet_studio.decoder.tasks import AnyTask
    from gangsheet_studio.sheets.planes import Planes
    from gangsheet_studio.sheets.types import Pixels


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
        case CutTask(design=design, sizes=sizes):
            return Result(cuts=cut_lines(design, sizes, task.offset, task.threshold, cancel, task.trim))
        case MaskTask(design=design, threshold=threshold):
            scratch = Path(task.scratch)
            size = task.width_px, task.height_px
            return Result(mask=print_mask(design, *size, threshold, scratch, cancel, task.trim))
        case StageTask():
            return Result(rows=_stage(task, cancel))
        case PlanesTask():
            return Result(planes=_take_apart(task, cancel))
        case DrawTask(design=design, lenient=lenient, finish=finish):
            size, file = (task.width_px, task.height_px), Path(task.file)
            return Result(drawn=draw(design, *size, file, cancel, lenient=lenient, finish=finish))
        case ComposeTask(drawing=drawing):
            return Result(composed=compose(drawing, cancel))
        case MarkTask(mark=mark):
            strips = draw_mark(mark, mirror=task.finish.mirror)
            return Result(rows=_coded(task, strips, mark.width, mark.height, cancel))
        case MarkPlanesTask(mark=mark):
            files = Path(task.colour), Path(task.alpha)
            return Result(planes=write_planes(draw_mark(mark), mark.width, files, cancel))


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
        return _coded(task, strips, width, height, cancel)


def _coded(
    task: StageTask | MarkTask, strips: Iterable[Pixels], width: int, height: int, cancel: Event
) -> StagedRows:
    if task.finish.background is not None:
        strips = flattened(strips, task.finish.background)
    if task.finish.choke_px is not None:
        if isinstance(task, MarkTask):
            strips = without_white(strips, width)
        else:
            strips = with_white(strips, width, task.finish.choke_px)
    scratch = Path(task.scratch)
    bare = bare_pixel(task.finish, 4 if task.finish.choke_px is None else 5)
    if task.coding == "png":
        rows = deflate_rows(strips, width, height, keep=task.keep, scratch=scratch, cancel=cancel, bare=bare)
        return StagedRows(rows.ends.tobytes(), rows.checksums.tobytes(), rows.kept)
    codec = codec_for(task.coding)
    coded = encode_rows(
        strips, width, height, codec, keep=task.keep, scratch=scratch, cancel=cancel, bare=bare
    )
    outer = coded.firsts.tobytes(), coded.lasts.tobytes()
    return StagedRows(coded.ends.tobytes(), coded.checksums.tobytes(), coded.kept, *outer)


def _take_apart(task: PlanesTask, cancel: Event) -> Planes:
    with closing(
        decode(
            task.design,
            task.width_px,
            task.height_px,
            0,
            Path(task.turning),
            cancel,
            trim,
            trim_rows=task.trim_rows,
            lenient=task.lenient,
            finish=task.finish,
        )
    ) as decoded:
        strips: Iterable[Pixels] = decoded
        files = [Path(task.colour), Path(task.alpha)]
        if task.finish.choke_px is not None:
            strips = with_white(decoded, task.width_px, task.finish.choke_px)
            files.append(Path(task.white))
        return write_planes(strips, task.width_px, files, cancel)
