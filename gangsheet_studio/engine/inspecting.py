"""Looks at all pixels of designs, remembered by content."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.designs.footprint import MOST_HELD

if TYPE_CHECKING:
    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Inspection
    from gangsheet_studio.model.order import OrderLine

_ANY_THICKNESS: Final = 0.0
_STEPS: Final = 8  # of a pixel: sizes of a design that are nearly the same need one look


class InspectionCache:
    """What looks at designs found, by content, by how they are hardened, and by what is thin."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._known: dict[tuple[str, float | None, bool, float], Inspection] = {}
        self._whole = threading.Lock()
        self._one_by_one: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def look(
        self, design: Design, line: OrderLine, cancel: threading.Event, thickness: float = _ANY_THICKNESS
    ) -> Inspection | None:
        """Return what there is to say of `design` as `line` prints it; None where a look costs too much.

        Lines are thin below `thickness` of its own pixels. RefusedInputError where it can't be read.
        """
        if design.decoding_bytes > MOST_HELD:
            return None
        if line.accept_damage and not design.damage:
            design = msgspec.structs.replace(design, damage="may be damaged")  # what can be read will do
        with self._one_by_one[design.key]:  # who comes second finds it known
            return self._look(design, line, cancel, round(thickness * _STEPS) / _STEPS)

    def _look(self, design: Design, line: OrderLine, cancel: threading.Event, thickness: float) -> Inspection:
        wanted = design.key, line.harden, bool(design.damage), thickness
        known = self._known.get(wanted)
        if known is None and thickness == _ANY_THICKNESS:
            known = next((found for key, found in list(self._known.items()) if key[:3] == wanted[:3]), None)
        if known is not None:
            return known
        if design.streams:
            found = self._decoder.inspect(design, thickness, line.harden, cancel)
        else:
            with self._whole:  # each of these holds its whole picture: one at a time
                found = self._decoder.inspect(design, thickness, line.harden, cancel)
        self._known[wanted] = found
        return found
