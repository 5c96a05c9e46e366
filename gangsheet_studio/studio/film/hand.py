"""The pointer and the keys on the film: select, drag, turn to the menu; empty film is panned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from gangsheet_studio.model.arrange import copy_of
from gangsheet_studio.model.units import to_px
from gangsheet_studio.studio.film.closeness import Close, Shapes, close_in
from gangsheet_studio.studio.film.drag import Drag, Where
from gangsheet_studio.studio.film.hand_marks import MarkPainter
from gangsheet_studio.studio.film.selection import Selection

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

    from gangsheet_studio.model.arrange import Copy, Spot
    from gangsheet_studio.model.layout import Placement
    from gangsheet_studio.studio.film.canvas import FilmCanvas
    from gangsheet_studio.studio.film.scene import FilmScene, Frame

ADD: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
FREE: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""Held down, nothing snaps."""
REACH: Final = 7
_BUTTONS: Final = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
_EDGE: Final = 28
_SCROLL_MS: Final = 16
_LOOK_MS: Final = 30
_STEPS: Final = {"in": 0.05, "mm": 1 / 25.4, "cm": 1 / 25.4}
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
LOCKED: Final = "Locked in place: unlock it first (Ctrl+L)"


class Hand(QObject):
    """What the mouse does on a film canvas.

    `moveWanted` carries copies, dx, dy in pixels, the part they go to or None, and whether a key moved them;
    `menuWanted` a place on the screen. While something is dragged `holding` was True last.
    """

    moveWanted = Signal(object, int, int, object, bool)  # noqa: N815 - a Qt signal
    menuWanted = Signal(QPoint)  # noqa: N815 - a Qt signal
    holding = Signal(bool)
    said = Signal(str)
    changed = Signal()

    def __init__(self, canvas: FilmCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.selection = Selection(self)
        self.selection.changed.connect(self._on_changed)
        self.selection.picked.connect(self._on_picked)
        self.may_edit = False
        self.shapes = Shapes()
        self.drag: Drag | None = None
        self._marks = MarkPainter()
        self._close = Close()
        self._soon = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._soon.timeout.connect(self._look)
        self._pressed: QPoint | None = None
        self._button = Qt.MouseButton.NoButton
        self._last = QPoint()
        self._under: Placement | None = None
        self._doing: Literal["", "pan", "drag", "band", "nothing"] = ""
        self._band = QRect()
        self._shown = QRect()
        self._free = False
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll)

    @property
    def close(self) -> Close:
        """What is too close on the film as it was looked at last, or to what is dragged."""
        if self.drag is not None:
            return self.drag.close
        return self._close

    @property
    def all_locked(self) -> bool:
        """Whether something is selected, and all of it locked."""
        scene, copies = self._canvas.scene, self.selection.copies
        return scene is not None and bool(copies) and copies <= scene.locked

    def look_again(self) -> None:
        """Find what is too close in a turn of its own: the film comes first."""
        self._soon.start()

    def _look(self) -> None:
        scene, before = self._canvas.scene, self._close
        self._close = close_in(scene.layout, self.shapes) if scene else Close()
        if self._close != before:
            self._canvas.viewport().update()
        self.changed.emit()

    def follow(self, scene: FilmScene | None) -> None:
        """Let go of what is dragged, and of selected copies that are not in the new `scene`."""
        self.put_back()
        self.selection.keep(scene.spots if scene else ())
        self.look_again()
        self.changed.emit()

    def select_all(self) -> None:
        """Select every copy."""
        if self._canvas.scene:
            self.selection.pick(self._canvas.scene.spots)

    def let_go(self) -> None:
        """Put back what is dragged, else select nothing."""
        if self._doing in ("drag", "band"):
            self.put_back()
        else:
            self.selection.pick(())

    def put_back(self) -> None:
        """End a drag as if it had not begun."""
        if self._doing in ("drag", "band"):
            self._end_drag()
            self._doing, self._band = "nothing", QRect()
            self._canvas.viewport().update()

    # Mouse

    def press(self, event: QMouseEvent) -> None:
        """Begin a click or a drag; while a button is down, others do nothing."""
        button = event.button()
        if button not in _BUTTONS or (self._pressed is not None and button != self._button):
            return
        self.put_back()  # what is still held was let go of unseen, outside of the window
        self._button = button
        self._pressed = self._last = event.position().toPoint()
        self._doing = "pan" if button == Qt.MouseButton.MiddleButton else ""
        self._under = self._canvas.placement_at(self._pressed)

    def move(self, event: QMouseEvent) -> bool:
        """Pan, drag or draw a band while a button is down; False where none is."""
        if self._pressed is None:
            return False
        at, keys = event.position().toPoint(), event.modifiers()
        if not self._doing and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._begin(keys)
        self._free = bool(keys & FREE)
        if self._doing == "pan":
            self._canvas.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._canvas.pan(at - self._last)
        self._last = at
        self._follow()
        return True

    def release(self, event: QMouseEvent) -> None:
        """Drop what is dragged, or pick what was clicked."""
        if event.button() != self._button:
            return
        doing, under, add = self._doing, self._under, bool(event.modifiers() & ADD)
        pressed, self._pressed, self._doing = self._pressed, None, ""
        self._canvas.viewport().unsetCursor()
        if doing == "drag":
            self._drop()
        elif doing == "band":
            self._take_band()
        elif pressed is not None and not doing:
            if under is None:
                if not add:
                    self.selection.pick(())
            elif add:
                self.selection.toggle(copy_of(under))
            else:
                self.selection.pick((copy_of(under),))

    def menu(self, at: QPoint, on_screen: QPoint) -> None:
        """Ask for the menu of what is at a place in the view, selecting it first."""
        if self._doing:
            return
        under = self._canvas.placement_at(at)
        if under is not None and copy_of(under) not in self.selection.copies:
            self.selection.pick((copy_of(under),))
        self.menuWanted.emit(on_screen)

    def key(self, event: QKeyEvent) -> bool:
        """Move what is selected a little, or let go; False for other keys."""
        key, keys, scene = Qt.Key(event.key()), event.modifiers(), self._canvas.scene
        if key == Qt.Key.Key_Escape and self._doing in ("drag", "band"):
            self.put_back()
            return True
        if scene is None or key not in _ARROWS or not self.selection.copies or self._doing:
            return False
        step = max(1, to_px(_STEPS[self._canvas.film_painter.unit], scene.layout.film.dpi))
        if keys & Qt.KeyboardModifier.AltModifier:
            step = 1
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            step *= 10
        across, along = _ARROWS[key]
        if self.may_edit:
            self.moveWanted.emit(self.selection.copies, across * step, along * step, None, True)
        return True

    def _begin(self, keys: Qt.KeyboardModifier) -> None:
        """Decide what a press that has moved becomes."""
        scene = self._canvas.scene
        if self._under is None or scene is None:
            self._doing = "band" if keys & Qt.KeyboardModifier.ShiftModifier and scene else "pan"
            return
        self._doing = "nothing"
        copy = copy_of(self._under)
        if copy not in self.selection.copies:
            self.selection.pick(self.selection.copies | {copy} if keys & ADD else {copy})
        if scene.spots[copy].placement.locked:
            self.said.emit(LOCKED)
            self._canvas.viewport().setCursor(Qt.CursorShape.ForbiddenCursor)
        elif not self.may_edit:
            self.said.emit("A moment: the layout is being made")
        else:
            held = {c: spot for c, spot in scene.spots.items() if c in self.selection.copies}
            held = {c: spot for c, spot in held.items() if not spot.placement.locked}
            self._start_drag(scene, held, copy)

    def _start_drag(self, scene: FilmScene, held: dict[Copy, Spot], copy: Copy) -> None:
        self.holding.emit(True)
        assert self._pressed is not None  # noqa: S101 - a drag begins with a press
        self.drag = Drag(scene, held, copy, self._where(self._pressed))
        self._doing = "drag"
        scene.lifted, self._shown = held, QRect()
        self._canvas.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
        self._canvas.viewport().update()
        self._scrolling.start()

    def _follow(self) -> None:
        """Bring what is dragged, or the band, to the pointer, and repaint what that changes."""
        scene, view = self._canvas.scene, self._canvas.viewport()
        if self.drag is not None and scene is not None:
            self.drag.to(scene, self._where(self._last), 0 if self._free else REACH, self.shapes)
            self._repaint(self._marks.extent(scene, self._canvas.origin(), self.drag))
            self.changed.emit()
        elif self._doing == "band" and self._pressed is not None:
            before, self._band = self._band, QRect(self._pressed, self._last).normalized()
            view.update(before.united(self._band).adjusted(-1, -1, 2, 2))

    def _repaint(self, now: QRect) -> None:
        before, self._shown = self._shown, now
        view = self._canvas.viewport()
        view.update(before)
        view.update(now)

    def _drop(self) -> None:
        drag = self.drag
        self._end_drag()
        if drag is not None and drag.moved:
            self.moveWanted.emit(frozenset(drag.held), drag.dx, drag.dy, drag.part, False)
        self.holding.emit(False)

    def _end_drag(self) -> None:
        held, self.drag = self.drag, None
        self._scrolling.stop()
        self._canvas.viewport().unsetCursor()
        if self._canvas.scene:
            self._canvas.scene.lifted = ()
        self._canvas.viewport().update()
        if held is not None:
            self.changed.emit()
        if held is not None and self._doing == "drag":
            self.holding.emit(False)  # it was put back

    def _take_band(self) -> None:
        scene, band = self._canvas.scene, self._band
        self._band = QRect()
        self._canvas.viewport().update()
        if scene is None:
            return
        origin = self._canvas.origin()
        found = {
            copy
            for copy, spot in scene.spots.items()
            if band.intersects(scene.box(spot.part - 1, spot.placement, origin))
        }
        self.selection.pick(self.selection.copies | found)

    def _scroll(self) -> None:
        """Scroll on while something is held near an edge of the view."""
        room, at = self._canvas.viewport().rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), self._last
        across = min(0, at.x() - room.left()) + max(0, at.x() - room.right())
        along = min(0, at.y() - room.top()) + max(0, at.y() - room.bottom())
        if across or along:
            before = self._canvas.origin()
            self._canvas.pan(QPoint(-across, -along))
            if self._canvas.origin() != before:
                self._follow()

    def _where(self, at: QPoint) -> Where:
        place = at - self._canvas.origin()
        return Where(place.x(), place.y())

    def _on_picked(self) -> None:
        self._canvas.pick_lines(self.selection.lines)

    def _on_changed(self) -> None:
        self._canvas.film_painter.outlines = not self.selection.copies
        self._canvas.viewport().update()
        self.changed.emit()

    # Paint

    def paint(self, painter: QPainter, scene: FilmScene, frame: Frame) -> None:
        """Paint the marks of the hand over the film."""
        close = Close() if self.drag else self.close
        self._marks.paint_marks(painter, scene, frame, self.selection.copies, close)
        if self.drag is not None:
            self._marks.paint_drag(painter, scene, frame, self.drag, self._canvas.film_painter)
        if not self._band.isEmpty():
            self._marks.paint_band(painter, self._band, frame)
