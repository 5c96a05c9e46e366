"""How long a file of artwork may take: far longer than any good one does, on a slow machine and drive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.decoder.tasks import (
    ComposeTask,
    MarkPlanesTask,
    MarkTask,
    MaskTask,
    PlanesTask,
    ProbeTask,
    StageTask,
    artwork_of,
)

if TYPE_CHECKING:
    from gangsheet_studio.decoder.tasks import AnyTask

_LEAST: Final = 30.0
_BYTES_A_SECOND: Final = 2e6
_PIXELS_A_SECOND: Final = 1e6
_COPIES_A_SECOND: Final = 50


def seconds_for(task: AnyTask) -> float:
    """Return the seconds that `task` may take before its file is given up."""
    if isinstance(task, MarkTask | MarkPlanesTask):
        return _LEAST + task.mark.width * task.mark.height / _PIXELS_A_SECOND
    if isinstance(task, ProbeTask):
        return _LEAST + _size_of(task) / _BYTES_A_SECOND
    if isinstance(task, ComposeTask):
        return _LEAST + (len(task.drawing.copies) + len(task.drawing.marks)) / _COPIES_A_SECOND
    design = task.design
    pixels = design.width_px * design.height_px
    if isinstance(task, StageTask | PlanesTask | MaskTask):
        pixels = max(pixels, task.width_px * task.height_px)
    return _LEAST + design.file_bytes / _BYTES_A_SECOND + pixels / _PIXELS_A_SECOND


def _size_of(task: ProbeTask) -> int:
    try:
        return artwork_of(task).stat().st_size
    except (OSError, ValueError):
        return 0  # there is none: the probe says so
