"""What the columns of an order file mean, by their headings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec import Struct

from gangsheet_studio.model.units import Unit, parse_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

Meaning = Literal[
    "design", "title", "type", "size", "width", "height", "unit", "quantity", "order", "variations"
]

# Headings in lower case, letters and figures only. Names on one line mean the same thing equally well:
# a file that has two of them is refused. An earlier line beats a later one.
NAMES: Final[dict[Meaning, tuple[tuple[str, ...], ...]]] = {
    "design": (
        ("filename",),
        ("file",),
        ("artworkfile",),
        ("designfile",),
        ("imagefile",),
        ("artwork",),
        ("artworkname",),
        ("image",),
        ("imagename",),
        ("design",),
        ("designname",),
        ("lineitemsku",),
        ("sku",),
    ),
    "title": (
        ("lineitemname",),
        ("producttitle",),
        ("productname",),
        ("product",),
        ("itemname",),
        ("itemtitle",),
        ("item",),
        ("listingtitle",),
        ("title",),
    ),
    "type": (("type",), ("producttype",), ("folder", "subfolder")),
    "size": (
        ("printsize", "artworksize", "designsize"),
        ("size", "sizes", "sizewxh", "dimensions", "dimension", "dimensionswxh"),
    ),
    "width": (("printwidth", "artworkwidth", "designwidth"), ("width", "w")),
    "height": (("printheight", "artworkheight", "designheight"), ("height", "h")),
    "unit": (("unit", "units", "uom", "sizeunit", "unitofmeasure"),),
    "quantity": (
        ("lineitemquantity",),
        ("quantity", "qty", "orderquantity", "orderqty"),
        ("count", "copies", "pieces", "pcs", "numberofcopies", "noofcopies", "numberofprints", "noofprints"),
        ("total",),
    ),
    "order": (
        ("orderid",),
        ("ordernumber",),
        ("orderno",),
        ("ordername",),
        ("order",),
        ("orderref", "orderreference"),
        ("sale",),
        ("saleid",),
        ("name",),
    ),
    "variations": (("variations", "variation", "variant", "varianttitle", "options"),),
}
_LENGTHS: Final = frozenset({"size", "width", "height"})
NAMING: Final = frozenset({"design", "title"})
_ORDERED: Final = frozenset({"size", "width", "height", "quantity"})
_WORD: Final = re.compile(r"[^\W_]+")
LONGEST_HEADING: Final = 100
MOST_KEYS: Final = 10_000
_QUANTITY_WORDS: Final = frozenset({"qty", "quantity"})
_LENGTH: Final = re.compile("length", re.IGNORECASE)
_MONEY: Final = NAMES["quantity"].index(("total",))


class Column(Struct, frozen=True):
    """A column whose `heading` means something; `unit` where the heading names one, as in Width (mm)."""

    index: int
    heading: str
    meaning: Meaning
    rank: int
    unit: Unit | None = None


class Columns(Struct, frozen=True):
    """The columns that count, best first; `repeated` are headings of which none can be preferred.

    `unused` are the headings of the others.

    `follows_on` is True for a Shopify export, whose later lines of an order leave the order's name blank.
    """

    found: tuple[Column, ...] = ()
    repeated: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    follows_on: bool = False

    def of(self, *meanings: Meaning) -> tuple[Column, ...]:
        """Return the columns of `meanings`, in the order asked for, best first."""
        return tuple(column for meaning in meanings for column in self.found if column.meaning == meaning)

    @property
    def names_designs(self) -> bool:
        """Whether a row can say which design it is about."""
        return bool(self.of("design", "title"))

    @property
    def meanings(self) -> int:
        """How many different things the headings say."""
        return len({column.meaning for column in self.found})


def plain(text: str) -> str:
    """Return the letters and figures of `text` in lower case, nothing else."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def find_columns(headings: Sequence[str]) -> Columns:
    """Return what `headings` mean; unknown ones are passed over."""
    known = [column for index, text in enumerate(headings) if (column := _recognise(index, text))]
    known += _by_a_word(headings, known)
    said = {column.meaning for column in known}
    if not said & NAMING and said & _ORDERED:
        # where nothing else names a design, Name does; beside a design it is the order
        known = [_as_design(column) if plain(column.heading) == "name" else column for column in known]
    best: dict[Meaning, int] = {}
    for column in known:
        best[column.meaning] = min(column.rank, best.get(column.meaning, column.rank))
    used = [c for c in known if c.meaning in NAMING or c.rank == best[c.meaning]]
    used.sort(key=lambda column: column.rank)
    seen: dict[tuple[Meaning, int], str] = {}
    repeated: list[str] = []
    for column in used:
        place = (column.meaning, column.rank)
        if place in seen:
            repeated += [seen[place], column.heading]
        seen[place] = column.heading
    counted = {column.index for column in used}
    unused = [text for index, text in enumerate(headings) if text.strip() and index not in counted]
    return Columns(
        found=tuple(used),
        unused=tuple(unused),
        repeated=tuple(dict.fromkeys(repeated)),
        follows_on=any(plain(heading[:LONGEST_HEADING]).startswith("lineitem") for heading in headings),
    )


def _recognise(index: int, heading: str) -> Column | None:
    if not heading or len(heading) > LONGEST_HEADING:
        return None
    known = _meaning_of(heading)
    return Column(index, heading, *known) if known else None


@lru_cache(MOST_KEYS)
def _meaning_of(heading: str) -> tuple[Meaning, int, Unit | None] | None:
    if known := _look_up(plain(heading)):
        return *known, None
    words = _WORD.findall(heading.casefold())
    try:
        unit = parse_unit(words.pop()) if words else None
    except ValueError:
        return None
    if words and words[-1] == "in":  # Width in mm
        words.pop()
    known = _look_up("".join(words))
    return (*known, unit) if known and known[0] in _LENGTHS else None


@lru_cache(MOST_KEYS)
def _names_quantity(heading: str) -> bool:
    return not _QUANTITY_WORDS.isdisjoint(_WORD.findall(heading.casefold()))


def _by_a_word(headings: Sequence[str], known: Sequence[Column]) -> list[Column]:
    """Return the columns that count for want of a better: Qty Needed, and Length beside Width."""
    taken = {column.index for column in known}
    others = [(i, text) for i, text in enumerate(headings) if i not in taken and len(text) <= LONGEST_HEADING]
    by_word: list[Column] = []
    if not any(column.meaning == "quantity" and column.rank < _MONEY for column in known):
        named = [each for each in others if _names_quantity(each[1])]
        if len(named) == 1:
            by_word.append(Column(*named[0], "quantity", 0))
    said = {column.meaning for column in known}
    if "width" in said and "height" not in said:
        lengths = [
            msgspec.structs.replace(column, heading=text)
            for index, text in others
            if (column := _recognise(index, _LENGTH.sub("height", text))) and column.meaning == "height"
        ]
        by_word += lengths if len(lengths) == 1 else []
    return by_word


def _look_up(name: str) -> tuple[Meaning, int] | None:
    for meaning, lines in NAMES.items():
        for rank, names in enumerate(lines):
            if name in names:
                return meaning, rank
    return None


def _as_design(column: Column) -> Column:
    return Column(column.index, column.heading, "design", len(NAMES["design"]))
