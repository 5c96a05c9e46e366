"""What is nested by shape: kinds of copies, the spots they take, and the layout these make."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from msgspec import Struct

from gangsheet_studio.model.design import Rotation  # noqa: TC001  # msgspec reads it at run time
from gangsheet_studio.model.layout import Item, Layout, Part, Placement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gangsheet_studio.model.film import Film


_TURNS: Final[tuple[Rotation, ...]] = (0, 90, 180, 270)


class Kind(Struct, frozen=True):
    """A picture at a size and the turns it may take, whichever order lines it is for."""

    picture: str
    width: int
    height: int
    rotations: tuple[Rotation, ...]

    def box(self, rotation: Rotation) -> tuple[int, int]:
        """Return width and height after clockwise `rotation`."""
        return (self.height, self.width) if rotation % 180 else (self.width, self.height)


class Spot(NamedTuple):
    """Where a copy of `kind` (an index) lies: the upper left corner of its turned box, within the margins."""

    kind: int
    x: int
    y: int
    rotation: Rotation


Spots: TypeAlias = list[Spot]
"""One part's copies."""


class Copies(Struct, frozen=True):
    """All that has to be placed: `kinds`, and the items that each is for with their number of copies."""

    kinds: tuple[Kind, ...]
    items: tuple[tuple[tuple[Item, int], ...], ...]

    @property
    def counts(self) -> list[int]:
        """Copies by kind."""
        return [sum(number for _, number in lines) for lines in self.items]

    def length(self, spots: Spots) -> int:
        """Return the pixels of film under the boxes of one part, without margins."""
        return max((y + self.kinds[kind].box(rotation)[1] for kind, _, y, rotation in spots), default=0)


def gather(items: Sequence[Item], start: Layout) -> Copies:
    """Return the copies that `start` places, by kind."""
    placed = Counter(placement.line for part in start.parts for placement in part.placements)
    lines: defaultdict[Kind, list[tuple[Item, int]]] = defaultdict(list)
    for item in items:
        if placed[item.line]:
            rotations = item.turns or _TURNS
            if start.film.rotate == "none":
                rotations = (0,)
            kind = Kind(item.picture, item.width_px, item.height_px, rotations)
            lines[kind].append((item, placed[item.line]))
    return Copies(tuple(lines), tuple(tuple(each) for each in lines.values()))


def as_layout(copies: Copies, parts: Sequence[Spots], start: Layout) -> Layout:
    """Return `parts` as a layout: copies sorted and numbered along the film."""
    to_come = [_each(lines) for lines in copies.items]
    numbers: Counter[int] = Counter()
    made = []
    for number, spots in enumerate(parts, 1):
        placements = tuple(
            _placement(spot, next(to_come[spot.kind]), copies.kinds[spot.kind], numbers, start.film)
            for spot in sorted(spots, key=lambda spot: (spot.y, spot.x))
        )
        height = start.film.top_px + copies.length(spots) + start.film.end_px
        made.append(
            Part(number=number, width_px=start.film.width_px, height_px=height, placements=placements)
        )
    return Layout(film=start.film, parts=tuple(made), unplaced=start.unplaced, by_shape=True)


def _each(lines: Sequence[tuple[Item, int]]) -> Iterator[Item]:
    for item, number in lines:
        for _ in range(number):
            yield item


def _placement(spot: Spot, item: Item, kind: Kind, numbers: Counter[int], film: Film) -> Placement:
    numbers[item.line] += 1
    width, height = kind.box(spot.rotation)
    return Placement(
        line=item.line,
        design=item.design,
        key=item.key,
        order=item.order,
        copy=numbers[item.line],
        x=spot.x + film.left_px,
        y=spot.y + film.top_px,
        width=width,
        height=height,
        rotation=spot.rotation,
        trim=item.trim,
    )
