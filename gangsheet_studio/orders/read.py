"""From paths to order lines: what each path is, where its artwork may lie, and all results as one."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from gangsheet_studio.errors import RefusedInputError
from gangsheet_studio.model.order import Orders
from gangsheet_studio.orders.artwork import Index, index_artwork
from gangsheet_studio.orders.delimited import read_delimited
from gangsheet_studio.orders.files import kind_of, read_bytes
from gangsheet_studio.orders.findings import Place, is_clean, refusal
from gangsheet_studio.orders.json_file import read_json
from gangsheet_studio.orders.lines import line_of_artwork, read_lines
from gangsheet_studio.orders.walk import (
    Walk,
    artwork_at,
    full_path,
    is_hidden,
    leads_inside,
    natural,
    not_printed,
    walk_artwork,
)
from gangsheet_studio.orders.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.orders.files import Kind
    from gangsheet_studio.orders.table import Table

    _Walker = Callable[[Path], Walk]
    _Shelf = Callable[[Path], Index]

# the last four can't be read and are refused, lest all artwork beside them is printed once
_ORDER_SUFFIXES: Final = frozenset(
    {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".xls", ".xlsb", ".ods", ".numbers"}
)
_PERHAPS_AN_ORDER: Final = frozenset({".txt", ".json"})
_NO_ORDER: Final = frozenset({"orders.no-columns", "orders.unreadable", "orders.empty"})
_READERS: Final[dict[str, Callable[[Path, bytes], Table]]] = {
    "workbook": read_workbook,
    "json": read_json,
    "delimited": read_delimited,
}


def read_orders(paths: Sequence[Path], designs: Sequence[Path] = (), unit: Unit = "in") -> Orders:
    """Return the order lines of files, folders and artwork, and a problem for all that can't be used.

    The artwork of an order file is looked for in its own folder and in the `designs` folders, subfolders
    included. Bare numbers are in `unit` unless the order says otherwise. Never raises for what it reads.

    A folder is an order in itself: one line for each artwork in it and its subfolders, in natural order.
    But where order files lie right in it, they are the order and the folder is their artwork. A .txt or
    .json file counts as an order only if it names its columns: notes and manifests lie there too.
    """
    walk = cache(walk_artwork)

    @cache
    def artwork_near(folder: Path) -> Index:
        return index_artwork(file for root in (*designs, folder) for file in walk(root).files)

    found = [Orders(problems=_folder_problems(folder, walk)) for folder in dict.fromkeys(designs)]
    seen: set[str] = set()
    for path in paths:
        same = os.path.normcase(full_path(path))
        if same in seen:
            text = "it was given twice and is read once; order more copies with a larger quantity."
            found.append(Orders(problems=(Place(path).finding("repeated-path", text, severity="warning"),)))
            continue
        seen.add(same)
        found += _read_path(path, walk, artwork_near, unit)
    return _as_one(found)


def _folder_problems(folder: Path, walk: _Walker) -> tuple[Problem, ...]:
    try:
        if kind_of(folder) != "folder":
            raise refusal(folder, "unreadable", "it is no folder; give the folder that the artwork lies in.")
    except RefusedInputError as error:
        return error.problems
    return walk(folder).problems


def _read_path(path: Path, walk: _Walker, artwork_near: _Shelf, unit: Unit) -> Iterator[Orders]:
    try:
        kind = kind_of(path)
        if kind == "folder":
            yield from _read_folder(path, walk, artwork_near, unit)
        elif kind == "artwork":
            yield line_of_artwork(artwork_at(path), unit)
        else:
            yield _read_file(path, kind, artwork_near, unit)
    except RefusedInputError as error:
        yield Orders(problems=error.problems)


def _read_folder(folder: Path, walk: _Walker, artwork_near: _Shelf, unit: Unit) -> Iterator[Orders]:
    """Yield what the order files right in `folder` order; where there are none, each artwork once."""
    orders = [
        found
        for path in _order_files(folder)
        for found in _read_order_in(folder, path, walk, artwork_near, unit)
        if not (path.suffix.lower() in _PERHAPS_AN_ORDER and _is_no_order(found))
    ]
    if orders:
        yield from orders
        return
    artwork = walk(folder)
    # what is passed over here is ordered and will not be printed
    yield Orders(problems=tuple(msgspec.structs.replace(p, severity="error") for p in artwork.problems))
    yield Orders(problems=tuple(map(not_printed, artwork.unprinted)))
    for file in artwork.files:
        yield line_of_artwork(file, unit)
    if not artwork.files and not artwork.problems:
        raise refusal(folder, "empty", "the folder holds neither artwork nor an order file; choose another.")


def _read_order_in(
    folder: Path, path: Path, walk: _Walker, artwork_near: _Shelf, unit: Unit
) -> Iterator[Orders]:
    if path.is_symlink() and not leads_inside(str(path), str(folder)):
        text = "it is a link out of the folder or to nothing; copy the order here."
        yield Orders(problems=refusal(path, "unreadable", text).problems)
    else:
        yield from _read_path(path, walk, artwork_near, unit)


def _order_files(folder: Path) -> list[Path]:
    """Return what lies right in `folder` and is named like an order, in natural order."""
    try:
        files = [path for path in folder.iterdir() if path.suffix.lower() in _ORDER_SUFFIXES]
    except OSError:
        return []  # walking the same folder says why
    shown = [path for path in files if not is_hidden(path.name) and is_clean(path.name)]
    return sorted((path for path in shown if not path.is_dir()), key=lambda path: natural(path.name))


def _is_no_order(orders: Orders) -> bool:
    return not orders.lines and any(problem.id in _NO_ORDER for problem in orders.problems)


def _read_file(path: Path, kind: Kind, artwork_near: _Shelf, unit: Unit) -> Orders:
    table = _READERS[kind](path, read_bytes(path, kind))
    orders = read_lines(path, table, artwork_near(path.parent), unit)
    if not orders.lines and not orders.problems:
        raise refusal(path, "empty", "no row below its headings orders anything; export the order again.")
    return orders


def _as_one(found: Iterable[Orders]) -> Orders:
    """Return all orders as one; problems point to their line among all lines."""
    lines: list[OrderLine] = []
    problems: list[Problem] = []
    for orders in found:
        problems += [
            problem
            if problem.line is None
            else msgspec.structs.replace(problem, line=problem.line + len(lines))
            for problem in orders.problems
        ]
        lines += orders.lines
    return Orders(tuple(lines), tuple(problems))
