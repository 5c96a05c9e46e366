"""The icon of the program in the forms that systems ask for, all drawn from resources/icons/app.svg."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
_ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
_ICNS_SIDE: Final = 1024


def draw_png(svg: Path, side: int, target: Path) -> None:
    """Write `svg` to `target` as a PNG of `side` x `side` px."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(svg)).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise SystemExit(f"icons: {target} could not be written")


def draw_ico(svg: Path, target: Path) -> None:
    """Write `svg` to `target` as a Windows icon; each size is drawn for itself."""
    _combine(svg, target, _ICO_SIZES)


def draw_icns(svg: Path, target: Path) -> None:
    """Write `svg` to `target` as a macOS icon."""
    _combine(svg, target, (_ICNS_SIDE, 512, 256, 128, 64, 32))


def _combine(svg: Path, target: Path, sides: tuple[int, ...]) -> None:
    from PIL import Image

    pictures = []
    for side in sorted(sides, reverse=True):
        drawn = target.with_name(f"{target.stem}-{side}.png")
        draw_png(svg, side, drawn)
        with Image.open(drawn) as picture:
            picture.load()
            pictures.append(picture)
        drawn.unlink()
    largest, *others = pictures
    largest.save(target, append_images=others, sizes=[picture.size for picture in pictures])
