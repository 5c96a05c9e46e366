"""Designs drawn small, by the design's key, for every view to share."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QImage, QPainter, QPixmap, QTransform

if TYPE_CHECKING:
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.protocol import Thumbnail

MOST_BYTES: Final = 200 << 20


class _Entry:
    """A design's picture, its turned and trimmed copies, its icons; `own` is the design's size in pixels."""

    def __init__(self, picture: QPixmap, own: tuple[int, int]) -> None:
        self.own = own
        self.turned: dict[tuple[int, Box | None], QPixmap] = {(0, None): picture}
        self.icons: dict[int, QIcon] = {}
        # At most one turned copy of each quarter is ever made, mostly just one.
        self.bytes = 2 * 4 * picture.width() * picture.height()

    def trimmed(self, trim: Box | None) -> QPixmap:
        """Return the picture, or what `trim`, a box in the design's own pixels, leaves of it."""
        whole = self.turned[0, None]
        if trim is None or not all(self.own):
            return whole
        across, down = whole.width() / self.own[0], whole.height() / self.own[1]
        left, top, width, height = trim
        box = QRectF(left * across, top * down, width * across, height * down).toAlignedRect()
        return whole.copy(box & whole.rect())


class Thumbnails(QObject):
    """The thumbnails that have arrived; those used longest ago go first when `most_bytes` is reached."""

    arrived = Signal(str)

    def __init__(self, parent: QObject | None = None, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._most = most_bytes
        self._bytes = 0

    def put(self, message: Thumbnail) -> None:
        """Keep the picture in `message`; one whose pixels do not fill its size is no picture."""
        width, height = message.width, message.height
        if width < 1 or height < 1 or len(message.pixels) != 4 * width * height:
            return
        image = QImage(message.pixels, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        # The conversion copies, so that the picture outlives the message.
        picture = QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied))
        self._drop(message.key)
        entry = _Entry(picture, message.own)
        self._entries[message.key] = entry
        self._bytes += entry.bytes
        while self._bytes > self._most and len(self._entries) > 1:
            self._drop(next(iter(self._entries)))
        self.arrived.emit(message.key)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def known(self) -> set[str]:
        """Return the keys of the designs whose thumbnail is here."""
        return set(self._entries)

    def pixmap(self, key: str, rotation: int = 0, trim: Box | None = None) -> QPixmap:
        """Return the thumbnail, or `trim` of it, turned clockwise by `rotation`; null while there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return QPixmap()
        self._entries.move_to_end(key)
        if (rotation, trim) not in entry.turned:
            entry.turned[rotation, trim] = entry.trimmed(trim).transformed(QTransform().rotate(rotation))
        return entry.turned[rotation, trim]

    def is_turned(self, key: str, rotation: int, trim: Box | None = None) -> bool:
        """Return whether `pixmap` has its answer at hand."""
        entry = self._entries.get(key)
        return entry is not None and (rotation, trim) in entry.turned

    def icon(self, key: str, side: int) -> QIcon:
        """Return the thumbnail in the middle of a square of `side`; a null icon while there is none."""
        entry = self._entries.get(key)
        if entry is None:
            return QIcon()
        self._entries.move_to_end(key)
        if side not in entry.icons:
            entry.icons[side] = QIcon(_squared(entry.turned[0, None], side))
        return entry.icons[side]

    def _drop(self, key: str) -> None:
        if (entry := self._entries.pop(key, None)) is not None:
            self._bytes -= entry.bytes


def _squared(picture: QPixmap, side: int) -> QPixmap:
    """Return `picture` in the middle of a clear square, sharp on the screen that has most pixels."""
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    pixels = round(side * ratio)
    size = picture.size().scaled(QSize(pixels, pixels), Qt.AspectRatioMode.KeepAspectRatio)
    size = size.expandedTo(QSize(1, 1))
    square = QPixmap(pixels, pixels)
    square.fill(Qt.GlobalColor.transparent)
    small = picture.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    place = QRect((pixels - size.width()) // 2, (pixels - size.height()) // 2, size.width(), size.height())
    painter = QPainter(square)
    painter.drawPixmap(place, small)
    painter.end()
    square.setDevicePixelRatio(ratio)
    return square
