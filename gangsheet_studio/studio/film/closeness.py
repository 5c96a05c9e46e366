"""Which copies lie over one another or closer than the gap, by their boxes or by what they print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QTransform

from gangsheet_studio.model.arrange import copy_of
from gangsheet_studio.model.overlaps import close_to, crowded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.model.arrange import Copy
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.outline import Outline, Ring

_REMEMBERED: Final = 50_000  # verdicts: several layouts of some thousand copies


class Close(Struct, frozen=True):
    """Copies that lie `over` another one, and others that are merely `near`er than the gap."""

    over: frozenset[Copy] = frozenset()
    near: frozenset[Copy] = frozenset()


class Shapes:
    """What pictures print of their boxes, by their names; one that is not known prints all of it."""

    def __init__(self) -> None:
        self._paths: dict[str, QPainterPath] = {}
        self._met: dict[tuple[object, ...], bool] = {}

    def put(self, key: str, outline: Outline) -> None:
        """Keep an outline."""
        path = QPainterPath()
        for island in outline.islands:
            for ring in (island.outer, *island.holes):
                _add(path, ring)
        self._paths[key] = path
        self._met.clear()

    def __bool__(self) -> bool:
        return bool(self._paths)

    def path(self, placement: Placement) -> QPainterPath:
        """Return what a copy prints, in pixels of its part."""
        p, (width, height) = placement, placement.unrotated
        found = self._paths.get(p.picture)
        if found is None:
            box = QPainterPath()
            box.addRect(p.x, p.y, p.width, p.height)
            return box
        turned = QTransform().translate(p.x + p.width / 2, p.y + p.height / 2).rotate(p.rotation)
        return turned.scale(width, height).translate(-0.5, -0.5).map(found)

    def meet(self, one: Placement, other: Placement) -> bool:
        """Return whether two copies whose boxes overlap print one over the other."""
        if one.picture not in self._paths and other.picture not in self._paths:
            return True
        apart = other.x - one.x, other.y - one.y
        sizes = one.width, one.height, other.width, other.height
        pair = (one.picture, one.rotation, other.picture, other.rotation, sizes, apart)
        known = self._met.get(pair)
        if known is None:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            known = self._met[pair] = self.path(one).intersects(self.path(other))
        return known


def close_in(layout: Layout, shapes: Shapes) -> Close:
    """Return what is too close in `layout`; one by shape that no outline is known of is taken as it is."""
    if layout.by_shape and not shapes:
        return Close()
    over: set[Copy] = set()
    near: set[Copy] = set()
    for pair in crowded(layout, shapes.meet):
        (over if pair.overlap else near).update((copy_of(pair.first), copy_of(pair.second)))
    return Close(frozenset(over), frozenset(near - over))


def close_among(
    placement: Placement, others: Iterable[Placement], film: Film, shapes: Shapes | None
) -> tuple[set[Copy], set[Copy]]:
    """Return those of `others` that `placement` lies over, and those it is nearer to than the gap.

    With `shapes` what they print decides.
    """
    over: set[Copy] = set()
    near: set[Copy] = set()
    for other, overlap in close_to(placement, others, film):
        if shapes is None:
            (over if overlap else near).add(copy_of(other))
        elif overlap and shapes.meet(placement, other):
            over.add(copy_of(other))
    return over, near


def _add(path: QPainterPath, ring: Ring) -> None:
    path.moveTo(QPointF(*ring[0]))
    for point in ring[1:]:
        path.lineTo(QPointF(*point))
    path.closeSubpath()
