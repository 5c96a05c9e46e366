"""Where copies that are moved by hand come to rest: at the film's margins, and at their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Placement


class Box(NamedTuple):
    """A rectangle on a part, in pixels; `right` and `bottom` are the first beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    def moved(self, dx: int, dy: int) -> Box:
        """Return it elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


class Guide(NamedTuple):
    """Why something came to rest: a line along the edges that agree, or across a gap that is exact."""

    kind: Literal["edge", "gap"]
    start: tuple[int, int]
    end: tuple[int, int]


class Snap(NamedTuple):
    """How much further to move, and why."""

    dx: int
    dy: int
    guides: tuple[Guide, ...]


class _Hold(NamedTuple):
    """A place to rest on one axis: the way there and the line to draw, from `low` to `high`.

    `gap` is the other end of a gap. What is `firm` holds before what is merely in line.
    """

    way: int
    at: int
    low: int
    high: int
    gap: int | None = None
    firm: bool = False


def box_of(placements: Iterable[Placement]) -> Box:
    """Return the box around all `placements`, of which there is one at least."""
    boxes = [Box(p.x, p.y, p.x + p.width, p.y + p.height) for p in placements]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def snap(moving: Box, others: Collection[Placement], film: Film, reach: int) -> Snap:
    """Return where `moving` comes to rest if it is within `reach` pixels of it, each axis for itself.

    A margin and an exact gap hold it before the edge of a neighbour that is merely in line.
    """
    boxes = [Box(p.x, p.y, p.x + p.width, p.y + p.height) for p in others]
    across = list(_holds(moving, boxes, film.gap_px, reach))
    across += _margins(moving, (film.left_px, film.right_px), film.longest_px, reach)
    turned = [_turned(box) for box in boxes]
    along = list(_holds(_turned(moving), turned, film.gap_along_px, reach))
    along += _margins(_turned(moving), (film.top_px,), film.width_px, reach)
    dx, dy = _best(across), _best(along)
    now = moving.moved(dx, dy)
    guides = [*_guides(across, dx, now)]
    guides += [_turned_guide(guide) for guide in _guides(along, dy, _turned(now))]
    return Snap(dx, dy, tuple(guides))


def _margins(moving: Box, edges: tuple[int, ...], length: int, reach: int) -> Iterator[_Hold]:
    """Yield the film's edges, as far as the content may go."""
    high = min(length, moving.bottom)
    for at, mine in zip(edges, (moving.left, moving.right), strict=False):
        if abs(at - mine) <= reach:
            yield _Hold(at - mine, at, moving.top, high, firm=True)


def _holds(moving: Box, boxes: Iterable[Box], gap: int, reach: int) -> Iterator[_Hold]:
    """Yield what `boxes` offer across: the gap beside those that face, edges in line with all."""
    left, top, right, bottom = moving
    for box in boxes:
        if box.top < bottom and top < box.bottom:
            if abs(way := box.right + gap - left) <= reach:
                yield _Hold(way, box.right + gap, box.top, box.bottom, box.right, firm=True)
            if abs(way := box.left - gap - right) <= reach:
                yield _Hold(way, box.left - gap, box.top, box.bottom, box.left, firm=True)
        if abs(way := box.left - left) <= reach:
            yield _Hold(way, box.left, box.top, box.bottom)
        if abs(way := box.right - right) <= reach:
            yield _Hold(way, box.right, box.top, box.bottom)


def _best(holds: list[_Hold]) -> int:
    """Return the way to the nearest gap or margin, else to the nearest edge in line; 0 where none is near."""
    firm = [hold.way for hold in holds if hold.firm]
    return min(firm or [hold.way for hold in holds], key=abs, default=0)


def _guides(holds: list[_Hold], way: int, now: Box) -> Iterator[Guide]:
    """Yield a guide for each line that holds `now` upright, once."""
    lines: dict[int, tuple[int, int]] = {}
    gaps: dict[tuple[int, int], tuple[int, int]] = {}
    for hold in holds:
        if hold.way != way:
            continue
        if hold.gap is not None:
            span = max(now.top, hold.low), min(now.bottom, hold.high)
            if span[0] < span[1]:
                gaps.setdefault((hold.gap, hold.at), span)
            continue
        low, high = lines.get(hold.at, (now.top, now.bottom))
        lines[hold.at] = min(low, hold.low), max(high, hold.high)
    for at, (low, high) in lines.items():
        yield Guide("edge", (at, low), (at, high))
    for (near, far), (low, high) in gaps.items():
        middle = (low + high) // 2
        yield Guide("gap", (near, middle), (far, middle))


def _turned(box: Box) -> Box:
    """Return `box` with across and along in each other's place."""
    return Box(box.top, box.left, box.bottom, box.right)


def _turned_guide(guide: Guide) -> Guide:
    return Guide(guide.kind, guide.start[::-1], guide.end[::-1])
