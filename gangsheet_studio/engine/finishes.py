"""What is done to the artwork of each order line on its way to the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from gangsheet_studio.model.finish import Finish
from gangsheet_studio.model.units import to_px

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.output import Output


class Finishes:
    """Knows the finish of every line of a job, by its 1-based number; `whole` is that of bare film.

    `layout` says what is trimmed.
    """

    def __init__(self, lines: Sequence[OrderLine], output: Output, layout: Layout) -> None:
        self._lenient = {number for number, line in enumerate(lines, 1) if line.accept_damage}
        self._harden = {number: line.harden for number, line in enumerate(lines, 1)}
        self._trims = {p.line: p.trim for part in layout.parts for p in part.placements if p.trim}
        self.whole = Finish(
            mirror=output.mirror,
            background=output.background_rgb,
            choke_px=None if output.white is None else to_px(output.white.choke, layout.film.dpi),
        )

    def of(self, line: int) -> Finish:
        """Return what is done to the artwork of `line`."""
        return msgspec.structs.replace(self.whole, harden=self._harden.get(line), trim=self._trims.get(line))

    @property
    def flattens(self) -> bool:
        """Whether designs are laid on a background."""
        return self.whole.background is not None

    def lenient(self, line: int) -> bool:
        """Return whether staff want what can be read of damaged artwork."""
        return line in self._lenient
