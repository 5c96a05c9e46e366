"""A print shop's folder: artwork, an order file beside it, and what reading gives."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from gangsheet_studio.orders import read_orders

if TYPE_CHECKING:
    from gangsheet_studio.model.order import Orders
    from gangsheet_studio.model.units import Unit

PNG = b"\x89PNG\r\n\x1a\n"


class Shop:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def art(self, *names: str, content: bytes | None = None) -> None:
        for name in names:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(PNG + (name.encode() if content is None else content))

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name: str, content: str | bytes, *designs: Path, unit: Unit = "in") -> Orders:
        return read_orders([self.write(name, content)], designs, unit)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def workbook(*rows: tuple[object, ...], **sheets: list[tuple[object, ...]]) -> bytes:
    """Return an .xlsx with `rows` on its first sheet and more `sheets` by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, more in sheets.items():
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def summary(orders: Orders) -> list[tuple[str, float | None, float | None, int, str]]:
    """Return design, width, height, quantity and order of each line, to two figures."""

    def short(side: float | None) -> float | None:
        return None if side is None else round(side, 2)

    return [
        (line.design, short(line.size.width), short(line.size.height), line.quantity, line.order)
        for line in orders.lines
    ]


def ids(orders: Orders) -> list[str]:
    return [problem.id for problem in orders.problems]
