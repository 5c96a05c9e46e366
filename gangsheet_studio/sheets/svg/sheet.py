"""An SVG sheet from its first design to its last line (SVG 1.1, with the layers of Inkscape)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import quoteattr

from isal import isal_zlib
from msgspec import Struct

from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.layout import Placement
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.sheets.layers import in_layers
from gangsheet_studio.sheets.svg.picture import write_png
from gangsheet_studio.sheets.written import HashedFile

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.model.outline import CutLines
    from gangsheet_studio.model.output import Cut
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.painter import Copies
    from gangsheet_studio.sheets.png.rows import DeflatedRows
    from gangsheet_studio.sheets.written import WrittenFile

_MM_PER_INCH: Final = 25.4
_CUT_MM: Final = 0.1
_CUT_COLOUR: Final = "#ff00ff"
_SPACES: Final = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
)


class SvgSettings(Struct, frozen=True, kw_only=True):
    """How an SVG sheet is written; `layer` names the layer that a copy lies in.

    They are printed `in_order` where they lie over each other, else layer by layer.
    """

    dpi: int
    title: str
    mirror: bool
    background: str
    cut: Cut | None
    layer: Callable[[Printed], str]
    in_order: bool
    picture_of: Callable[[Printed], Hashable]


class SvgPicture(Struct, frozen=True):
    """A staged design: its `rows`, and the lines to cut along at each size in pixels of the sheet."""

    rows: DeflatedRows
    cuts: Mapping[tuple[int, int], CutLines] = {}

    @property
    def memory_bytes(self) -> int:
        """What it holds in memory."""
        return self.rows.memory_bytes

    @property
    def scratch_bytes(self) -> int:
        """What it holds on disk."""
        return self.rows.scratch_bytes

    def close(self) -> None:
        """Give both back."""
        self.rows.close()


class SvgSheet:
    """Writes `part` into `file`; lengths are pixels of the sheet."""

    def __init__(self, part: Part, file: AtomicFile, settings: SvgSettings) -> None:
        self._part, self._settings = part, settings
        self._file = HashedFile(file)
        self.crc = 0
        self._pictures: dict[Hashable, tuple[str, int, int]] = {}
        self._cuts: dict[tuple[Hashable, tuple[int, int]], str] = {}

    def write(
        self,
        copies: Copies,
        *,
        band_rows: Callable[[], int],
        on_row: Callable[[int], None],
        cancel: Event,
    ) -> WrittenFile:
        """Write all of it; `band_rows` is asked before each band, `on_row` hears how far it is."""
        part, settings = self._part, self._settings
        width, height = (side / settings.dpi * _MM_PER_INCH for side in (part.width_px, part.height_px))
        self._say('<?xml version="1.0" encoding="UTF-8"?>\n')
        size = f'width="{width:.4f}mm" height="{height:.4f}mm" viewBox="0 0 {part.width_px} {part.height_px}"'
        self._say(f'<svg {_SPACES} version="1.1" {size} data-name={quoted(settings.title)}>\n<defs>\n')
        for _, copy in sorted(enumerate(part.printed), key=lambda pair: (pair[1].y, pair[0])):
            stop_if(cancel)
            self._define(copy, copies.take(copy), band_rows, cancel)
            copies.give_back(copy)
            on_row(copy.y + copy.height)
        self._say("</defs>\n")
        if settings.background:
            self._say(f'<rect width="100%" height="100%" fill="{settings.background}"/>\n')
        layers = in_layers(part.printed, settings.layer, in_order=settings.in_order)
        for number, (layer, shown) in enumerate(layers, 1):
            self._layer(f"layer{number}", layer, map(self._use, shown))
        if settings.cut is not None:
            self._layer("cut", settings.cut.name, map(self._use_cut, part.placements))
        self._say("</svg>\n")
        return self._file.written

    def _define(
        self, copy: Printed, picture: SvgPicture, band_rows: Callable[[], int], cancel: Event
    ) -> None:
        """Write the picture of `copy`, and its cut line, where an earlier copy has not."""
        key = self._settings.picture_of(copy)
        cut = self._settings.cut if isinstance(copy, Placement) else None
        if key not in self._pictures:
            width, height = picture.rows.width_px, picture.rows.height_px
            called = f"d{len(self._pictures) + 1}"
            head = f'<image id="{called}" data-name={quoted(_name(copy))} width="{width}" height="{height}" '
            self._say(head + 'preserveAspectRatio="none" xlink:href="data:image/png;base64,')
            write_png(picture.rows, self._put, self._settings.dpi, band_rows, cancel)
            self._say('"/>\n')
            self._pictures[key] = called, width, height
        if cut is not None and (key, copy.unrotated) not in self._cuts:
            called = self._cuts[key, copy.unrotated] = f"c{len(self._cuts) + 1}"
            drawn = self._path(picture.cuts.get(copy.unrotated, ()))
            self._say(f'<path id="{called}" d="{drawn}"/>\n')

    def _path(self, rings: CutLines) -> str:
        dpi = self._settings.dpi
        return " ".join(
            "M" + " L".join(f"{x * dpi:.2f},{y * dpi:.2f}" for x, y in ring) + " Z" for ring in rings
        )

    def _layer(self, called: str, label: str, shown: Iterable[str]) -> None:
        """Write a group that design programs show as a layer named `label`."""
        said = quoted(label)
        self._say(f'<g id="{called}" inkscape:groupmode="layer" inkscape:label={said} data-name={said}')
        if called == "cut":
            stroke = _CUT_MM / _MM_PER_INCH * self._settings.dpi
            self._say(f' fill="none" stroke="{_CUT_COLOUR}" stroke-width="{stroke:.3f}"')
        self._say(">\n")
        for each in shown:
            self._say(each)
        self._say("</g>\n")

    def _use(self, copy: Printed) -> str:
        called, width, height = self._pictures[self._settings.picture_of(copy)]
        return f'<use xlink:href="#{called}" transform="{self._matrix(copy, width, height)}"/>\n'

    def _use_cut(self, copy: Placement) -> str:
        called = self._cuts[self._settings.picture_of(copy), copy.unrotated]
        return f'<use xlink:href="#{called}" transform="{self._matrix(copy, *copy.unrotated)}"/>\n'

    def _matrix(self, copy: Printed, width: int, height: int) -> str:
        """Return what takes a picture of `width` x `height` to where `copy` lies, turned clockwise."""
        x, y, w, h = copy.x, copy.y, copy.width, copy.height
        a, b, c, d, e, f = {
            0: (w / width, 0, 0, h / height, x, y),
            90: (0, h / width, -w / height, 0, x + w, y),
            180: (-w / width, 0, 0, -h / height, x + w, y + h),
            270: (0, -h / width, w / height, 0, x, y + h),
        }[copy.rotation]
        if self._settings.mirror:
            a, c, e = -a, -c, 2 * x + w - e
        return f"matrix({a:.9g} {b:.9g} {c:.9g} {d:.9g} {e:.9g} {f:.9g})"

    def _say(self, text: str) -> None:
        self._put(text.encode("utf-8", "replace"))

    def _put(self, data: bytes) -> None:
        self._file.write(data)
        self.crc = isal_zlib.crc32(data, self.crc)


def _name(copy: Printed) -> str:
    return copy.design if isinstance(copy, Placement) else copy.kind


def quoted(said: str) -> str:
    """Return an attribute's value, with what XML has no room for in words."""
    return quoteattr(one_line(said).translate({0xFFFE: None, 0xFFFF: None}))
