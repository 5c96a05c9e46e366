"""The films of a comparison as a table's model: which are ticked, their prices, and what they take."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from gangsheet_studio.model.money import format_money
from gangsheet_studio.model.units import format_length
from gangsheet_studio.studio.compare.films import Candidate, best_of, cost_of, is_alike, saving_words, verdict
from gangsheet_studio.studio.controls.price_box import NO_PRICE
from gangsheet_studio.studio.controls.tables import beside, heading
from gangsheet_studio.studio.job.totals import film_length
from gangsheet_studio.studio.look.money import format_price, parse_price

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.units import Unit
    from gangsheet_studio.protocol import FilmUse

    Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()


class Column(IntEnum):
    """The table's columns."""

    FILM = 0
    WIDTH = 1
    PRICE = 2
    LENGTH = 3
    PARTS = 4
    COST = 5
    SAVING = 6
    LEFT_OUT = 7


_HEADINGS: Final = ("Film", "Width", "Price", "Length", "Parts", "Cost", "Saving", "Left out")
_TIPS: Final = (
    "Tick the films to compare",
    "Width of the film",
    "What the film costs; double-click to change it",
    "Film the job takes",
    "Sheets to print",
    "What the film the job takes costs",
    "Against the film of the job: by cost, or by area where a price is not known",
    "Copies that don't fit on this film",
)


class CompareModel(QAbstractTableModel):
    """The first candidate is the film of the job; `ticked` says that other films are to be compared."""

    ticked = Signal()
    refused = Signal(str)

    def __init__(
        self, films: Sequence[Candidate], unit: Unit, currency: str, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._films = list(films)
        self._unit, self._currency = unit, currency
        mine = films[0].film
        self._ticks = [place == 0 or is_alike(mine, each.film) for place, each in enumerate(films)]
        self._uses: dict[int, FilmUse] = {}

    def verdict(self) -> str:
        """Return which of the films that are known is best, or that none is."""
        uses, best = self.uses(), self.best()
        if best is None:
            return "None of these films can take the job." if uses else "Tick the films to compare."
        return verdict(self._films[best].name, self._use(best), self._unit, self._currency)

    def film(self, row: int) -> Film:
        """Return the film at `row`."""
        return self._films[row].film

    def wanted(self) -> tuple[int, ...]:
        """Return the rows that are ticked and not laid out yet."""
        return tuple(row for row, on in enumerate(self._ticks) if on and row not in self._uses)

    def uses(self) -> tuple[FilmUse, ...]:
        """Return what the ticked films take, as far as it is known."""
        return tuple(self._use(row) for row in self._answered())

    def best(self) -> int | None:
        """Return the row of the best film."""
        rows = self._answered()
        best = best_of([self._use(row) for row in rows])
        return None if best is None else rows[best]

    def add(self, candidate: Candidate) -> int:
        """Offer one more film, or the one there is that is like it, ticked; return its row."""
        same = [row for row, each in enumerate(self._films) if _same(each.film, candidate.film)]
        row = same[0] if same else len(self._films)
        if not same:
            self.beginInsertRows(QModelIndex(), row, row)
            self._films.append(candidate)
            self._ticks.append(False)
            self.endInsertRows()
        self.setData(self.index(row, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        return row

    def set_uses(self, rows: Sequence[int], uses: Sequence[FilmUse]) -> None:
        """Show what the films at `rows` take."""
        self._uses |= dict(zip(rows, uses, strict=True))
        self._tell()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Return the number of films."""
        return 0 if parent.isValid() else len(self._films)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        return heading(role, _HEADINGS[section], _TIPS[section], _alignment(section))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell: films are ticked, prices typed."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == Column.FILM:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.PRICE else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a cell shows and is edited as."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._price(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _TIPS[column]
        if role == Qt.ItemDataRole.CheckStateRole and column == Column.FILM:
            return Qt.CheckState.Checked if self._ticks[row] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.FontRole and row == self.best():
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(  # noqa: N802
        self,
        index: Index,
        value: Any,  # noqa: ANN401 - Qt's own
        role: int = Qt.ItemDataRole.EditRole,
    ) -> bool:
        """Tick a film, or change its price; says why not by `refused`."""
        row = index.row()
        if role == Qt.ItemDataRole.CheckStateRole:
            self._ticks[row] = Qt.CheckState(value) == Qt.CheckState.Checked
            self._tell()
            self.ticked.emit()
            return True
        try:
            text = str(value).strip()
            known = self._price(row) == text
            price = self.film(row).price if known else parse_price(text, self._unit, self._currency)
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        old = self._films[row]
        film = msgspec.structs.replace(old.film, price=price)
        self._films[row] = msgspec.structs.replace(old, film=film)
        self._tell()
        return True

    def _answered(self) -> list[int]:
        return [row for row, on in enumerate(self._ticks) if on and row in self._uses]

    def _use(self, row: int) -> FilmUse:
        return msgspec.structs.replace(self._uses[row], film=self.film(row))  # at the price there is now

    def _price(self, row: int) -> str:
        price = self.film(row).price
        return format_price(price, self._unit, self._currency) if price else NO_PRICE

    def _shown(self, row: int, column: int) -> str:
        if column == Column.FILM:
            said = [word for word, on in (("in use", row == 0), ("best", row == self.best())) if on]
            return self._films[row].name + (f" ({', '.join(said)})" if said else "")
        if column == Column.WIDTH:
            return format_length(self.film(row).width, self._unit)
        if column == Column.PRICE:
            return self._price(row)
        if row not in self._answered():
            return ""
        use = self._use(row)
        match column:
            case Column.LENGTH:
                return film_length(use.length, self._unit)
            case Column.PARTS:
                return f"{use.parts:,}"
            case Column.COST:
                cost = cost_of(use)
                return "" if cost is None else format_money(cost, self._currency)
            case Column.SAVING:
                return saving_words(use, self._use(0)) if row and 0 in self._uses else ""
        return f"{use.unplaced:,}" if use.unplaced else ""

    def _tell(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._films) - 1, len(Column) - 1))


def _alignment(column: int) -> Qt.AlignmentFlag:
    return beside(right=column != Column.FILM)


def _same(film: Film, other: Film) -> bool:
    """Return whether both are one film, whatever they cost."""
    return msgspec.structs.replace(film, price=other.price) == other
