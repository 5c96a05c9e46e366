"""JSON orders: a list of lines, or objects that hold lists of them."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from gangsheet_studio.orders.columns import LONGEST_HEADING, MOST_KEYS, NAMING, Columns, find_columns, plain
from gangsheet_studio.orders.files import decode_text
from gangsheet_studio.orders.findings import Place, refusal, shown
from gangsheet_studio.orders.table import (
    MOST_CELLS,
    MOST_ROWS,
    Entry,
    Table,
    no_columns,
    same_columns,
    too_long,
    too_many_cells,
    too_wide,
    within_limits,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gangsheet_studio.model.problem import Problem

    _Inherited = tuple[tuple[str, object], ...]

COUNTED: Final = "entry"
_LISTS: Final = frozenset({"orders", "lines", "orderlines", "items", "orderitems", "lineitems"})
_DEEPEST: Final = 8
_MOST_WRITTEN: Final = 8
_MOST_NESTED: Final = 2
_OF_AN_ORDER: Final = frozenset({"name", "total"})
_SIZED: Final = frozenset({"size", "width", "height", "variations"})
_NO_VALUE: Final = "is an object or a list; write one value"


class _Pairs(tuple[tuple[str, object], ...]):
    """A JSON object as it is written, repeated keys and all."""

    __slots__ = ()


class _Twice(str):
    """The keys that an order around some lines has twice, so that nobody can say which of them counts."""

    __slots__ = ()


def read_json(file: Path, data: bytes) -> Table:
    """Return the lines of a JSON order; RefusedInputError if the file as a whole can't be used.

    Lines are counted as entries, from 1, in the order they stand in. An order that holds a list of
    items gives them its name and unit, and its design where they name none.
    """
    text = decode_text(file, data)
    if sum(map(text.count, ",{[")) > MOST_CELLS:
        raise too_many_cells(file)
    try:
        # numbers stay as they are written: 2.0, 1e400 and NaN are judged where they are used
        root = json.loads(
            text, object_pairs_hook=_reader(file), parse_float=str, parse_int=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise refusal(file, "unreadable", f"it is no valid JSON{where}; export it again.") from error
    problems: list[Problem] = []
    entries = tuple(within_limits(file, _entries(file, root, problems)))
    if entries and not any(entry.columns.names_designs for entry in entries):
        columns = entries[0].columns
        raise no_columns(file, [*(column.heading for column in columns.found), *columns.unused])
    return Table(entries, tuple(problems), COUNTED)


def _reader(file: Path) -> Callable[[list[tuple[str, object]]], _Pairs]:
    """Return what keeps JSON objects as they are written, as long as they are about the same things."""
    keys: set[str] = set()

    def read(pairs: list[tuple[str, object]]) -> _Pairs:
        keys.update(key for key, _ in pairs)
        if len(keys) > MOST_KEYS:
            raise too_wide(file, f"{MOST_KEYS:,} different keys")
        return _Pairs(pairs)

    return read


def _entries(file: Path, root: object, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries that can be told apart; the others become `problems`."""
    seen: dict[tuple[str, ...], Columns] = {}
    for number, pairs in enumerate(_lines(root, (), 0), 1):
        if number > MOST_ROWS:
            raise too_long(file)
        place = Place(file, number, COUNTED)
        if isinstance(pairs, _Twice):
            text = f"{pairs} stands twice in the order around its lines; leave one of them."
            problems.append(place.finding("repeated-column", text, value=pairs))
            continue
        if not isinstance(pairs, _Pairs):
            value = _text(pairs)
            text = f"“{shown(value)}” is no order line with names and values."
            problems.append(place.finding("bad-entry", text, value=value))
            continue
        headings, cells = tuple(key for key, _ in pairs), tuple(_text(value) for _, value in pairs)
        columns = seen.get(headings) or seen.setdefault(headings, find_columns(headings))
        if columns.repeated:
            names = same_columns(columns)
            problems.append(
                place.finding("repeated-column", f"{names} mean the same; leave one of them.", value=names)
            )
            continue
        yield Entry(number, columns, cells, _faults(pairs, columns))


def _faults(pairs: _Pairs, columns: Columns) -> tuple[tuple[int, str], ...]:
    """Return the columns that hold an object or a list, of which nobody can say what it means."""
    values = [(column.index, pairs[column.index][1]) for column in columns.found]
    return tuple((index, _NO_VALUE) for index, value in values if value and isinstance(value, (list, _Pairs)))


def _lines(value: object, inherited: _Inherited, depth: int) -> Iterator[object]:
    """Yield the order lines in `value`, each with what the orders around it hand down."""
    if depth > _DEEPEST or not isinstance(value, (list, _Pairs)):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item, inherited, depth + 1)
    else:
        lists = [item for key, item in value if isinstance(item, list) and _plain(key) in _LISTS]
        twice = [key for key, count in Counter(key for key, _ in value).items() if count > 1] if lists else ()
        if twice:
            yield _Twice(" and ".join(f"“{shown(key)}”" for key in twice[:_MOST_WRITTEN]))
            return
        if not lists or (not any(lists) and _orders_itself(value)):
            yield _Pairs((*_flat(value), *_missing_in(value, inherited)))
        for items in lists:
            yield from _lines(items, _merged(inherited, _handed_down(value)), depth + 1)


def _orders_itself(value: _Pairs) -> bool:
    """Return whether an object with an empty list of items says a design or quantity of its own."""
    found = find_columns([key for key, _ in value]).of("design", "title", "quantity")
    return any(_plain(column.heading) not in _OF_AN_ORDER for column in found)


def _handed_down(order: _Pairs) -> _Inherited:
    """Return an order's name and unit under the plainest keys, and its design with the design's size."""
    pairs = tuple(_flat(order))
    columns = find_columns([key for key, _ in pairs])
    given: dict[str, object] = {}
    for column in columns.of("order", "unit", "design"):
        name = column.meaning
        if name == "design" and _plain(column.heading) == "name":
            name = "order"
        given.setdefault(name, pairs[column.index][1])
    # without a design it may be the size of a sheet or parcel
    for column in columns.of("size", "width", "height") if "design" in given else ():
        given.setdefault(column.heading, pairs[column.index][1])
    return tuple(given.items())


def _merged(outer: _Inherited, inner: _Inherited) -> _Inherited:
    if any(_meaning(key) == "design" for key, _ in inner):
        outer = tuple(pair for pair in outer if _meaning(pair[0]) in ("order", "unit"))
    return tuple((dict(outer) | dict(inner)).items())


def _missing_in(line: _Pairs, inherited: _Inherited) -> Iterator[tuple[str, object]]:
    """Yield what `line` does not say itself; with a design of its own, not the size of another's."""
    if not inherited:
        return
    own = {_plain(key) for key, _ in line}
    kept = {"order", "unit"}
    if any(_meaning(key) == "design" for key, _ in inherited):
        said = {column.meaning for column in find_columns([key for key, _ in line]).found}
        if not said & NAMING:
            kept |= {"design"} if said & _SIZED else {"design", "size", "width", "height"}
    for key, value in inherited:
        if _plain(key) not in own and _meaning(key) in kept:
            yield key, value


def _plain(key: str) -> str:
    return _known(key)[0] if len(key) <= LONGEST_HEADING else ""


def _meaning(key: str) -> str:
    return _known(key)[1] if len(key) <= LONGEST_HEADING else ""


@lru_cache(MOST_KEYS)
def _known(key: str) -> tuple[str, str]:
    """Return a key's plain spelling and what it means, empty where it means nothing."""
    return plain(key), next((column.meaning for column in find_columns([key]).found), "")


def _flat(line: _Pairs) -> Iterator[tuple[str, object]]:
    """Yield the pairs of a line; a size written as an object gives its own, as a list its two sides."""
    for key, value in line:
        if not isinstance(value, list | _Pairs):
            yield key, value
        elif isinstance(value, _Pairs) and _plain(key) == "image":
            continue  # web shops show a product by its picture
        elif _meaning(key) != "size":
            yield key, value
        elif isinstance(value, _Pairs) and _SIZED & {_meaning(inner) for inner, _ in value}:
            yield from value
        elif isinstance(value, list) and len(value) == 2 and all(isinstance(side, str) for side in value):
            yield key, " x ".join(value)
        else:
            yield key, value


def _text(value: object, depth: int = 0) -> str:
    """Return a JSON value as a cell of a spreadsheet would show it, lists and objects as they are written."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return str(value).upper()
        case list() | _Pairs() if not value:
            return ""
        case list():
            inner = (_text(each, depth + 1) for each in value[:_MOST_WRITTEN])
            return f"[{', '.join(inner)}]" if depth < _MOST_NESTED else "[…]"
        case _Pairs():
            inner = (f"{key}: {_text(each, depth + 1)}" for key, each in value[:_MOST_WRITTEN])
            return f"{{{', '.join(inner)}}}" if depth < _MOST_NESTED else "{…}"
        case _:
            return str(value)
