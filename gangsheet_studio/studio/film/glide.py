"""Copies on their way from one layout to the next, so that the eye can follow them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gangsheet_studio.model.layout import Placement, Printed
    from gangsheet_studio.studio.film.geometry import Geometry

SECONDS: Final = 0.15
MOST: Final = 600
"""Copies that move in view: more are no help to the eye, and no frame draws them in time."""
_FRAME_MS: Final = 16


class Move(NamedTuple):
    """A copy, the strip it ends on, and where it comes from: content pixels from where it ends."""

    position: int
    placement: Placement
    across: float
    along: float


class Glide:
    """The copies that are seen to move, and how far they are; a copy is told by its line and number.

    Its middle travels: one that is turned is so at once. Its marks travel with it.
    """

    def __init__(self, moves: dict[tuple[int, int], Move]) -> None:
        self._moves = moves
        self._far = 1.0

    def __contains__(self, printed: Printed) -> bool:
        return (printed.line, printed.copy) in self._moves

    def go_on(self, left: float) -> None:
        """Be where `left` of the time, 1 to 0, is still to come."""
        self._far = left * left * (3 - 2 * left)  # begins and ends gently

    def copies(self, position: int) -> list[Placement]:
        """Return those that end on the strip at `position`."""
        return [move.placement for move in self._moves.values() if move.position == position]

    def offset(self, printed: Printed) -> tuple[float, float]:
        """Return how far a copy or its mark is from where it ends, in content pixels."""
        move = self._moves.get((printed.line, printed.copy))
        return (move.across * self._far, move.along * self._far) if move else (0.0, 0.0)


class Glider(QObject):
    """Lets one glide at a time run; `moved` asks for each of its frames."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._began = 0.0
        self.glide: Glide | None = None
        """What runs, None once all copies are where they end."""

    def begin(self, glide: Glide | None) -> None:
        """Let `glide` run from now on; None puts all copies where they end."""
        self.glide, self._began = glide, time.monotonic()
        if glide is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _tick(self) -> None:
        left = 1 - (time.monotonic() - self._began) / SECONDS
        if left <= 0 or self.glide is None:
            self.begin(None)
        else:
            self.glide.go_on(left)
        self.moved.emit()


def glide_between(
    before: Geometry, after: Geometry, scrolled: float, top: float, room: float
) -> Glide | None:
    """Return how copies get from one layout to another; None where none is seen to move, or too many.

    The view is `room` content pixels high, now from `top` on, and was `scrolled` further up before.
    """
    old = {(move.placement.line, move.placement.copy): move for move in _middles(before)}
    moves: dict[tuple[int, int], Move] = {}
    for position, placement, x, y in _middles(after):
        key = placement.line, placement.copy
        if key not in old:
            continue
        across, along = old[key].across - x, old[key].along + scrolled - y
        reach = max(placement.width, placement.height) * after.pixel
        seen = min(y, y + along) - reach < top + room and max(y, y + along) + reach > top
        if seen and max(abs(across), abs(along)) >= 1:
            moves[key] = Move(position, placement, across, along)
    return Glide(moves) if 0 < len(moves) <= MOST else None


def _middles(geometry: Geometry) -> Iterator[Move]:
    """Yield where the middle of each copy is."""
    pixel = geometry.pixel
    for position, strip in enumerate(geometry.strips):
        for placement in strip.part.placements:
            x = (placement.x + placement.width / 2) * pixel
            y = strip.top + (placement.y + placement.height / 2) * pixel
            yield Move(position, placement, x, y)
