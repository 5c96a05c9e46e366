"""Outlines of many designs, two at a time, remembered by content."""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING

from gangsheet_studio.designs.footprint import MOST_HELD
from gangsheet_studio.engine.background import as_ready
from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.outline import Outline
from gangsheet_studio.protocol import Outlined, Progress

if TYPE_CHECKING:
    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.items import Items
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.protocol import Listener


class OutlineCache:
    """What designs print of their boxes, by content and threshold."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._known: dict[tuple[str, float, Box | None], Outline] = {}
        self._whole = threading.Lock()

    def trace(
        self, design: Design, threshold: float, cancel: threading.Event, trim: Box | None = None
    ) -> Outline:
        """Return the outline of `design`, or `trim` of it; one that can't be read or at a price is a box."""
        key = design.key, threshold, trim
        if known := self._known.get(key):
            return known
        if design.decoding_bytes > MOST_HELD:
            return BOX
        try:
            if design.streams:
                traced = self._decoder.outline(design, threshold, cancel, trim)
            else:
                with self._whole:  # each of these holds its whole picture: one at a time
                    traced = self._decoder.outline(design, threshold, cancel, trim)
        except RefusedInputError:
            return BOX
        self._known[key] = traced
        return traced


BOX = Outline(islands=(), solid=1.0)


def outlines_of(
    found: Items, threshold: float, cache: OutlineCache, cancel: threading.Event, listener: Listener
) -> dict[str, Outline]:
    """Return the outline of each picture among the items, by its name, and tell each that is no box."""
    pictures = {item.picture: item for item in found.items}
    designs = found.by_key
    outlines: dict[str, Outline] = {}

    def trace(picture: str) -> Outline:
        item = pictures[picture]
        return cache.trace(designs[item.key], threshold, cancel, item.trim)

    with closing(as_ready(list(pictures), trace, cancel)) as ready:
        for picture, outline in ready:
            outlines[picture] = outline
            if not outline.is_box:
                listener(Outlined(key=picture, outline=outline))
            text = f"Traced {designs[pictures[picture].key].name}, {len(outlines)} of {len(pictures)}"
            listener(Progress(phase="nesting", fraction=0.0, text=text))
    return outlines
