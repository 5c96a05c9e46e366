"""The film under the pointer: zoom, pan, pick and hover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QStyle, QToolTip, QWidget

from gangsheet_studio.model.arrange import copy_of
from gangsheet_studio.studio.controls.tips import plain_tip
from gangsheet_studio.studio.film.geometry import (
    HEADER,
    LEAST_SCALE,
    MOST_SCALE,
    PAD,
    describe,
    scale_for_parts,
    scale_for_width,
)
from gangsheet_studio.studio.film.glide import Glider, glide_between
from gangsheet_studio.studio.film.hand import Hand
from gangsheet_studio.studio.film.scene import FilmPainter, FilmScene, Frame
from gangsheet_studio.studio.film.status import close_words
from gangsheet_studio.studio.film.steering import PAN, press_key, turn_wheel
from gangsheet_studio.studio.look.theme import colours_of

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout, Placement
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.studio.film.geometry import Geometry


class FilmCanvas(QAbstractScrollArea):
    """The scrolled picture of a layout."""

    viewChanged = Signal()  # noqa: N815 - a Qt signal
    linesPicked = Signal(set)  # noqa: N815 - a Qt signal
    hovered = Signal(str)
    pointerMoved = Signal(QPoint)  # noqa: N815 - a Qt signal
    pointerLeft = Signal()  # noqa: N815 - a Qt signal
    currentPartChanged = Signal(int)  # noqa: N815 - a Qt signal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene: FilmScene | None = None
        self.film_painter = FilmPainter()
        self._glider = Glider(self)
        self._glider.moved.connect(self._on_glided)
        self.hand = Hand(self)
        self.message = ""
        self._fit: Literal["width", "all"] | None = "width"
        self._current = 0
        self._hovered: Placement | None = None
        self._outline = QRect()
        self.setObjectName("filmView")
        self.setAccessibleName("Film")
        self.setToolTip("The wheel zooms; drag a copy to move it, or empty film to move the view")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._by_keys = False
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.show_layout(None)

    def show_layout(
        self, layout: Layout | None, marks: tuple[tuple[Mark, ...], ...] = (), *, glide: bool = False
    ) -> None:
        """Show a layout with its marks; zoom and place stay where the film is as wide as before.

        With `glide` copies are seen to go to their new places.
        """
        if layout is not None and self.scene is not None and layout == self.scene.layout:
            # what was dropped by hand is shown before the job has it, and before its marks are known
            self.scene.put_marks(marks)
            self.viewport().update()
            return
        before, top = self.scene, self.verticalScrollBar().value()
        self._glider.begin(None)
        self._hover(None)
        if layout is None or not layout.parts:
            self.scene, self._fit = None, "width"
        else:
            self.scene = FilmScene(layout, before.geometry.scale if before else 1.0)
            self.scene.put_marks(marks)
        self.hand.follow(self.scene)
        shown = self.scene is not None
        on, off = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(on if shown else off)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if shown else off)
        self.setAccessibleDescription(
            f"{layout.copies} copies on {len(layout.parts)} parts" if layout and shown else self.message
        )
        if self.scene and (before is None or before.layout.film.width != self.scene.layout.film.width):
            self.verticalScrollBar().setValue(0)
            self.fit_width()
            return
        self._relay()
        if before and self.scene and glide:
            self._glide_from(before.geometry, top)

    def _glide_from(self, before: Geometry, top: int) -> None:
        """Keep the part in view where it is, and let the copies glide from where they were."""
        if self.scene is None:
            return
        now, bar = self.scene.geometry, self.verticalScrollBar()
        if len(now.strips) == len(before.strips):
            bar.setValue(round(before.moved(top, now)))
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self):
            room = self.viewport().height()
            self._glider.begin(glide_between(before, now, bar.value() - top, bar.value(), room))
        self.scene.glide = self._glider.glide

    def _on_glided(self) -> None:
        if self.scene:
            self.scene.glide = self._glider.glide
        self.viewport().update()

    # Where things are

    def origin(self) -> QPoint:
        """Return where the film's left edge and the top of all content are in the view."""
        across, along = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        if self.scene is None:
            return QPoint(0, 0)
        width, room = self.scene.geometry.width, self.viewport().width()
        left = PAD - across if width + 2 * PAD > room else round((room - width) / 2)
        return QPoint(left, -along)

    def placement_at(self, at: QPoint) -> Placement | None:
        """Return the copy at a place in the view."""
        if self.scene is None:
            return None
        place = at - self.origin()
        return self.scene.placement_at(place.x() + 0.5, place.y() + 0.5)

    def describe(self, placement: Placement | None) -> list[str]:
        """Return what to say about a copy."""
        if placement is None or self.scene is None:
            return []
        copies = self.scene.copies[placement.line]
        said = describe(placement, self.scene.layout.film.dpi, self.film_painter.unit, copies)
        locked = ["locked"] if placement.locked else []
        return [*said, *locked, *close_words({copy_of(placement)}, self.hand.close)]

    # Zoom and place

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """Take `scale` pixels an inch; what is at `at` (or in the middle) stays there."""
        if self.scene is None:
            return
        self._fit = None
        place = QPointF(self.viewport().rect().center()) if at is None else at
        origin = self.origin()
        self._glider.begin(None)
        self.scene.glide = None
        before = self.scene.zoom(min(max(scale, LEAST_SCALE), MOST_SCALE))
        if before.scale != self.scene.geometry.scale:
            self.film_painter.pictures.clear()
        now = self.scene.geometry
        x = (place.x() - origin.x()) * now.scale / before.scale
        y = before.moved(place.y() - origin.y(), now)
        self._relay()
        self.horizontalScrollBar().setValue(round(x + PAD - place.x()))
        self.verticalScrollBar().setValue(round(y - place.y()))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in by a factor, or out by one below 1."""
        if self.scene:
            self.zoom_to(self.scene.geometry.scale * factor, at)

    def fit_width(self) -> None:
        """Show the film's whole width."""
        if self.scene:
            self.zoom_to(scale_for_width(self.scene.layout, self.viewport().width()), QPointF(0, 0))
            self._fit = "width"

    def fit_all(self) -> None:
        """Show all parts whole."""
        if self.scene:
            layout, room = self.scene.layout, self.viewport().size()
            self.zoom_to(scale_for_parts(layout, layout.parts, room.width(), room.height()))
            self._fit = "all"

    def fit_part(self, number: int) -> None:
        """Show a part whole."""
        if self.scene and 1 <= number <= len(self.scene.layout.parts):
            layout, room = self.scene.layout, self.viewport().size()
            parts = (layout.parts[number - 1],)
            self.zoom_to(scale_for_parts(layout, parts, room.width(), room.height()))
            self.show_part(number)

    def show_part(self, number: int) -> None:
        """Scroll to a part's header."""
        if self.scene and 1 <= number <= len(self.scene.layout.parts):
            self.verticalScrollBar().setValue(round(self.scene.geometry.strips[number - 1].top - HEADER))
            # A short last part never reaches the top of the view, and is current all the same.
            self._set_current(number)

    def current_part(self) -> int:
        """Return the number of the part that is looked at, 0 without a layout."""
        return self._current

    def _relay(self) -> None:
        """Fit the scroll bars to the content, and repaint."""
        room = self.viewport().size()
        width = self.scene.geometry.width + 2 * PAD if self.scene else 0
        height = self.scene.geometry.height if self.scene else 0
        for bar, content, view in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(0, round(content) - view))
            bar.setPageStep(view)
            bar.setSingleStep(PAN)
        self._view_changed()

    def _view_changed(self) -> None:
        self._hover(None)
        self.viewport().update()
        bar = self.verticalScrollBar()
        if self.scene is None:
            self._set_current(0)
        else:
            # From the view's top at the start to its bottom at the end: every part gets its turn.
            down = bar.value() / bar.maximum() if bar.maximum() else 0.0
            self._set_current(self.scene.geometry.strip_at(bar.value() + down * self.viewport().height()) + 1)
        self.viewChanged.emit()

    def _set_current(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.currentPartChanged.emit(number)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002, N802 - Qt's name
        """Follow the scroll bars."""
        self._view_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the film fitted if it was."""
        super().resizeEvent(event)
        if self._fit == "width":
            self.fit_width()
        elif self._fit == "all":
            self.fit_all()
        self._relay()

    # Paint

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the film, or the message where there is none."""
        colours = colours_of(self)
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours.ground))
        if self.scene:
            frame = Frame(self.origin(), event.rect(), colours, self.font())
            if not self.film_painter.paint(painter, self.scene, frame, self.devicePixelRatioF()):
                self.viewport().update()
            self.hand.paint(painter, self.scene, frame)
        else:
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(24, 24, -24, -24), flags, self.message)
        if self._hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self._outline)
        if self._by_keys and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.accent))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
        painter.end()

    def update_headers(self) -> None:
        """Repaint what is said above each part, without its copies."""
        for strip in self.scene.geometry.strips if self.scene else ():
            top = round(self.origin().y() + strip.top) - HEADER
            self.viewport().update(QRect(0, top, self.viewport().width(), HEADER))

    # Pointer and keys

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a frame where the keyboard led here."""
        reasons = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason
        self._by_keys = event.reason() in reasons
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom at the pointer; a trackpad, or Shift and the wheel, pans."""
        turn_wheel(self, event)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show tooltips, follow pinches, and notice that the pointer left."""
        if isinstance(event, QHelpEvent):
            lines = self.describe(self.placement_at(event.pos()))
            QToolTip.showText(event.globalPos(), plain_tip("\n".join(lines)), self)
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_by(1 + event.value(), event.position())
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(None)
            self.pointerLeft.emit()
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a click or a drag."""
        self.hand.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take a press soon after a click as any other: it may begin a drag."""
        self.hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the hand while a button is down, else tell what is under the pointer."""
        at = event.position().toPoint()
        if self.hand.move(event):
            self._hover(None)
        else:
            self._hover(self.placement_at(at), at)
        self.pointerMoved.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick what was clicked, or drop what was dragged."""
        self.hand.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Show what can be done with the copies."""
        self.hand.menu(event.pos(), event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom, pan and go from part to part; with copies selected, arrows move them."""
        if not self.hand.key(event) and not press_key(self, Qt.Key(event.key())):
            event.ignore()

    def pan(self, by: QPoint) -> None:
        """Move the film with the pointer."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - by.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - by.y())

    def _hover(self, placement: Placement | None, at: QPoint | None = None) -> None:
        if placement == self._hovered:
            return
        self.viewport().update(self._outline.adjusted(-1, -1, 2, 2))
        self._hovered, self._outline = placement, QRect()
        if placement and at and self.scene:
            strip = self.scene.geometry.strip_at(at.y() - self.origin().y())
            self._outline = self.scene.box(strip, placement, self.origin()).adjusted(-1, -1, 0, 0)
            self.viewport().update(self._outline.adjusted(-1, -1, 2, 2))
        self.hovered.emit(", ".join(self.describe(placement)))

    def pick_lines(self, lines: set[int]) -> None:
        """Light the order lines of copies that were picked, and tell."""
        if lines != self.film_painter.lit:
            self.film_painter.lit = frozenset(lines)
            self.viewport().update()
            self.linesPicked.emit(set(lines))
