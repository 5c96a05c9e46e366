"""The wheel and the keys that move the view over the film."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from gangsheet_studio.studio.film.canvas import FilmCanvas

STEP: Final = 1.2
PAN: Final = 64
_PANS: Final = {
    Qt.Key.Key_Left: (PAN, 0),
    Qt.Key.Key_Right: (-PAN, 0),
    Qt.Key.Key_Up: (0, PAN),
    Qt.Key.Key_Down: (0, -PAN),
}


def turn_wheel(canvas: FilmCanvas, event: QWheelEvent) -> None:
    """Zoom at the pointer; a trackpad, or Shift and the wheel, pans."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    touched = event.phase() != Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull()
    turned = event.angleDelta()
    if touched and not control:
        canvas.pan(event.pixelDelta())
    elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        canvas.pan(turned)
    else:
        canvas.zoom_by(STEP ** ((turned.y() or turned.x()) / 120), event.position())


def press_key(canvas: FilmCanvas, key: Qt.Key) -> bool:
    """Zoom, pan or go to another part; False for a key that does nothing here."""
    if key in _PANS:
        canvas.pan(QPoint(*_PANS[key]))
    elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        canvas.zoom_by(STEP)
    elif key == Qt.Key.Key_Minus:
        canvas.zoom_by(1 / STEP)
    elif key == Qt.Key.Key_0:
        canvas.fit_width()
    elif key == Qt.Key.Key_PageDown:
        canvas.show_part(canvas.current_part() + 1)
    elif key == Qt.Key.Key_PageUp:
        canvas.show_part(canvas.current_part() - 1)
    elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        bar = canvas.verticalScrollBar()
        bar.setValue(bar.minimum() if key == Qt.Key.Key_Home else bar.maximum())
    else:
        return False
    return True
