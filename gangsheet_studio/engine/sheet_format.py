"""What the making of sheets asks of a format: how designs are staged for it, and how a part is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.designs.store import Kept
    from gangsheet_studio.model.design import Design, Rotation
    from gangsheet_studio.model.finish import Finish
    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.painter import Copies
    from gangsheet_studio.sheets.written import Painted


class Variant(Struct, frozen=True):
    """A design at a size (before rotation) and a rotation: what is staged once, however many copies.

    Of one that is `lenient`, what can be read of a damaged file will do.
    """

    key: str
    width_px: int
    height_px: int
    rotation: Rotation
    lenient: bool
    finish: Finish

    @property
    def box(self) -> tuple[int, int]:
        """Width and height after rotation."""
        size = self.width_px, self.height_px
        return size[::-1] if self.rotation % 180 else size


class MarkVariant(Struct, frozen=True):
    """A mark, wherever it lies: what is staged once for all marks that look like it."""

    mark: Mark
    finish: Finish

    @property
    def box(self) -> tuple[int, int]:
        """Width and height as it is drawn."""
        return self.mark.width, self.mark.height


AnyVariant: TypeAlias = Variant | MarkVariant


class StagingRoom(Struct, frozen=True):
    """Where a staged design goes: up to `keep` bytes into memory, more to the file `scratch`.

    `turning` is a file that may be written over; the decoder's heap is trimmed every `trim_rows`.
    """

    scratch: Path
    turning: Path
    keep: int
    trim_rows: int


class SheetFormat(Protocol):
    """Stages and paints the sheets of one job."""

    def variant(self, printed: Printed) -> AnyVariant:
        """Return what has to be staged for a copy or a mark."""

    def stage(self, design: Design, variant: Variant, room: StagingRoom, cancel: Event) -> Kept:
        """Decode `design`. RefusedInputError, CancelledError, OSError from the files of `room`."""

    def draw(self, variant: MarkVariant, room: StagingRoom, cancel: Event) -> Kept:
        """Draw a mark. CancelledError, OSError from the files of `room`."""

    def blank(self, variant: Variant, room: StagingRoom, cancel: Event) -> Kept:
        """Return what stands for a design that can't be read: nothing is printed in its place."""

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
        """Write `part`; `band_rows` is asked before each band, `on_row` hears how far it is."""
