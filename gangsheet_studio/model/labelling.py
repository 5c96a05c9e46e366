"""Labels: which copies have one, what it says, and where it finds room."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from gangsheet_studio.model.mark_sizes import QR_BYTES
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.taken import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.model.layout import Part, Placement
    from gangsheet_studio.model.mark_sizes import MarkSizes
    from gangsheet_studio.model.marks import Wordings
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.output import Label
    from gangsheet_studio.model.taken import Taken

LONGEST_WORD: Final = 80
"""Characters: no copy is so wide that more would be read."""


class Labeller:
    """Labels the parts of a job of `lines`; `unlabelled` copies found no room, `uncoded` ones no QR code."""

    def __init__(self, label: Label, sizes: MarkSizes, lines: Sequence[OrderLine], dpi: int) -> None:
        self._label, self._sizes, self._lines, self._dpi = label, sizes, lines, dpi
        self.unlabelled: list[Placement] = []
        self.uncoded: list[Placement] = []

    def labels(self, part: Part, inside: Place, taken: Taken) -> Iterator[Mark]:
        """Yield the labels of `part`, each in a place that is `inside` and not `taken` before; take it."""
        for copy, wordings in self._wanted(part):
            for place, rotation in self._sides(copy):
                if inside.holds(place) and taken.is_free(place):
                    taken.take(place)
                    yield self._mark(copy, wordings, place, rotation)
                    break
            else:
                self.unlabelled.append(copy)

    def _wanted(self, part: Part) -> Iterator[tuple[Placement, Wordings]]:
        """Yield the copies that a label lies at, and what it says."""
        if self._label.each == "copy":
            for copy in part.placements:
                yield copy, self._of_copy(copy)
            return
        copies = Counter(copy.order for copy in part.placements)
        lowest: dict[str, Placement] = {}
        for copy in sorted(part.placements, key=lambda copy: (copy.y + copy.height, -copy.x)):
            lowest[copy.order] = copy
        for order, copy in lowest.items():
            number = copies[order]
            yield copy, ((said(order) or "No order", f"{number} {'copy' if number == 1 else 'copies'}"),)

    def _of_copy(self, copy: Placement) -> Wordings:
        width, height = (round(side / self._dpi, 2) for side in copy.unrotated)
        number = "extra" if copy.extra else f"{copy.copy} of {self._lines[copy.line - 1].quantity}"
        order, design, size = said(copy.order), said(copy.design), f"{width:g} x {height:g} in"
        wordings = (order, design, size, number), (order, design, number), (order, number)
        return tuple(tuple(word for word in words if word) for words in wordings)

    def _sides(self, copy: Placement) -> Iterator[tuple[Place, Rotation]]:
        """Yield the places at a copy for its label, the one that is asked for first."""
        across, apart = self._sizes.label, self._sizes.apart
        x, y, width, height = copy.x, copy.y, copy.width, copy.height
        flat: list[tuple[Place, Rotation]] = [
            (Place(x, y + height + apart, width, across), 0),
            (Place(x, y - apart - across, width, across), 0),
        ]
        turned: list[tuple[Place, Rotation]] = [
            (Place(x + width + apart, y, across, height), 90),
            (Place(x - apart - across, y, across, height), 90),
        ]
        yield from flat + turned if self._label.place == "below" else turned + flat

    def _mark(self, copy: Placement, wordings: Wordings, place: Place, rotation: Rotation) -> Mark:
        code = said(copy.order) if self._label.qr else ""
        along = place.height if rotation else place.width
        if code and (along < self._sizes.label or len(code.encode()) > QR_BYTES):
            self.uncoded.append(copy)
            code = ""
        return Mark(
            kind="label",
            x=place.x,
            y=place.y,
            width=place.width,
            height=place.height,
            rotation=rotation,
            wordings=wordings,
            text_px=self._sizes.text,
            qr=code,
            line=copy.line,
            copy=copy.copy,
        )


def said(text: str) -> str:
    """Return `text` as it may be printed: on one line, and no longer than anybody reads."""
    return one_line(text.strip())[:LONGEST_WORD]
