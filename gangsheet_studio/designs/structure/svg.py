"""SVG: what a drawing is made of, looked at before anybody draws it.

Drawings may name other files and other parts of themselves, any number of times over. librsvg draws
what is named once more for each name, and gives up late.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from gangsheet_studio.designs.structure.embedded import content_of, is_drawing, pixels_of
from gangsheet_studio.designs.structure.phrases import TOO_COMPLEX
from gangsheet_studio.designs.structure.references import References
from gangsheet_studio.model.units import MB

if TYPE_CHECKING:
    from gangsheet_studio.designs.structure.reader import Reader
    from gangsheet_studio.errors import RefusedInputError

_MOST_BYTES: Final = 64 * MB
_MOST_ELEMENTS: Final = 250_000
_LONGEST_TAG: Final = 11_000_000  # libxml2 gives up at 10 million; expat goes over it once a piece
_MOST_DRAWN_AGAIN: Final = 400_000  # librsvg gives up at 500,000, after five seconds
_MOST_DEPTH: Final = 250  # libxml2 gives up at 256
_MOST_EFFECTS: Final = 100  # in one filter; each goes over all of its pixels
_MOST_EMBEDDED_PIXELS: Final = 64_000_000
_LONGEST_ENTITY: Final = 1024  # namespaces have some; what is longer, or made of others, grows
_MOST_EXPANDED: Final = 64 * MB

# what librsvg 2.61 holds, measured
_BYTES_AN_ELEMENT: Final = 1_800
_BYTES_AN_ATTRIBUTE_BYTE: Final = 10  # of paths: twice as much at their worst
_BYTES_A_PIXEL: Final = 9

_DRAWING: Final = {"image", "feImage", "use"}  # what their links name
_NEVER_DRAWN: Final = {"defs", "symbol", "pattern", "mask", "clipPath", "marker", "filter"}  # by themselves
_GRADIENTS: Final = {"linearGradient", "radialGradient"}  # nothing is drawn for them
_URL: Final = re.compile(r"""url\(\s*["']?\s*([^"')\s]*)""", re.IGNORECASE)
_IMPORT: Final = re.compile(r"""@import\s+(?:url\(\s*)?["']?\s*([^"')\s;]*)""", re.IGNORECASE)
_STYLE_SHEET: Final = re.compile(r"""href\s*=\s*["']([^"']*)""")
_ELSEWHERE: Final = re.compile(r"(?:https?:)?//", re.IGNORECASE)  # never fetched: drawn without
_NOT_PLAIN: Final = frozenset("&%<")
_JUNK_BEHIND: Final = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_UTF_8: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']utf-?8["']""", re.IGNORECASE)


def check(reader: Reader) -> int:
    """Return the bytes that drawing takes at any size. RefusedInputError for what should not be drawn."""
    if reader.size > _MOST_BYTES:
        raise reader.refused("too-large", "is a larger file than any drawing; export it as PNG")
    drawing = _Drawing(reader)
    try:
        drawing.read()
    except expat.ExpatError as error:
        if error.code != _JUNK_BEHIND:
            raise reader.refused("damaged", f"can't be read ({error}); export it again") from error
    except (LookupError, ValueError) as error:
        what = "is written in letters that can't be read here; export it as UTF-8"
        raise reader.refused("damaged", what) from error
    drawing.finish()
    return drawing.held_bytes


class _Drawing:
    """What a parser has come across so far; raises RefusedInputError as soon as it is too much."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._elements = self._pixels = self._attribute_bytes = self._ampersands = self._effects = 0
        self._longest_entity = 0
        self._has_size = False
        self._hidden = 0  # how many elements were open when one that is not drawn by itself was
        self._open: list[tuple[int, str]] = []
        self._references = References()
        self._style: list[str] | None = None

    def read(self) -> None:
        """Parse the file. ExpatError, LookupError, ValueError."""
        parser = None
        for piece in self._reader.pieces(self._reader.size):
            if parser is None:
                parser = self._parser("UTF-8" if _UTF_8.match(piece.removeprefix(b"\xef\xbb\xbf")) else None)
            self._ampersands += piece.count(b"&")
            parser.Parse(piece, False)
            if self._reader.position - parser.CurrentByteIndex > _LONGEST_TAG:
                raise self._too_complex("has a part in it that is far too long")
            if self._longest_entity * self._ampersands > _MOST_EXPANDED:
                raise self._entities()
        if parser is not None:
            parser.Parse(b"", True)

    def _parser(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.ProcessingInstructionHandler = self._instruction
        parser.EntityDeclHandler = self._entity
        return parser

    @property
    def held_bytes(self) -> int:
        """What librsvg holds of it, however large it is drawn."""
        return (
            self._elements * _BYTES_AN_ELEMENT
            + self._attribute_bytes * _BYTES_AN_ATTRIBUTE_BYTE
            + self._pixels * _BYTES_A_PIXEL
        )

    def finish(self) -> None:
        """Look at what can be told at the end alone."""
        if self._references.drawn_again() > _MOST_DRAWN_AGAIN:
            raise self._too_complex("repeats its parts far too often")
        if not self._has_size:
            # libvips would tell a size, and then not draw it at any other
            what = "has neither a width and height nor a viewBox; export it with its page size"
            raise self._reader.refused("no-size", what)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._elements += 1
        if self._elements == 1:
            self._has_size = "viewBox" in attributes or _is_sized(attributes)
        self._open.append((self._elements, "" if local in _GRADIENTS else attributes.get("id", "")))
        if self._elements > _MOST_ELEMENTS:
            raise self._too_complex(f"has more than {_MOST_ELEMENTS:,} elements")
        if len(self._open) > _MOST_DEPTH:
            raise self._too_complex("has too many groups in each other")
        if local in _NEVER_DRAWN and not self._hidden:
            self._hidden = len(self._open)
        if local == "style":
            self._style = []
        self._effects = 0 if local == "filter" else self._effects + local.startswith("fe")
        if self._effects > _MOST_EFFECTS:
            raise self._too_complex("has an effect that is made of far too many")
        for key, value in attributes.items():
            self._attribute_bytes += len(value)
            if key == "href" or key.endswith(":href"):
                self._link(local, value.strip())
            elif "url(" in value.lower():
                self._urls(value)
        if local == "include":  # XInclude: no drawing has such an element of its own
            raise self._linked()

    def _end(self, _name: str) -> None:
        self._hidden = 0 if self._hidden == len(self._open) else self._hidden
        start, name = self._open.pop()
        if name:
            self._references.hold(name, start, self._elements + 1)
        if self._style is not None:
            self._sheet("".join(self._style))
            self._style = None

    def _text(self, data: str) -> None:
        if self._style is not None:
            self._style.append(data)

    def _link(self, local: str, address: str) -> None:
        if address.startswith("#"):
            self._references.refer(self._elements, address[1:], hidden=self._hidden > 0)
        elif local in _DRAWING and not address.lower().startswith("data:"):
            raise self._linked()
        elif local in _DRAWING:
            content = content_of(address)
            if is_drawing(content):
                raise self._too_complex("has a drawing inside it that is a file of its own")
            self._pixels += pixels_of(content)
            if self._pixels > _MOST_EMBEDDED_PIXELS:
                raise self._too_complex("has pictures inside it that are too large to be drawn")

    def _urls(self, text: str) -> None:
        for address in _URL.findall(text):
            if address.startswith("#"):
                self._references.refer(self._elements, address[1:], hidden=self._hidden > 0)
            elif "#" in address and not address.lower().startswith("data:"):
                raise self._linked()

    def _sheet(self, text: str) -> None:
        self._urls(text)
        if any(address and not _ELSEWHERE.match(address) for address in _IMPORT.findall(text)):
            raise self._linked()

    def _instruction(self, target: str, data: str) -> None:
        found = _STYLE_SHEET.search(data) if target == "xml-stylesheet" else None
        if found and not _ELSEWHERE.match(found[1].strip()):
            raise self._linked()

    def _entity(
        self,
        _name: str,
        is_parameter: int,
        value: str | None,
        _base: str | None,
        _system: str | None,
        _public: str | None,
        _notation: str | None,
    ) -> None:
        if is_parameter or value is None or len(value) > _LONGEST_ENTITY or not _NOT_PLAIN.isdisjoint(value):
            raise self._entities()
        self._longest_entity = max(self._longest_entity, len(value))

    def _entities(self) -> RefusedInputError:
        what = "defines words of its own that stand for others; export it as plain SVG"
        return self._reader.refused("entities", what)

    def _linked(self) -> RefusedInputError:
        return self._reader.refused("linked", "shows another file; embed its images and export it again")

    def _too_complex(self, what: str) -> RefusedInputError:
        return self._reader.refused(TOO_COMPLEX, f"{what}; export it as PNG")


def _is_sized(root: dict[str, str]) -> bool:
    """Tell whether a root says both of its sides, and not as shares of something else."""
    sides = [root.get(side, "") for side in ("width", "height")]
    return all(side and "%" not in side for side in sides)
