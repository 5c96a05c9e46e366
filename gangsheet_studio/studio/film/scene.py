"""Draws the film: strips with their headers, and the copies that are in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from gangsheet_studio.model.arrange import spots
from gangsheet_studio.studio.film.geometry import (
    HEADER,
    Geometry,
    P,
    RowIndex,
    Strip,
    copies_by_line,
    lay_strips,
)
from gangsheet_studio.studio.film.placeholder import paint_placeholder, paint_waiting
from gangsheet_studio.studio.film.printed_marks import PrintedMarks
from gangsheet_studio.studio.film.sized_pictures import SizedPictures

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from gangsheet_studio.model.arrange import Copy
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.film.glide import Glide
    from gangsheet_studio.studio.look.theme import Colours

CHECK: Final = 8


class Frame(Struct, frozen=True):
    """What a repaint is about: the film's corner in the view, what is exposed, colours and font."""

    origin: QPoint
    exposed: QRect
    colours: Colours
    font: QFont


class FilmScene:
    """A layout at a zoom; copies that are `lifted` are under somebody's hand, and drawn there.

    Their marks are not: nobody knows yet where they will be.
    """

    def __init__(self, layout: Layout, scale: float) -> None:
        self.layout = layout
        self.geometry = lay_strips(layout, scale)
        self.copies = copies_by_line(layout)
        self.glide: Glide | None = None
        self.lifted: Collection[Copy] = ()
        self.spots = spots(layout)
        self.locked = frozenset(copy for copy, spot in self.spots.items() if spot.placement.locked)
        self._indexes = tuple(RowIndex(part.placements) for part in layout.parts)
        self._marks: tuple[RowIndex[Mark], ...] = ()

    def put_marks(self, marks: tuple[tuple[Mark, ...], ...]) -> None:
        """Show the marks of each part, or none where they are not those of all parts."""
        known = len(marks) == len(self.layout.parts) and any(marks)
        self._marks = tuple(RowIndex(each) for each in marks) if known else ()

    def index(self, position: int) -> RowIndex[Placement]:
        """Return the copies of the part at `position` by row."""
        return self._indexes[position]

    def zoom(self, scale: float) -> Geometry:
        """Take another scale; return the geometry of before."""
        before, self.geometry = self.geometry, lay_strips(self.layout, scale)
        return before

    def placement_at(self, x: float, y: float) -> Placement | None:
        """Return the copy at a place in content pixels."""
        if not self.geometry.strips:
            return None
        position = self.geometry.strip_at(y)
        strip, pixel = self.geometry.strips[position], self.geometry.pixel
        across, along = x / pixel, (y - strip.top) / pixel
        found = self._indexes[position].within(across, along, across, along)
        return found[-1] if found else None

    def placed(self, position: int, printed: Iterable[P], origin: QPoint) -> Iterator[tuple[P, int, int]]:
        """Yield copies or marks on the strip at `position`, and where their corner is in the view."""
        pixel, left, top = self.geometry.pixel, origin.x(), origin.y() + self.geometry.strips[position].top
        for each in printed:
            across, along = self.glide.offset(each) if self.glide else (0.0, 0.0)
            yield each, left + round(each.x * pixel + across), round(top + each.y * pixel + along)

    def box(self, position: int, placement: Placement, origin: QPoint) -> QRect:
        """Return where a copy on the strip at `position` is in the view."""
        pixel = self.geometry.pixel
        across, along = self.glide.offset(placement) if self.glide else (0.0, 0.0)
        return QRect(
            origin.x() + round(placement.x * pixel + across),
            round(origin.y() + self.geometry.strips[position].top + placement.y * pixel + along),
            max(1, round(placement.width * pixel)),
            max(1, round(placement.height * pixel)),
        )

    def shown(self, position: int, frame: Frame) -> list[Placement]:
        """Return the copies of the strip at `position` that are exposed."""
        at_rest = self._exposed(self._indexes[position], position, frame)
        return at_rest + self.glide.copies(position) if self.glide else at_rest

    def marks_shown(self, position: int, frame: Frame) -> list[Mark]:
        """Return the marks of the strip at `position` that are exposed."""
        if not self._marks:
            return []
        index, glide = self._marks[position], self.glide
        at_rest = self._exposed(index, position, frame)
        return at_rest + [mark for mark in index if mark in glide] if glide else at_rest

    def _exposed(self, index: RowIndex[P], position: int, frame: Frame) -> list[P]:
        """Return what of the strip at `position` is exposed and where it stays."""
        pixel, exposed = self.geometry.pixel, frame.exposed
        left = (exposed.left() - 1 - frame.origin.x()) / pixel
        top = (exposed.top() - 1 - frame.origin.y() - self.geometry.strips[position].top) / pixel
        found = index.within(
            left, top, left + (exposed.width() + 2) / pixel, top + (exposed.height() + 2) / pixel
        )
        if self.lifted:
            found = [each for each in found if (each.line, each.copy) not in self.lifted]
        if self.glide:
            found = [each for each in found if each not in self.glide]
        return found


class FilmPainter:
    """Paints a scene; keeps what is worth keeping from frame to frame."""

    def __init__(self) -> None:
        self.pictures = SizedPictures()
        self.marks = PrintedMarks()
        self.checker = True
        self.unit: Unit = "in"
        self.headers: tuple[str, ...] = ()
        self.lit: frozenset[int] = frozenset()
        self.outlines = True
        """Whether lit lines are outlined, not only left bright: they step back behind selected copies."""
        self.unreadable: frozenset[int] = frozenset()

    def paint(self, painter: QPainter, scene: FilmScene, frame: Frame, ratio: float) -> bool:
        """Paint what is exposed; False when pictures are to be sharpened in another frame."""
        self.pictures.begin(ratio)
        self.marks.begin(ratio, scene.geometry.pixel, frame.colours)
        painter.setFont(frame.font)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for position, strip in enumerate(scene.geometry.strips):
            film = _film_rect(scene.geometry, strip, frame.origin)
            if not film.adjusted(-10_000, -HEADER, 10_000, 1).intersects(frame.exposed):
                continue
            self._paint_header(painter, scene, strip, film, frame)
            self._paint_film(painter, scene, film, frame)
            marks = filter(self.marks.shows, scene.marks_shown(position, frame))
            self.marks.paint(painter, scene.placed(position, marks, frame.origin))
            self._paint_copies(painter, scene, position, film, frame)
        return self.pictures.complete and self.marks.complete

    def _paint_header(
        self, painter: QPainter, scene: FilmScene, strip: Strip, film: QRect, frame: Frame
    ) -> None:
        number = strip.part.number
        name = f"Part {number} of {len(scene.layout.parts)}"
        bold = QFont(frame.font)
        bold.setWeight(QFont.Weight.DemiBold)
        # The words stay in sight when the film's left edge is not.
        base = QPoint(max(film.left(), 8), film.top() - 11)
        painter.setFont(bold)
        painter.setPen(QColor(frame.colours.text))
        painter.drawText(base, name)
        painter.setFont(frame.font)
        painter.setPen(QColor(frame.colours.muted))
        base.setX(base.x() + QFontMetrics(bold).horizontalAdvance(name) + 12)
        painter.drawText(base, self.headers[number - 1] if number <= len(self.headers) else "")

    def _paint_film(self, painter: QPainter, scene: FilmScene, film: QRect, frame: Frame) -> None:
        shown = film.intersected(frame.exposed)
        painter.fillRect(shown, QColor(frame.colours.film))
        if self.checker:
            painter.setBrushOrigin(film.topLeft())
            painter.fillRect(shown, QBrush(_checker(frame.colours)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        kept = scene.layout.film
        edges = kept.left_px, kept.top_px, kept.width_px - kept.right_px, kept.end_px
        left, top, right, end = (round(edge * scene.geometry.pixel) for edge in edges)
        if left or top or right or end:
            painter.setPen(QPen(QColor(frame.colours.line), 1, Qt.PenStyle.DashLine))
            painter.drawRect(film.adjusted(left, top, -right - 1, -end - 1))
        painter.setPen(QColor(frame.colours.line))
        painter.drawRect(film.adjusted(-1, -1, 0, 0))

    def _paint_copies(
        self, painter: QPainter, scene: FilmScene, position: int, film: QRect, frame: Frame
    ) -> None:
        shown = [(each, scene.box(position, each, frame.origin)) for each in scene.shown(position, frame)]
        self.draw_copies(painter, [copy for copy in shown if copy[0].line not in self.lit], frame)
        if not self.lit:
            return
        veil = QColor(frame.colours.film)
        veil.setAlpha(120)
        painter.fillRect(film.intersected(frame.exposed), veil)
        lit = [copy for copy in shown if copy[0].line in self.lit]
        self.draw_copies(painter, lit, frame)
        if self.outlines:
            pen = QPen(QColor(frame.colours.accent), 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRects([box.adjusted(-1, -1, 1, 1) for _, box in lit])

    def draw_copies(self, painter: QPainter, copies: list[tuple[Placement, QRect]], frame: Frame) -> None:
        """Draw copies into their boxes, or what stands in for pictures that are not there."""
        metrics = QFontMetrics(frame.font)
        waiting: list[tuple[Placement, QRect]] = []
        for placement, box in copies:
            if placement.line in self.unreadable:  # it stays empty, whatever could be drawn of it
                paint_placeholder(painter, "unreadable", box, frame.colours)
                _paint_name(painter, placement.design, box, metrics, frame.colours, at_foot=True)
            elif not (self.pictures.has(placement.key) and self.pictures.draw(painter, placement, box)):
                waiting.append((placement, box))
        paint_waiting(painter, [box for _, box in waiting], frame.colours)
        for placement, box in waiting:
            _paint_name(painter, placement.design, box, metrics, frame.colours, at_foot=False)


def _paint_name(
    painter: QPainter, name: str, box: QRect, metrics: QFontMetrics, colours: Colours, *, at_foot: bool
) -> None:
    """Write a design's name into its box, where there is room."""
    room = box.width() - 8
    if room < 40 or box.height() < metrics.height() * (4 if at_foot else 1) + 4:
        return
    down = Qt.AlignmentFlag.AlignBottom if at_foot else Qt.AlignmentFlag.AlignVCenter
    flags = Qt.AlignmentFlag.AlignHCenter | down | Qt.TextFlag.TextSingleLine
    painter.setPen(QColor(colours.muted))
    text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
    painter.drawText(box.adjusted(4, 4, -4, -4), flags, text)


def _film_rect(geometry: Geometry, strip: Strip, origin: QPoint) -> QRect:
    top = round(origin.y() + strip.top)
    bottom = round(origin.y() + strip.top + strip.length)
    return QRect(origin.x(), top, max(1, round(geometry.width)), max(1, bottom - top))


def _checker(colours: Colours) -> QPixmap:
    """Return one tile of the checker under transparency."""
    tile = QPixmap(2 * CHECK, 2 * CHECK)
    tile.fill(QColor(colours.film))
    painter = QPainter(tile)
    for corner in (QPointF(0, 0), QPointF(CHECK, CHECK)):
        painter.fillRect(QRectF(corner.x(), corner.y(), CHECK, CHECK), QColor(colours.checker))
    painter.end()
    return tile
