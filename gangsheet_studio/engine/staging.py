"""From a layout to staged designs: which, how often, in which order, and how each is made."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.decoder.client import is_harmful
from gangsheet_studio.designs.store import DesignStore
from gangsheet_studio.engine.sheet_format import StagingRoom
from gangsheet_studio.errors import RefusedInputError, stop_if
from gangsheet_studio.memory.files import copy_bytes, turning_bytes
from gangsheet_studio.memory.usage import Usage
from gangsheet_studio.model.units import format_length
from gangsheet_studio.protocol import DesignFreed, DesignLoaded, Finding, ItemCompleted, Placing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.designs.store import Kept
    from gangsheet_studio.engine.disk import Space
    from gangsheet_studio.engine.sheet_format import SheetFormat, Variant
    from gangsheet_studio.memory.checkpoints import Checkpoints
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.protocol import Listener

_KEEP_EACH = 1 << 20


class Staging:
    """Serves the painter: takes and gives back copies by placement, and tells the listener.

    `store` holds the staged designs; enter it before painting.
    """

    def __init__(
        self,
        layout: Layout,
        designs: Mapping[str, Design],
        sheet_format: SheetFormat,
        scratch: Path,
        checkpoints: Checkpoints,
        space: Space,
        decoder: Decoder,
        listener: Listener,
        cancel: threading.Event,
        *,
        skip_bad: bool,
    ) -> None:
        self._dpi = layout.film.dpi
        self._designs = designs
        self._format = sheet_format
        self._scratch = scratch
        self._checkpoints, self._space = checkpoints, space
        self._decoder, self._usage = decoder, Usage(decoder)
        self._listener = listener
        self._cancel = cancel
        self._skip_bad = skip_bad
        self._left_out: dict[Variant, RefusedInputError] = {}
        self._whole = threading.Lock()
        self._counts: dict[Variant, int] = {}
        self._first: dict[Variant, Placement] = {}
        for part in layout.parts:
            for _, placement in sorted(enumerate(part.placements), key=lambda pair: (pair[1].y, pair[0])):
                variant = self._variant(placement)
                self._counts[variant] = self._counts.get(variant, 0) + 1
                self._first.setdefault(variant, placement)
        self._variants = list(self._counts)
        self._index = {variant: index for index, variant in enumerate(self._variants)}
        self._placed = dict.fromkeys(self._variants, 0)
        self.total_pixels = sum(self._pixels(variant) for variant in self._variants)
        self.staged_pixels = 0
        self.staged = 0
        self.on_staged: Callable[[], None] = lambda: None
        self._counting = threading.Lock()
        self._told: set[int] = set()  # loaded, and not freed yet
        self.store = DesignStore(
            list(self._counts.values()),
            self._stage,
            threads=checkpoints.plan.workers,
            workers=lambda: checkpoints.plan.workers,
            ahead=lambda: checkpoints.plan.ahead,
            keep=lambda: checkpoints.plan.keep_bytes,
            cancel=cancel,
        )

    def __enter__(self) -> Staging:
        self.store.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Free what an error left, and say so."""
        self.store.__exit__(kind, error, trace)  # from here on no thread stages any more
        with self._counting:
            left = sorted(self._told)
        for index in left:
            name = self._name(self._variants[index])
            self._listener(DesignFreed(design=name, index=index, rss=self._usage.now()))

    @property
    def designs(self) -> int:
        """Designs at a size and rotation that the job needs."""
        return len(self._variants)

    def left_out(self, placement: Placement) -> RefusedInputError | None:
        """Return why a copy is blank: its file turned out to be damaged, and the job skips such."""
        return self._left_out.get(self._variant(placement))

    def take(self, placement: Placement) -> Kept:
        """Return the rows of a copy that begins."""
        variant = self._variant(placement)
        rows = self.store.take(self._index[variant])
        self._placed[variant] += 1
        self._listener(
            Placing(design=self._name(variant), copy=self._placed[variant], copies=self._counts[variant])
        )
        return rows

    def give_back(self, placement: Placement) -> None:
        """Take note that a copy is painted, and free its design if it was the last."""
        variant = self._variant(placement)
        index = self._index[variant]
        if self.store.give_back(index):
            with self._counting:
                self._told.discard(index)
            self._listener(ItemCompleted(design=self._name(variant), size=self._size(variant)))
            self._listener(DesignFreed(design=self._name(variant), index=index, rss=self._usage.now()))

    def _stage(self, index: int, keep: int) -> Kept:
        self._checkpoints.check("staging")
        variant = self._variants[index]
        design = self._designs[variant.key]
        if design.streams:
            rows = self._make(index, variant, design, keep)
        else:
            with self._whole:  # each of these holds its whole picture: one at a time
                rows = self._make(index, variant, design, keep)
        stop_if(self._cancel)  # the job may be over, and its last message said
        with self._counting:
            self.staged_pixels += self._pixels(variant)
            self.staged += 1
            self._told.add(index)
        self._listener(
            DesignLoaded(
                design=design.name,
                index=index,
                size=self._size(variant),
                bytes=rows.memory_bytes + rows.scratch_bytes,
                rss=self._usage.now(),
            )
        )
        self.on_staged()
        return rows

    def _make(self, index: int, variant: Variant, design: Design, keep: int) -> Kept:
        turning = self._scratch / f"{threading.current_thread().name}.turn"
        self._space.check_scratch(self._coming_bytes(variant, turning))
        room = StagingRoom(
            scratch=self._scratch / f"{index}.rows",
            turning=turning,
            keep=min(keep, _KEEP_EACH),
            trim_rows=self._checkpoints.plan.trim_rows,
        )
        try:
            return self._format.stage(design, variant, room, self._cancel)
        except RefusedInputError as error:
            if not (self._skip_bad or is_harmful(error)):
                raise
            self._left_out[variant] = error.with_traceback(None)
            for problem in error.problems:
                self._listener(Finding(problem=problem))
            return self._format.blank(variant, room, self._cancel)

    def _coming_bytes(self, variant: Variant, turning: Path) -> int:
        """Return what staging `variant` should add to scratch; `turning` may be there from an earlier one."""
        width, height = variant.box
        placement = msgspec.structs.replace(
            self._first[variant], width=width, height=height, rotation=variant.rotation
        )
        design = self._designs[variant.key]
        there = turning.stat().st_size if turning.exists() else 0
        return copy_bytes(placement, design) + max(0, turning_bytes(placement, design) - there)

    def _variant(self, placement: Placement) -> Variant:
        return self._format.variant(placement)

    def _pixels(self, variant: Variant) -> int:
        design = self._designs[variant.key]
        return max(design.width_px * design.height_px, variant.width_px * variant.height_px)

    def _name(self, variant: Variant) -> str:
        return self._designs[variant.key].name

    def _size(self, variant: Variant) -> str:
        sides = (
            format_length(side / self._dpi).removesuffix(" in")
            for side in (variant.width_px, variant.height_px)
        )
        return "x".join(sides)
