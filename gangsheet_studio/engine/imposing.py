"""From a layout as it is seen to the sheets as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout, Part
    from gangsheet_studio.model.output import Output


def impose(layout: Layout, output: Output) -> Layout:
    """Return `layout` with each copy where it lies on the sheet: the other way round if that is mirrored."""
    if not output.mirror:
        return layout
    return msgspec.structs.replace(layout, parts=tuple(map(_mirrored, layout.parts)))


def _mirrored(part: Part) -> Part:
    placements = tuple(msgspec.structs.replace(p, x=part.width_px - p.x - p.width) for p in part.placements)
    return msgspec.structs.replace(part, placements=placements)
