"""A PDF sheet from its first design to its last line."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.errors import stop_if
from gangsheet_studio.model.layout import Placement
from gangsheet_studio.sheets.layers import in_layers
from gangsheet_studio.sheets.pdf.objects import PdfWriter, name, numbers, text
from gangsheet_studio.sheets.pdf.page import PageSize, show_form, show_picture, stroke
from gangsheet_studio.sheets.pdf.picture import read_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from pathlib import Path
    from threading import Event

    from gangsheet_studio.model.layout import Part, Printed
    from gangsheet_studio.model.output import Cut
    from gangsheet_studio.sheets.atomic import AtomicFile
    from gangsheet_studio.sheets.painter import Copies
    from gangsheet_studio.sheets.pdf.picture import PdfPicture
    from gangsheet_studio.sheets.written import WrittenFile

_FLUSH: Final = 1 << 16  # bytes of operators that become a stream of their own
_WHITE_SHOWN, _CUT_SHOWN = (0, 0, 0, 0), (0, 1, 0, 0)  # what viewers that know no spot colours show, as CMYK
# Neither takes away what is printed, wherever the ink is; white shows as nothing where there is no such ink.
_WHITE_STATE: Final = b"<< /Type /ExtGState /OP true /op true /BM /Multiply >>"
_CUT_STATE: Final = b"<< /Type /ExtGState /OP true /op true >>"


class PdfSettings(Struct, frozen=True, kw_only=True):
    """How a PDF sheet is written; `white` names its spot colour, `layer` the layer of what is printed.

    It is printed `in_order` where copies lie over each other, else layer by layer.
    """

    dpi: int
    title: str
    software: str
    profile: bytes
    mirror: bool
    background: tuple[int, int, int] | None
    white: str | None
    cut: Cut | None
    layer: Callable[[Printed], str]
    in_order: bool
    picture_of: Callable[[Printed], Hashable]


class PdfSheet:
    """Writes `part` into `file`; each picture goes there as soon as it is staged."""

    def __init__(self, part: Part, file: AtomicFile, settings: PdfSettings) -> None:
        self._part, self._settings = part, settings
        self._writer = PdfWriter(file)
        self._size = PageSize(part, settings.dpi)
        self._names: dict[Hashable, tuple[str, str]] = {}  # of a picture, and of its white
        self._forms: dict[tuple[Hashable, tuple[int, int]], str] = {}
        self._forms_drawn: dict[str, tuple[float, float]] = {}
        self._objects: dict[str, int] = {}
        self._layers: dict[tuple[str, bool], int] = {}  # by name, inks apart
        self._contents: list[int] = []
        self._operators = bytearray()

    @property
    def user_unit(self) -> int:
        """How many points a unit of the page is: more than one where it is longer than viewers take."""
        return self._size.unit

    @property
    def crc(self) -> int:
        """CRC-32 of all that is written."""
        return self._writer.crc

    def write(
        self,
        copies: Copies,
        *,
        band_rows: Callable[[], int],
        on_row: Callable[[int], None],
        cancel: Event,
    ) -> WrittenFile:
        """Write all of it; `band_rows` is asked before each copy, `on_row` hears how far it is."""
        writer, settings = self._writer, self._settings
        catalog, pages, page = (writer.reserve() for _ in range(3))
        packed = zlib.compress(settings.profile)
        self._profile = writer.add_stream(
            b"/N 3 /Alternate /DeviceRGB /Filter /FlateDecode", (packed,), len(packed)
        )
        self._spots = self._write_spots()
        for _, copy in sorted(enumerate(self._part.printed), key=lambda pair: (pair[1].y, pair[0])):
            stop_if(cancel)
            band_rows()
            self._embed(copy, copies.take(copy), cancel)
            copies.give_back(copy)
            on_row(copy.y + copy.height)
        self._draw()
        writer.write(page, self._page(pages))
        writer.write(pages, b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % page)
        writer.write(catalog, b"<< /Type /Catalog /Pages %d 0 R %s >>" % (pages, self._layer_list()))
        entries = b"<< /Title %s /Producer %s >>" % (text(settings.title), text(settings.software))
        return writer.finish(catalog, writer.add(entries))

    def _write_spots(self) -> dict[bytes, int]:
        """Write the colour spaces of spot colours (ISO 32000-1, 8.6.6.4), by what the page calls them."""
        wanted = {b"White": (self._settings.white, _WHITE_SHOWN)}
        if self._settings.cut is not None:
            wanted[b"Cut"] = (self._settings.cut.name, _CUT_SHOWN)
        tint = b"<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [%s] /N 1 >>"
        return {
            called: self._writer.add(
                b"[/Separation %s /DeviceCMYK %s]" % (name(spot), tint % numbers(*shown))
            )
            for called, (spot, shown) in wanted.items()
            if spot is not None
        }

    def _embed(self, copy: Printed, picture: PdfPicture, cancel: Event) -> None:
        """Write the picture of `copy`, and its cut line, where an earlier copy has not."""
        key = self._settings.picture_of(copy)
        if key not in self._names:
            colour = b"/ColorSpace [/ICCBased %d 0 R]" % self._profile
            if picture.alpha is not None:
                mask = self._image(picture, picture.alpha, b"/ColorSpace /DeviceGray", 1, cancel)
                colour += b" /SMask %d 0 R" % mask
            called = f"D{len(self._names) + 1}"
            self._objects[called] = self._image(picture, picture.colour, colour, 3, cancel)
            white = ""
            if picture.white is not None:
                white = f"W{len(self._names) + 1}"
                space = b"/ColorSpace %d 0 R /Decode [0 1]" % self._spots[b"White"]
                self._objects[white] = self._image(picture, picture.white, space, 1, cancel)
            self._names[key] = called, white
        cut = self._settings.cut if isinstance(copy, Placement) else None
        if cut is not None and (key, copy.unrotated) not in self._forms:
            self._forms[key, copy.unrotated] = self._cut_form(copy, picture, cut)

    def _image(self, picture: PdfPicture, path: Path, entries: bytes, samples: int, cancel: Event) -> int:
        parameters = b"<< /Predictor 15 /Colors %d /BitsPerComponent 8 /Columns %d >>"
        head = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 %s"
        head %= (picture.width_px, picture.height_px, entries)
        head += b" /Filter /FlateDecode /DecodeParms " + parameters % (samples, picture.width_px)
        return self._writer.add_stream(head, read_pieces(path, cancel), path.stat().st_size)

    def _cut_form(self, copy: Printed, picture: PdfPicture, cut: Cut) -> str:
        """Write the cut line of a design at the size of `copy` as a form; return what the page calls it."""
        width, height = (side / self._settings.dpi for side in copy.unrotated)
        rings = picture.cuts.get(copy.unrotated, ())
        room = self._size.inches(cut.offset + 0.1)
        across, up = self._size.inches(width), self._size.inches(height)
        box = numbers(-room, -room, across + room, up + room)
        head = b"/Type /XObject /Subtype /Form /BBox [%s] /Resources << /ColorSpace << /Cut %d 0 R >> >>"
        called = f"C{len(self._forms) + 1}"
        drawn = stroke(rings, self._size, height)
        self._objects[called] = self._writer.add_text_stream(head % (box, self._spots[b"Cut"]), drawn)
        self._forms_drawn[called] = across, up
        return called

    def _draw(self) -> None:
        """Write what shows all copies in their layers, then the cut lines in theirs."""
        if self._settings.background is not None:
            levels = numbers(*(level / 255 for level in self._settings.background))
            whole = numbers(0, 0, self._size.width, self._size.height)
            self._say(b"/sRGB cs %s sc %s re f\n" % (levels, whole))
        settings = self._settings
        for layer, copies in in_layers(self._part.printed, settings.layer, in_order=settings.in_order):
            self._in_layer(layer, map(self._shown, copies))
        if self._settings.white is not None:
            self._say(b"/OverWhite gs\n")
            self._in_layer(self._settings.white, map(self._white, self._part.placements), ink=True)
        if self._settings.cut is not None:
            self._say(b"/OverCut gs\n")
            self._in_layer(self._settings.cut.name, map(self._cut, self._part.placements), ink=True)
        self._flush()

    def _shown(self, copy: Printed) -> bytes:
        called, _ = self._names[self._settings.picture_of(copy)]
        return show_picture(self._size.matrix(copy, mirror=self._settings.mirror), called)

    def _white(self, copy: Placement) -> bytes:
        _, white = self._names[self._settings.picture_of(copy)]
        return show_picture(self._size.matrix(copy, mirror=self._settings.mirror), white) if white else b""

    def _cut(self, copy: Placement) -> bytes:
        called = self._forms[self._settings.picture_of(copy), copy.unrotated]
        matrix = self._size.matrix(copy, mirror=self._settings.mirror)
        return show_form(matrix, *self._forms_drawn[called], called)

    def _in_layer(self, layer: str, shown: Iterator[bytes], *, ink: bool = False) -> None:
        """Show things in optional content (ISO 32000-1, 8.11) named `layer`."""
        if (layer, ink) not in self._layers:
            self._layers[layer, ink] = self._writer.add(b"<< /Type /OCG /Name %s >>" % text(layer))
        number = list(self._layers).index((layer, ink)) + 1
        self._say(b"/OC /L%d BDC\n" % number)
        for operators in shown:
            self._say(operators)
        self._say(b"EMC\n")

    def _say(self, operators: bytes) -> None:
        self._operators += operators
        if len(self._operators) > _FLUSH:
            self._flush()

    def _flush(self) -> None:
        if self._operators:
            self._contents.append(self._writer.add_text_stream(b"", bytes(self._operators)))
            self._operators.clear()

    def _page(self, pages: int) -> bytes:
        box = numbers(0, 0, self._size.width, self._size.height)
        objects = b" ".join(b"/%s %d 0 R" % (called.encode(), n) for called, n in self._objects.items())
        layers = b" ".join(b"/L%d %d 0 R" % pair for pair in enumerate(self._layers.values(), 1))
        return (
            b"<< /Type /Page /Parent %d 0 R /MediaBox [%s] /TrimBox [%s] %s /Contents [%s] "
            b"/Group << /S /Transparency /CS [/ICCBased %d 0 R] /I true >> "
            b"/Resources << /XObject << %s >> /Properties << %s >> "
            b"/ColorSpace << /sRGB [/ICCBased %d 0 R] >> /ExtGState << /OverWhite %s /OverCut %s >> >> >>"
        ) % (
            pages,
            box,
            box,
            b"/UserUnit %d" % self._size.unit if self._size.unit > 1 else b"",
            b" ".join(b"%d 0 R" % number for number in self._contents),
            self._profile,
            objects,
            layers,
            self._profile,
            _WHITE_STATE,
            _CUT_STATE,
        )

    def _layer_list(self) -> bytes:
        layers = b" ".join(b"%d 0 R" % number for number in self._layers.values())
        return b"/OCProperties << /OCGs [%s] /D << /Order [%s] /ON [%s] /Name %s >> >>" % (
            layers,
            layers,
            layers,
            text("Layers"),
        )
