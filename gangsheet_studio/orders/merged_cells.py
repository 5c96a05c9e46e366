"""Merged cells, which hold their value in their first row only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.orders.cells import cell, is_blank

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gangsheet_studio.orders.columns import Meaning
    from gangsheet_studio.orders.table import Entry

    Range = tuple[tuple[int, int], tuple[int, int]]

# a merged quantity may be meant for each row or for all of them: those below stay empty and are refused
_NOT_SPREAD: Final[frozenset[Meaning]] = frozenset({"quantity"})


def spread_merged(entries: Iterable[Entry], ranges: Iterable[Range], header: int) -> list[Entry]:
    """Return `entries` with the value of each merged cell in all of its rows that order something.

    `ranges` are first and last cell, both as row and column from 0; those from row `header` up are titles.
    """
    last_rows = {
        (top + 1, column): bottom + 1
        for (top, column), (bottom, _) in ranges
        if top >= header and bottom > top
    }
    spread: list[Entry] = []
    merged: dict[int, tuple[int, Entry]] = {}
    for entry in entries:
        spread.append(_filled(entry, merged) if merged and not is_blank(entry) else entry)
        for column in entry.columns.found if last_rows else ():
            if (last := last_rows.get((entry.number, column.index))) and column.meaning not in _NOT_SPREAD:
                merged[column.index] = last, entry
    return spread


def _filled(entry: Entry, merged: dict[int, tuple[int, Entry]]) -> Entry:
    """Return `entry` with what the rows that `merged` has by column give down to it."""
    sources = {
        column.index: merged[column.index][1]
        for column in entry.columns.found
        if column.index in merged and merged[column.index][0] >= entry.number and not cell(entry, column)
    }
    if not sources:
        return entry
    width = max(len(entry.cells), *(index + 1 for index in sources))
    cells = [*entry.cells, *[""] * (width - len(entry.cells))]
    for index, source in sources.items():
        cells[index] = source.cells[index] if index < len(source.cells) else ""
    faults = [each for index, source in sources.items() for each in source.faults if each[0] == index]
    return msgspec.structs.replace(entry, cells=tuple(cells), faults=tuple({*entry.faults, *faults}))
