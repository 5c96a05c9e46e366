"""Draws what the hand does: what is selected, locked, too close or dragged, and what holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from gangsheet_studio.studio.look.icons import icon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPixmap

    from gangsheet_studio.model.arrange import Copy
    from gangsheet_studio.studio.film.closeness import Close
    from gangsheet_studio.studio.film.drag import Drag
    from gangsheet_studio.studio.film.scene import FilmPainter, FilmScene, Frame

_BADGE: Final = 20
_LEAST_BADGE: Final = 24
_TICK: Final = 4
_CORNER: Final = 7
_MOST_IN_DETAIL: Final = 300
"""Copies whose outlines are drawn with all their parts: more would cost a frame."""


class MarkPainter:
    """Paints over the film that was painted before."""

    def __init__(self) -> None:
        self._padlock: tuple[str, QPixmap] | None = None

    def paint_marks(
        self, painter: QPainter, scene: FilmScene, frame: Frame, selected: frozenset[Copy], close: Close
    ) -> None:
        """Paint what is too close, what is selected and what is locked."""
        for copy, box in _boxes(scene, frame, close.near - selected):
            self._paint_close(painter, box, frame, over=copy in close.over)
        chosen = list(_boxes(scene, frame, selected))
        wash = QColor(frame.colours.accent)
        wash.setAlpha(48)
        if len(chosen) <= _MOST_IN_DETAIL:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            painter.drawRects([box for _, box in chosen])
        _outline(painter, [box for _, box in chosen], frame)
        for copy, box in chosen:
            if copy in close.over or copy in close.near:
                self._paint_close(painter, box, frame, over=copy in close.over)
        for _, box in _boxes(scene, frame, close.over - selected):
            self._paint_close(painter, box, frame, over=True)
        for _, box in _boxes(scene, frame, scene.locked):
            self._paint_padlock(painter, box, frame)

    def paint_drag(
        self, painter: QPainter, scene: FilmScene, frame: Frame, drag: Drag, film: FilmPainter
    ) -> None:
        """Paint the copies that are dragged, above all others, and what they come to rest at."""
        held = [(each, scene.box(part - 1, each, frame.origin)) for part, each in drag.spots]
        held = [(placement, box) for placement, box in held if box.intersects(frame.exposed)]
        film.draw_copies(painter, held, frame)
        _outline(painter, [box for _, box in held], frame)
        self._paint_drag_close(painter, scene, frame, drag)
        painter.setPen(QPen(QColor(frame.colours.accent_text), 1))
        top = scene.geometry.strips[drag.home - 1].top
        for guide in drag.guides:
            start, end = (_point(scene, frame, top, at) for at in (guide.start, guide.end))
            painter.drawLine(start, end)
            if guide.kind == "gap":
                upright = start.y() == end.y()
                by = QPoint(0, _TICK) if upright else QPoint(_TICK, 0)
                for tick in (start, end):
                    painter.drawLine(tick - by, tick + by)

    def _paint_drag_close(self, painter: QPainter, scene: FilmScene, frame: Frame, drag: Drag) -> None:
        for copy, box in _boxes(scene, frame, (drag.close.over | drag.close.near) - drag.held.keys()):
            self._paint_close(painter, box, frame, over=copy in drag.close.over)
        for part, placement in drag.spots:
            copy = placement.line, placement.copy
            if copy in drag.close.over or copy in drag.close.near:
                box = scene.box(part - 1, placement, frame.origin)
                self._paint_close(painter, box, frame, over=copy in drag.close.over)

    def extent(self, scene: FilmScene, origin: QPoint, drag: Drag) -> QRect:
        """Return all that a drag draws on, in the view."""
        covered = QRect()
        for part, placement in drag.spots:
            covered = covered.united(scene.box(part - 1, placement, origin))
        for copy in drag.close.over | drag.close.near:
            if copy in scene.spots and copy not in drag.held:
                part, placement = scene.spots[copy]
                covered = covered.united(scene.box(part - 1, placement, origin))
        top, pixel = scene.geometry.strips[drag.home - 1].top, scene.geometry.pixel
        for guide in drag.guides:
            for x, y in (guide.start, guide.end):
                at = QPoint(origin.x() + round(x * pixel), round(origin.y() + top + y * pixel))
                covered = covered.united(QRect(at, QSize(1, 1)))
        return covered.adjusted(-6, -6, 6, 6)

    def paint_band(self, painter: QPainter, band: QRect, frame: Frame) -> None:
        """Paint the rubber band."""
        wash = QColor(frame.colours.accent)
        painter.setPen(QPen(wash, 1))
        wash.setAlpha(40)
        painter.setBrush(wash)
        painter.drawRect(band)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_close(self, painter: QPainter, box: QRect, frame: Frame, *, over: bool) -> None:
        """Hatch in red what lies over another copy; outline in amber dashes what is nearer than the gap."""
        colour = QColor(frame.colours.error if over else frame.colours.warn)
        ground = QColor(frame.colours.film)
        painter.setPen(QPen(ground, 1))  # a line beside the coloured one, which artwork may swallow
        painter.drawRect(box.adjusted(2, 2, -3, -3))
        if over:
            ground.setAlpha(120)
            painter.fillRect(box, ground)
        pen = QPen(colour, 2, Qt.PenStyle.SolidLine if over else Qt.PenStyle.DashLine)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        hatch = QColor(colour)
        hatch.setAlpha(150)
        painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern) if over else Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_padlock(self, painter: QPainter, box: QRect, frame: Frame) -> None:
        if min(box.width(), box.height()) < _LEAST_BADGE:
            return
        badge = QRect(box.topLeft() + QPoint(2, 2), QSize(_BADGE, _BADGE))
        painter.setPen(QColor(frame.colours.line))
        painter.setBrush(QColor(frame.colours.panel))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = frame.colours.text
        if self._padlock is None or self._padlock[0] != colour:
            self._padlock = colour, icon("lock", colour).pixmap(QSize(_BADGE - 4, _BADGE - 4))
        painter.drawPixmap(badge.adjusted(2, 2, -2, -2), self._padlock[1])


def _boxes(scene: FilmScene, frame: Frame, copies: Iterable[Copy]) -> Iterable[tuple[Copy, QRect]]:
    """Yield the copies that are exposed and not lifted, and where they are in the view."""
    exposed = frame.exposed.adjusted(-4, -4, 4, 4)
    for copy in copies:
        spot = scene.spots.get(copy)
        if spot is not None and copy not in scene.lifted:
            box = scene.box(spot.part - 1, spot.placement, frame.origin)
            if box.intersects(exposed):
                yield copy, box


def _outline(painter: QPainter, boxes: list[QRect], frame: Frame) -> None:
    """Outline copies in the accent, with a light line inside and corners that show on any artwork."""
    accent = QColor(frame.colours.accent)
    pen = QPen(accent, 3)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawRects([box.adjusted(-2, -2, 1, 1) for box in boxes])
    if len(boxes) > _MOST_IN_DETAIL:
        return
    painter.setPen(QPen(QColor(frame.colours.on_accent), 1))
    inner = [box.adjusted(0, 0, -1, -1) for box in boxes]
    painter.drawRects(inner)
    painter.setBrush(accent)
    half = _CORNER // 2
    painter.drawRects(
        [
            QRect(x - half, y - half, _CORNER, _CORNER)
            for box in inner
            if min(box.width(), box.height()) >= 4 * _CORNER
            for x in (box.left(), box.right())
            for y in (box.top(), box.bottom())
        ]
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _point(scene: FilmScene, frame: Frame, top: float, at: tuple[int, int]) -> QPoint:
    pixel = scene.geometry.pixel
    return QPoint(frame.origin.x() + round(at[0] * pixel), round(frame.origin.y() + top + at[1] * pixel))
