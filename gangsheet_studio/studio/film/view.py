"""The centre of the window: the layout true to scale, between its rulers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gangsheet_studio.studio.film.canvas import FilmCanvas
from gangsheet_studio.studio.film.rulers import Ruler, RulerCorner, Span
from gangsheet_studio.studio.film.status import selection_words
from gangsheet_studio.studio.film.steering import STEP

if TYPE_CHECKING:
    from gangsheet_studio.model.layout import Layout
    from gangsheet_studio.model.marks import Mark
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.studio.film.hand import Hand
    from gangsheet_studio.studio.film.thumbnails import Thumbnails


_NEW_PICTURES_MS: Final = 60


class FilmView(QWidget):
    """Shows a layout: parts one below the other, copies as they will print."""

    linesPicked = Signal(set)  # noqa: N815 - a Qt signal
    hovered = Signal(str)
    currentPartChanged = Signal(int)  # noqa: N815 - a Qt signal

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = FilmCanvas(self)
        self._corner = RulerCorner(self)
        self._top = Ruler(Qt.Orientation.Horizontal, self)
        self._left = Ruler(Qt.Orientation.Vertical, self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._corner, 0, 0)
        grid.addWidget(self._top, 0, 1)
        grid.addWidget(self._left, 1, 0)
        grid.addWidget(self._canvas, 1, 1)
        self._status = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._status.setObjectName("filmStatus")
        self._status.setAccessibleName("What is selected on the film")
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.addWidget(self._status, 2, 0, 1, 2)
        self.setFocusProxy(self._canvas)
        self._canvas.linesPicked.connect(self.linesPicked)
        self._canvas.hovered.connect(self.hovered)
        self._canvas.currentPartChanged.connect(self.currentPartChanged)
        self._canvas.viewChanged.connect(self._follow)
        self._canvas.pointerMoved.connect(self._point)
        self._canvas.pointerLeft.connect(self._unpoint)
        self.hand.changed.connect(self._show_status)
        self.hand.said.connect(self.say)
        self._new_pictures = QTimer(self, singleShot=True, interval=_NEW_PICTURES_MS)
        self._new_pictures.timeout.connect(self._canvas.viewport().update)
        self._follow()
        self._show_status()

    @property
    def hand(self) -> Hand:
        """What selects and moves copies."""
        return self._canvas.hand

    def say(self, text: str) -> None:
        """Say something about what is done by hand, until something else is selected."""
        self._status.setText(text)

    def set_layout(
        self, layout: Layout | None, marks: tuple[tuple[Mark, ...], ...] = (), *, glide: bool = False
    ) -> None:
        """Show a layout with the marks of each part; zoom and place stay where the film is as wide as before.

        With `glide` copies are seen to go to their new places.
        """
        self._canvas.show_layout(layout, marks, glide=glide)

    def set_headers(self, words: tuple[str, ...]) -> None:
        """Say `words` of each part beside its number."""
        if words != self._canvas.film_painter.headers:
            self._canvas.film_painter.headers = words
            self._canvas.update_headers()

    def set_message(self, text: str) -> None:
        """Say `text` in the middle while there is no layout."""
        self._canvas.message = text
        if self._canvas.scene is None:
            self._canvas.setAccessibleDescription(text)
        self._canvas.viewport().update()

    def set_unit(self, unit: Unit) -> None:
        """Write lengths in `unit`."""
        self._canvas.film_painter.unit = unit
        self._corner.show_unit(unit)
        self._canvas.viewport().update()
        self._follow()
        self._show_status()

    def set_thumbnails(self, thumbnails: Thumbnails) -> None:
        """Draw copies with `thumbnails`, as they arrive."""
        pictures = self._canvas.film_painter.pictures
        if pictures.thumbnails is not None:
            pictures.thumbnails.arrived.disconnect(self._arrived)
        pictures.thumbnails = thumbnails
        pictures.clear()
        thumbnails.arrived.connect(self._arrived)
        self._canvas.viewport().update()

    def set_checker(self, shown: bool) -> None:
        """Show a fine checker under transparency, or plain film."""
        self._canvas.film_painter.checker = shown
        self._canvas.viewport().update()

    def highlight(self, lines: set[int]) -> None:
        """Light up all copies of these order lines and dim the others."""
        self._canvas.film_painter.lit = frozenset(lines)
        self._canvas.hand.selection.follow(lines)
        self._canvas.viewport().update()

    def set_unreadable(self, lines: set[int]) -> None:
        """Show that the copies of these order lines will stay empty."""
        if lines != self._canvas.film_painter.unreadable:
            self._canvas.film_painter.unreadable = frozenset(lines)
            self._canvas.viewport().update()

    def fit_width(self) -> None:
        """Show the film's whole width."""
        self._canvas.fit_width()

    def fit_part(self, number: int) -> None:
        """Show part `number` whole."""
        self._canvas.fit_part(number)

    def fit_all(self) -> None:
        """Show all parts whole."""
        self._canvas.fit_all()

    def show_part(self, number: int) -> None:
        """Scroll to part `number`, without a change of zoom."""
        self._canvas.show_part(number)

    def zoom_in(self) -> None:
        """Zoom in a step, at the middle."""
        self._canvas.zoom_by(STEP)

    def zoom_out(self) -> None:
        """Zoom out a step, at the middle."""
        self._canvas.zoom_by(1 / STEP)

    def current_part(self) -> int:
        """Return the number of the part that is looked at, 0 without a layout."""
        return self._canvas.current_part()

    @Slot(str)
    def _arrived(self, key: str) -> None:
        self._canvas.film_painter.pictures.forget(key)
        if not self._new_pictures.isActive():
            self._new_pictures.start()

    @Slot()
    def _show_status(self) -> None:
        scene, hand = self._canvas.scene, self._canvas.hand
        self._status.setVisible(scene is not None)
        if scene is None:
            return
        drag, copies = hand.drag, hand.selection.copies
        spots = drag.spots if drag else [scene.spots[copy] for copy in sorted(copies & scene.spots.keys())]
        unit = self._canvas.film_painter.unit
        self._status.setText(selection_words(spots, hand.close, scene.layout.film.dpi, unit))

    @Slot()
    def _follow(self) -> None:
        """Put the rulers where the film is."""
        scene, unit = self._canvas.scene, self._canvas.film_painter.unit
        if scene is None:
            self._top.show_spans((), 1.0, unit)
            self._left.show_spans((), 1.0, unit)
            return
        origin, geometry, film = self._canvas.origin(), scene.geometry, scene.layout.film
        self._top.show_spans((Span(origin.x(), film.width),), geometry.scale, unit)
        self._left.show_spans(
            tuple(
                Span(origin.y() + strip.top, strip.part.height_px / film.dpi)
                for strip in geometry.strips
                if -strip.length < origin.y() + strip.top < self._canvas.height()
            ),
            geometry.scale,
            unit,
        )

    @Slot(QPoint)
    def _point(self, at: QPoint) -> None:
        shown = self._canvas.scene is not None
        self._top.show_pointer(at.x() if shown else None)
        self._left.show_pointer(at.y() if shown else None)

    @Slot()
    def _unpoint(self) -> None:
        self._top.show_pointer(None)
        self._left.show_pointer(None)
