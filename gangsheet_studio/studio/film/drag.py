"""Copies under somebody's hand: where they would be if it let go now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from gangsheet_studio.model.arrange import Spot, copy_of, within
from gangsheet_studio.model.snapping import box_of, snap
from gangsheet_studio.studio.film.closeness import Close, Shapes, close_among

if TYPE_CHECKING:
    from gangsheet_studio.model.arrange import Copy
    from gangsheet_studio.model.snapping import Guide
    from gangsheet_studio.studio.film.scene import FilmScene

_MOST_CHECKED: Final = 150
"""Copies that are looked at for what they lie over while they move; the others are once they are dropped."""


class Where(NamedTuple):
    """Content pixels of the film that the pointer is at."""

    x: float
    y: float


class Drag:
    """Moves `held`, by part and placement, from where the pointer took hold of `grabbed`.

    `dx` and `dy` are the pixels they have moved, `part` the part they all go to, None for each its own.
    """

    def __init__(self, scene: FilmScene, held: dict[Copy, Spot], grabbed: Copy, at: Where) -> None:
        self.held = held
        self.dx = self.dy = 0
        self.part: int | None = None
        self.guides: tuple[Guide, ...] = ()
        self.close = Close()
        self.spots = tuple(held.values())
        """Where the copies are now."""
        self._grabbed = held[grabbed]
        self._box = box_of(spot.placement for spot in held.values())
        pixel, strip = scene.geometry.pixel, scene.geometry.strips[self._grabbed.part - 1]
        self._hold = at.x / pixel, (at.y - strip.top) / pixel

    @property
    def moved(self) -> bool:
        """Whether it made a difference."""
        return bool(self.dx or self.dy) or self.part is not None

    @property
    def home(self) -> int:
        """The part whose coordinates the guides are in."""
        return self.part or self._grabbed.part

    def to(self, scene: FilmScene, at: Where, reach: int, shapes: Shapes) -> None:
        """Follow the pointer; what is within `reach` screen pixels of a resting place goes there."""
        geometry, film = scene.geometry, scene.layout.film
        position = geometry.strip_at(at.y)
        strip, pixel = geometry.strips[position], geometry.pixel
        number = position + 1
        self.part = None if number == self._grabbed.part else number
        dx = round(at.x / pixel - self._hold[0])
        dy = round((at.y - strip.top) / pixel - self._hold[1])
        placements = [spot.placement for spot in self.held.values()]
        dx, dy = within(film, placements, dx, dy)
        self.guides = ()
        if reach:
            box, far = self._box.moved(dx, dy), round(reach / pixel)
            # what is in line is looked for as far as a screen goes
            around = 2000 / pixel
            others = [
                other
                for other in scene.index(position).within(
                    box.left - around, box.top - around, box.right + around, box.bottom + around
                )
                if copy_of(other) not in self.held
            ]
            snapped = snap(box, others, film, max(1, far))
            kept = within(film, placements, dx + snapped.dx, dy + snapped.dy)
            if kept == (dx + snapped.dx, dy + snapped.dy):
                (dx, dy), self.guides = kept, snapped.guides
        self.dx, self.dy = dx, dy
        self.spots = tuple(_moved(spot, self.part, dx, dy) for spot in self.held.values())
        self._look(scene, shapes)

    def _look(self, scene: FilmScene, shapes: Shapes) -> None:
        """Find what the copies lie over."""
        layout = scene.layout
        film, over, near = layout.film, set[tuple[int, int]](), set[tuple[int, int]]()
        for part, placement in self.spots[:_MOST_CHECKED]:
            across, along = film.gap_px, film.gap_along_px
            found = scene.index(part - 1).within(
                placement.x - across,
                placement.y - along,
                placement.x + placement.width + across,
                placement.y + placement.height + along,
            )
            others = [other for other in found if copy_of(other) not in self.held]
            lies, close = close_among(placement, others, film, shapes if layout.by_shape else None)
            over |= lies
            near |= close
            if lies:
                over.add(copy_of(placement))
            elif close:
                near.add(copy_of(placement))
        self.close = Close(frozenset(over), frozenset(near - over))


def _moved(spot: Spot, part: int | None, dx: int, dy: int) -> Spot:
    placement = spot.placement
    return Spot(part or spot.part, msgspec.structs.replace(placement, x=placement.x + dx, y=placement.y + dy))
