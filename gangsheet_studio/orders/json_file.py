"""JSON orders: a list of lines, or objects that hold lists of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from gangsheet_studio.orders.columns import Columns, find_columns, plain
from gangsheet_studio.orders.files import decode_text
from gangsheet_studio.orders.findings import Place, refusal, shown
from gangsheet_studio.orders.table import MOST_ROWS, Entry, Table, no_columns, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gangsheet_studio.model.problem import Problem

COUNTED: Final = "entry"
_LISTS: Final = frozenset({"orders", "lines", "orderlines", "items", "orderitems", "lineitems"})
_DEEPEST: Final = 8


class _Pairs(tuple[tuple[str, object], ...]):
    """A JSON object as it is written, repeated keys and all."""

    __slots__ = ()


def read_json(file: Path, data: bytes) -> Table:
    """Return the lines of a JSON order; RefusedInputError if the file as a whole can't be used.

    Lines are counted as entries, from 1, in the order they stand in. An order that holds a list of
    items gives them its name and unit.
    """
    text = decode_text(file, data)
    try:
        # numbers stay as they are written: 2.0, 1e400 and NaN are judged where they are used
        root = json.loads(text, object_pairs_hook=_Pairs, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise refusal(file, "unreadable", f"it is no valid JSON{where}; export it again.") from error
    entries: list[Entry] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], Columns] = {}
    for number, pairs in enumerate(_lines(root, (), 0), 1):
        if number > MOST_ROWS:
            raise too_long(file)
        place = Place(file, number, COUNTED)
        if not isinstance(pairs, _Pairs):
            value = _text(pairs)
            problems.append(
                place.finding(
                    "bad-entry", f"“{shown(value)}” is no order line with names and values.", value=value
                )
            )
            continue
        headings, cells = tuple(key for key, _ in pairs), tuple(_text(value) for _, value in pairs)
        columns = seen.get(headings) or seen.setdefault(headings, find_columns(headings))
        if columns.repeated:
            names = " and ".join(f"“{shown(name)}”" for name in columns.repeated)
            problems.append(
                place.finding("repeated-column", f"{names} mean the same; leave one of them.", value=names)
            )
            continue
        entries.append(Entry(number, columns, cells))
    if entries and not any(entry.columns.names_designs for entry in entries):
        headings = next(iter(seen))
        raise no_columns(file, headings)
    return Table(tuple(entries), tuple(problems), COUNTED)


def _lines(value: object, inherited: tuple[tuple[str, object], ...], depth: int) -> Iterator[object]:
    """Yield the order lines in `value`, each with what the orders around it hand down."""
    if depth > _DEEPEST or not isinstance(value, (list, _Pairs)):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item, inherited, depth + 1)
    else:
        lists = [item for key, item in value if plain(key) in _LISTS and isinstance(item, list)]
        if not lists:
            own = {plain(key) for key, _ in value}
            yield _Pairs((*_flat(value), *(pair for pair in inherited if pair[0] not in own)))
        for items in lists:
            yield from _lines(items, _merged(inherited, _handed_down(value)), depth + 1)


def _handed_down(order: _Pairs) -> tuple[tuple[str, object], ...]:
    """Return an order's name and unit under the plainest keys."""
    keys = [key for key, _ in order]
    given: dict[str, object] = {}
    for column in find_columns(keys).of("order", "unit", "design"):
        if column.meaning == "design" and plain(column.heading) != "name":
            continue
        name = "unit" if column.meaning == "unit" else "order"
        given.setdefault(name, order[column.index][1])
    return tuple(given.items())


def _merged(
    outer: tuple[tuple[str, object], ...], inner: tuple[tuple[str, object], ...]
) -> tuple[tuple[str, object], ...]:
    return tuple((dict(outer) | dict(inner)).items())


def _flat(line: _Pairs) -> Iterator[tuple[str, object]]:
    """Yield the pairs of a line; a size written as an object gives its own."""
    for key, value in line:
        if isinstance(value, _Pairs) and find_columns([key]).of("size"):
            yield from value
        else:
            yield key, value


def _text(value: object) -> str:
    """Return a JSON value as a cell of a spreadsheet would show it."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return str(value).upper()
        case list():
            return "[…]"
        case _:
            return "{…}"
