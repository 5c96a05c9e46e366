"""Entries of an order file to order lines, each with the artwork it means."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from gangsheet_studio.model.order import MOST_COPIES_IN_ALL, OrderLine, Orders, Size
from gangsheet_studio.orders.artwork import Found, Index, find_artwork
from gangsheet_studio.orders.cells import (
    BadCellError,
    Name,
    asked_quantity,
    asked_size,
    bad_cells,
    cell,
    design_names,
    first,
    is_blank,
    parse_quantity,
    parse_said,
)
from gangsheet_studio.orders.columns import plain
from gangsheet_studio.orders.filenames import NamedArtwork, read_name
from gangsheet_studio.orders.findings import Place, clean, is_clean, refusal, shown
from gangsheet_studio.orders.likely import LikelyArtwork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gangsheet_studio.model.problem import Problem
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.orders.columns import Column
    from gangsheet_studio.orders.table import Entry, Table
    from gangsheet_studio.orders.walk import ArtworkFile

_T = TypeVar("_T")
_MOST_NAMED: Final = 4
_MOST_CHOICES: Final = 20


def read_lines(file: Path, table: Table, artwork: Index, unit: Unit) -> Orders:
    """Return the order lines of `table`. A line whose artwork is missing stays, without a path.

    RefusedInputError if they ask for more copies than a job may have.
    """
    lines: list[OrderLine] = []
    problems: list[Problem] = [*table.problems]
    rows_of: dict[tuple[tuple[Column, ...], str, tuple[str, ...]], list[int]] = {}
    likely = LikelyArtwork(artwork)
    order = ""
    for entry in table.entries:
        if is_blank(entry):
            continue
        place = Place(file, entry.number, table.counted)
        order = first(entry, "order") or (order if entry.columns.follows_on else "")
        line, found = _read_entry(entry, place, order, artwork, likely, unit)
        if line:
            lines.append(line)
            rows_of.setdefault((entry.columns.found, order, entry.cells), []).append(entry.number)
        problems += [msgspec.structs.replace(each, line=len(lines)) for each in found] if line else found
    if (copies := sum(line.quantity for line in lines)) > MOST_COPIES_IN_ALL:
        text = f"it orders {copies:,} copies, and a job takes up to {MOST_COPIES_IN_ALL:,}; split it."
        raise refusal(file, "too-many-copies", text)
    for rows in rows_of.values():
        if len(rows) > 1:
            problems.append(_repeated(Place(file, rows[1], table.counted), rows))
    problems += _uncounted(file, table, lines, unit)
    problems.sort(key=lambda problem: problem.row or 0)
    return Orders(tuple(lines), tuple(problems))


def line_of_artwork(file: ArtworkFile, unit: Unit) -> Orders:
    """Return artwork as its own order: size and quantity are what its name says, if it does."""
    path = Path(file.path)
    said = read_name(path.stem, unit)
    problems: list[Problem] = []
    size = _attempt(problems, Place(path), lambda: parse_said(said, None, unit))
    quantity = _attempt(problems, Place(path), lambda: _said_quantity(said, None))
    if size is None or quantity is None:
        return Orders(problems=tuple(problems))
    return Orders((OrderLine(design=file.name, path=file.path, size=size, quantity=quantity),))


def _read_entry(
    entry: Entry, place: Place, order: str, artwork: Index, likely: LikelyArtwork, unit: Unit
) -> tuple[OrderLine | None, list[Problem]]:
    """Return the line, or None where something in the row can't be used; every such cell is a problem."""
    if bad := bad_cells(entry):
        return None, [each.at(place) for each in bad]
    problems: list[Problem] = []
    names = _attempt(problems, place, lambda: design_names(entry, unit))
    name, found = _find(names or (), artwork, first(entry, "type"))
    says = [each for each in (name, *(names or ())) if each]
    size = _attempt(problems, place, lambda: _size(entry, says, found, unit))
    quantity = _attempt(problems, place, lambda: _quantity(entry, says, found, unit))
    line = None
    if name and size is not None and quantity is not None:
        line = OrderLine(
            design=name.text,
            path=found.path,
            size=size,
            quantity=quantity,
            order=order,
            file=clean(str(place.file)),
            row=place.row,
        )
    if names and found.path is None:
        problems.append(_missing(place, names, found, likely))
    if line and name and found.path:
        problems += _doubts(entry, place, name, found, artwork)
    return line, problems


def _attempt(problems: list[Problem], place: Place, read: Callable[[], _T]) -> _T | None:
    """Return what `read` returns; None, and one more of `problems`, for a bad cell."""
    try:
        return read()
    except BadCellError as bad:
        problems.append(bad.at(place))
        return None


def _find(names: Sequence[Name], artwork: Index, kind: str) -> tuple[Name | None, Found]:
    """Return the first name under which there is artwork, or the first with the reason why there is none."""
    tried: list[tuple[Name, Found]] = []
    for name in names:
        for spelling in name.spellings:
            found = find_artwork(artwork, spelling, kind)
            if found.path:
                return name, msgspec.structs.replace(found, spelling=spelling)
            tried.append((name, found))
    if not tried:
        return None, Found()
    return next((each for each in tried if each[1].reason != "missing"), tried[0])


def _size(entry: Entry, says: Sequence[Name], found: Found, unit: Unit) -> Size:
    """Return the size that is asked for: by the cells, else by a name in the order, else by the file's."""
    size = asked_size(entry, unit)
    for name in says:
        if size == Size():
            size = parse_said(name.said, name.column, unit)
    if size == Size() and found.path:
        size = parse_said(_said_by(found.path, unit), None, unit)
    return size


def _quantity(entry: Entry, says: Sequence[Name], found: Found, unit: Unit) -> int:
    """Return the quantity that is asked for, 1 where there is no column for it and no name says one."""
    if quantity := asked_quantity(entry):
        return quantity
    for name in says:
        if name.said.quantity:
            return _said_quantity(name.said, name.column)
    said = _said_by(found.path, unit) if found.path else NamedArtwork("")
    columns = entry.columns.of("quantity")
    if columns and not said.quantity:
        raise BadCellError(
            "bad-quantity", columns[0].heading, "", "“” is no quantity; fill it in or delete the row"
        )
    return _said_quantity(said, None)


def _said_quantity(said: NamedArtwork, column: str | None) -> int:
    if not said.quantity:
        return 1
    try:
        return parse_quantity(said.quantity)
    except ValueError as error:
        raise BadCellError("bad-quantity", column, said.quantity, error) from error


def _missing(place: Place, names: Sequence[Name], found: Found, likely: LikelyArtwork) -> Problem:
    name = names[0]
    if found.reason == "outside":
        text = f"“{shown(name.text)}” lies outside the artwork folders; copy the file into one of them."
        return place.finding("design-outside", text, column=name.column, value=name.text)
    if found.reason == "ambiguous":
        files = " and ".join(f"“{clean(path)}”" for path in found.others[:2])
        more = f" and {len(found.others) - 2} more" if len(found.others) > 2 else ""
        text = f"“{shown(name.text)}” fits {files}{more}, which differ; name the file with its folder."
        problem = place.finding("design-ambiguous", text, column=name.column, value=name.text)
        return msgspec.structs.replace(problem, choices=tuple(filter(is_clean, found.others[:_MOST_CHOICES])))
    called = " or ".join(f"“{shown(each.text)}”" for each in names)
    text = f"no artwork was found for {called}; put the file into the artwork folder or correct the name."
    problem = place.finding("design-missing", text, column=name.column, value=name.text)
    return msgspec.structs.replace(problem, choices=likely.choices([each.text for each in names]))


def _doubts(entry: Entry, place: Place, name: Name, found: Found, artwork: Index) -> Iterator[Problem]:
    """Yield a warning where the artwork that is printed may not be the one that is meant."""
    path = Path(found.path or "")
    # the product's file stands in for a variant, while other variants have their own
    if name.variant and found.spelling != name.text and plain(found.spelling) in artwork.products:
        text = (
            f"“{shown(name.text)}” has no artwork of its own and is printed with “{shown(path.name)}”; "
            "put its file into the artwork folder if that is wrong."
        )
        yield place.finding("other-variant", text, column=name.column, value=name.text, severity="warning")
    if found.other_type:
        column = next(each for each in entry.columns.of("type") if cell(entry, each))
        kind, file = cell(entry, column), f"{path.parent.name}/{path.name}"
        text = (
            f"“{shown(name.text)}” was not found in a folder “{shown(kind)}” and is printed with "
            f"“{shown(file)}”; put its file into that folder if that is wrong."
        )
        yield place.finding("other-type", text, column=column.heading, value=kind, severity="warning")


def _uncounted(file: Path, table: Table, lines: Sequence[OrderLine], unit: Unit) -> list[Problem]:
    """Return a warning where neither a column nor any name says how many are ordered."""
    columns = list({id(entry.columns): entry.columns for entry in table.entries}.values())
    if not lines or any(each.of("quantity") for each in columns):
        return []
    if any(line.quantity != 1 or _names_quantity(line, unit) for line in lines):
        return []
    unused = list(dict.fromkeys(heading for each in columns for heading in each.unused))
    named = ", ".join(f"“{shown(heading)}”" for heading in unused[:_MOST_NAMED])
    more = f" and {len(unused) - _MOST_NAMED} more" if len(unused) > _MOST_NAMED else ""
    passed_over = f" ({named}{more} not used)" if unused else ""
    text = f"no column says how many{passed_over}, so 1 of each is printed; head the right one Quantity."
    return [Place(file).finding("no-quantity", text, severity="warning")]


def _names_quantity(line: OrderLine, unit: Unit) -> bool:
    return any(_said_by(text, unit).quantity for text in (line.design, line.path) if text)


@lru_cache(1024)
def _said_by(path: str, unit: Unit) -> NamedArtwork:
    return read_name(Path(path).stem, unit)


def _repeated(place: Place, rows: Sequence[int]) -> Problem:
    if len(rows) == 2:
        text = (
            f"it is the same as {place.counted} {rows[0]}; both are printed, so delete one if that is a slip."
        )
    else:
        text = (
            f"it and {len(rows) - 2} more are the same as {place.counted} {rows[0]}; "
            "all are printed, so delete them if that is a slip."
        )
    return place.finding("repeated-row", text, severity="warning")
