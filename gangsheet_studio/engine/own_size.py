"""Which picture of a design goes into sheets that are no pixels themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.engine.sheet_format import MarkVariant, Variant
from gangsheet_studio.model.finish import PLAIN
from gangsheet_studio.model.marks import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from threading import Event

    from gangsheet_studio.decoder.client import Decoder
    from gangsheet_studio.engine.finishes import Finishes
    from gangsheet_studio.engine.sheet_format import AnyVariant
    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.model.layout import Layout, Placement, Printed
    from gangsheet_studio.model.outline import CutLines
    from gangsheet_studio.model.output import Output

_PRINTED_FROM: Final = 0.05  # of full alpha: what cut lines lead around


class OwnSize:
    """Which picture is staged of a design: its own; a drawing at the largest size it prints at."""

    def __init__(
        self, layout: Layout, designs: Mapping[str, Design], finishes: Finishes, output: Output
    ) -> None:
        self._designs, self._finishes = designs, finishes
        self._white, self._dpi = output.white, layout.film.dpi
        self._drawn: dict[tuple[str, Box | None], tuple[int, int]] = {}
        placements = [placement for part in layout.parts for placement in part.placements]
        for placement in placements:
            if designs[placement.key].format == "svg":
                picture = placement.key, placement.trim
                self._drawn[picture] = _larger(self._drawn.get(picture, (0, 0)), placement.unrotated)

        self._cut = output.cut
        self._sizes: dict[Variant, dict[tuple[int, int], None]] = {}
        if output.cut is not None:
            for placement in placements:
                self._sizes.setdefault(self._of_copy(placement), {})[placement.unrotated] = None

    def cut_lines(
        self, decoder: Decoder, design: Design, variant: Variant, cancel: Event
    ) -> dict[tuple[int, int], CutLines]:
        """Return the lines to cut along at each size that `variant` prints at; none where nothing is cut.

        RefusedInputError, CancelledError.
        """
        if self._cut is None:
            return {}
        sizes, finish = tuple(self._sizes[variant]), variant.finish
        inches = tuple((width / self._dpi, height / self._dpi) for width, height in sizes)
        threshold = _PRINTED_FROM if finish.harden is None else finish.harden
        lines = decoder.cut_lines(design, inches, self._cut.offset, threshold, cancel, finish.trim)
        return dict(zip(sizes, lines, strict=True))

    def variant(self, printed: Printed) -> AnyVariant:
        """Return what has to be staged for a copy or a mark; the sheet turns it, and mirrors it."""
        return MarkVariant(printed.upright, PLAIN) if isinstance(printed, Mark) else self._of_copy(printed)

    def _of_copy(self, placement: Placement) -> Variant:
        design = self._designs[placement.key]
        own = placement.trim[2:] if placement.trim else (design.width_px, design.height_px)
        width, height = self._drawn.get((placement.key, placement.trim), own)
        choke = None
        if self._white is not None:  # in pixels of the picture, which are as many at any size
            choke = round(self._white.choke * self._dpi * width / placement.unrotated[0])
        finish = msgspec.structs.replace(
            self._finishes.of(placement.line), mirror=False, background=None, choke_px=choke
        )
        return Variant(placement.key, width, height, 0, self._finishes.lenient(placement.line), finish)


def _larger(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return max(one[0], other[0]), max(one[1], other[1])


def layer_of(output: Output) -> Callable[[Printed], str]:
    """Return what names the layer of a copy or a mark."""

    def layer(printed: Printed) -> str:
        if isinstance(printed, Mark):
            return "Marks"
        if output.layers == "design":
            return printed.design
        return f"Order {printed.order}" if printed.order else "No order"

    return layer
