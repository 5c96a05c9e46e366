"""From a layout to staged designs: which, how often, in which order, and how each is made."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.decoder.client import is_harmful
from gangsheet_studio.designs.store import DesignStore
from gangsheet_studio.engine.sheet_format import MarkVariant, StagingRoom, Variant
from gangsheet_studio.errors import RefusedInputError, stop_if
from gangsheet_studio.memory.files import copy_bytes, turning_bytes
from gangsheet_studio.memory.usage import Usage
from gangsheet_studio.model.layout import Placement
from gangsheet_studio.model.units import format_length
from gangsheet_studio.protocol import DesignFreed, DesignLoaded, Finding, ItemCompleted, Placing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import TracebackType

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.designs.store import Kept
    from gangsheet_studio.engine.disk import Space
    from gangsheet_studio.engine.sheet_format import AnyVariant, SheetFormat
    from gangsheet_studio.memory.checkpoints import Checkpoints
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.layout import Layout, Printed
    from gangsheet_studio.protocol import Listener

_KEEP_EACH = 1 << 20


class Staging:
    """Serves the painter: takes and gives back copies and marks, and tells the listener of copies.

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
        self._left_out: dict[AnyVariant, RefusedInputError] = {}
        self._whole = threading.Lock()
        self._counts: dict[AnyVariant, int] = {}
        self._first: dict[Variant, Placement] = {}
        for part in layout.parts:
            for _, printed in sorted(enumerate(part.printed), key=lambda pair: (pair[1].y, pair[0])):
                variant = self._variant(printed)
                self._counts[variant] = self._counts.get(variant, 0) + 1
                if isinstance(variant, Variant) and isinstance(printed, Placement):
                    self._first.setdefault(variant, printed)
        self._variants = list(self._counts)
        self._index = {variant: index for index, variant in enumerate(self._variants)}
        self._number = {variant: number for number, variant in enumerate(self._first)}  # marks not counted
        self._placed = dict.fromkeys(self._variants, 0)
        self.total_pixels = sum(self._pixels(variant) for variant in self._first)
        self.staged_pixels = 0
        self.staged = 0
        self.on_staged: Callable[[], None] = lambda: None
        self._counting = threading.Lock()
        self._told: set[Variant] = set()  # loaded, and not freed yet
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
            left = sorted(self._told, key=self._number.__getitem__)
        for variant in left:
            self._tell_freed(variant)

    @property
    def designs(self) -> int:
        """Designs at a size and rotation that the job needs."""
        return len(self._first)

    def left_out(self, placement: Placement) -> RefusedInputError | None:
        """Return why a copy is blank: its file turned out to be damaged, and the job skips such."""
        return self._left_out.get(self._variant(placement))

    def take(self, printed: Printed) -> Kept:
        """Return the rows of a copy or a mark that begins."""
        variant = self._variant(printed)
        rows = self.store.take(self._index[variant])
        if isinstance(variant, Variant):
            self._placed[variant] += 1
            copy, copies = self._placed[variant], self._counts[variant]
            self._listener(Placing(design=self._name(variant), copy=copy, copies=copies))
        return rows

    def give_back(self, printed: Printed) -> None:
        """Take note that a copy or a mark is painted, and free it if it was the last that looks so."""
        variant = self._variant(printed)
        if self.store.give_back(self._index[variant]) and isinstance(variant, Variant):
            with self._counting:
                self._told.discard(variant)
            self._listener(ItemCompleted(design=self._name(variant), size=self._size(variant)))
            self._tell_freed(variant)

    def _tell_freed(self, variant: Variant) -> None:
        number, name = self._number[variant], self._name(variant)
        self._listener(DesignFreed(design=name, index=number, rss=self._usage.now()))

    def _stage(self, index: int, keep: int) -> Kept:
        self._checkpoints.check("staging")
        variant = self._variants[index]
        if isinstance(variant, MarkVariant):
            return self._format.draw(variant, self._room(index, keep), self._cancel)
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
            self._told.add(variant)
        self._listener(
            DesignLoaded(
                design=design.name,
                index=self._number[variant],
                size=self._size(variant),
                bytes=rows.memory_bytes + rows.scratch_bytes,
                rss=self._usage.now(),
            )
        )
        self.on_staged()
        return rows

    def _make(self, index: int, variant: Variant, design: Design, keep: int) -> Kept:
        room = self._room(index, keep)
        self._space.check_scratch(self._coming_bytes(variant, room.turning))
        try:
            return self._format.stage(design, variant, room, self._cancel)
        except RefusedInputError as error:
            if not (self._skip_bad or is_harmful(error)):
                raise
            self._left_out[variant] = error.with_traceback(None)
            for problem in error.problems:
                self._listener(Finding(problem=problem))
            return self._format.blank(variant, room, self._cancel)

    def _room(self, index: int, keep: int) -> StagingRoom:
        return StagingRoom(
            scratch=self._scratch / f"{index}.rows",
            turning=self._scratch / f"{threading.current_thread().name}.turn",
            keep=min(keep, _KEEP_EACH),
            trim_rows=self._checkpoints.plan.trim_rows,
        )

    def _coming_bytes(self, variant: Variant, turning: Path) -> int:
        """Return what staging `variant` should add to scratch; `turning` may be there from an earlier one."""
        width, height = variant.box
        placement = msgspec.structs.replace(
            self._first[variant], width=width, height=height, rotation=variant.rotation
        )
        design = self._designs[variant.key]
        there = turning.stat().st_size if turning.exists() else 0
        return copy_bytes(placement, design) + max(0, turning_bytes(placement, design) - there)

    def _variant(self, printed: Printed) -> AnyVariant:
        return self._format.variant(printed)

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
