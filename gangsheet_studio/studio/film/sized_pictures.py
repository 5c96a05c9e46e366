"""Thumbnails at the size the screen shows them, so that a frame only copies pixels."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPixmap

    from gangsheet_studio.model.layout import Placement
    from gangsheet_studio.studio.film.thumbnails import Thumbnails

SIZED_BYTES: Final = 64 << 20
SIZING_SECONDS: Final = 0.005
_LARGEST_BYTES: Final = 4 << 20


class SizedPictures:
    """Made once for each zoom, as far as SIZED_BYTES go.

    Making them takes at most SIZING_SECONDS of a frame: the rest are drawn as they are until the next,
    which `complete` asks for.
    """

    def __init__(self) -> None:
        self.thumbnails: Thumbnails | None = None
        self.complete = True
        self._sized: dict[str, dict[tuple[str, int, int, int], QPixmap]] = {}
        self._drawn: set[str] = set()
        self._bytes = 0
        self._ratio = 1.0
        self._spent = 0.0

    def begin(self, ratio: float) -> None:
        """Begin a frame on a screen with `ratio` device pixels a pixel."""
        if ratio != self._ratio:
            self.clear()
        elif self._bytes > SIZED_BYTES:
            for key in self._sized.keys() - self._drawn:
                self.forget(key)
        self._ratio, self._spent = ratio, 0.0
        self._drawn = set()
        self.complete = True

    def clear(self) -> None:
        """Forget all sizes, when the zoom changes."""
        self._sized.clear()
        self._bytes = 0

    def forget(self, key: str) -> None:
        """Forget a design, when its thumbnail arrives."""
        for _, _, width, height in self._sized.pop(key, {}):
            self._bytes -= self._size(width, height)

    def has(self, key: str) -> bool:
        """Return whether there is a thumbnail of the design."""
        return self.thumbnails is not None and key in self.thumbnails

    def draw(self, painter: QPainter, placement: Placement, box: QRect) -> bool:
        """Draw the placement's thumbnail into `box`; False while there is none."""
        key, rotation, trim = placement.key, placement.rotation, placement.trim
        turned = placement.picture, rotation, box.width(), box.height()
        self._drawn.add(key)
        picture = self._sized.get(key, {}).get(turned)
        if picture is not None:
            painter.drawPixmap(box.topLeft(), picture)
            return True
        if self.thumbnails is None:
            return False
        began = time.perf_counter()
        late = self._spent > SIZING_SECONDS
        if late and not self.thumbnails.is_turned(key, rotation, trim):
            self.complete = self.complete and not self.thumbnails.is_turned(key, 0)
            return False
        source = self.thumbnails.pixmap(key, rotation, trim)
        if source.isNull():
            return False
        size = self._size(box.width(), box.height())
        if size > _LARGEST_BYTES or self._bytes > SIZED_BYTES:
            painter.drawPixmap(box, source)
        elif late:
            self.complete = False
            painter.drawPixmap(box, source)
        else:
            picture = self._scaled(source, box)
            self._sized.setdefault(key, {})[turned] = picture
            self._bytes += size
            painter.drawPixmap(box.topLeft(), picture)
        self._spent += time.perf_counter() - began
        return True

    def _scaled(self, source: QPixmap, box: QRect) -> QPixmap:
        picture = source.scaled(
            round(box.width() * self._ratio),
            round(box.height() * self._ratio),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture.setDevicePixelRatio(self._ratio)
        return picture

    def _size(self, width: int, height: int) -> int:
        return 4 * round(width * self._ratio) * round(height * self._ratio)
