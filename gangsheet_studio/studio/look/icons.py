"""Icons, drawn from SVG in a colour of the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gangsheet_studio.resources import resource

_SIDE: Final = 20
_SCALES: Final = (1, 2, 3)


def icon(name: str, colour: str) -> QIcon:
    """Return `resources/icons/<name>.svg` with its `currentColor` as `colour`, sharp up to 300 %."""
    return _render(
        resource(f"icons/{name}.svg").read_bytes().replace(b"currentColor", colour.encode()), _SIDE
    )


def app_icon() -> QIcon:
    """Return the application's own icon."""
    return _render(resource("icons/app.svg").read_bytes(), 64)


def _render(svg: bytes, side: int) -> QIcon:
    renderer = QSvgRenderer(QByteArray(svg))
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(side * scale, side * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side * scale, side * scale))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        made.addPixmap(pixmap)
    return made
