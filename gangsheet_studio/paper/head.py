"""The head of a job sheet: the job, its film, and its sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gangsheet_studio.model.money import format_money
from gangsheet_studio.model.units import UNITS_PER_INCH, format_length
from gangsheet_studio.paper.pages import ACCENT, GREY
from gangsheet_studio.paper.text import plain

if TYPE_CHECKING:
    from gangsheet_studio.model.manifest import Manifest, ManifestPart
    from gangsheet_studio.paper.pages import Pages

_ROW = 15.0


def draw_head(pages: Pages, manifest: Manifest, date: str, currency: str) -> None:
    """Draw what somebody who takes the job up has to know first."""
    pages.y -= 8
    pages.text(pages.left, pages.y, "JOB SHEET", 8, ACCENT)
    pages.text(pages.right, pages.y, date, 9, GREY, "right")
    pages.y -= 27
    pages.text(pages.left, pages.y, plain(manifest.job), 22, width=pages.across)
    pages.y -= 16
    pages.rule(pages.y)
    _draw_figures(pages, _figures(manifest, currency))


def _figures(manifest: Manifest, currency: str) -> list[tuple[str, str, str]]:
    """Return name, figure and a note for each."""
    film, parts = manifest.film, manifest.parts
    used = sum(part.height_px / part.dpi for part in parts)
    copies = sum(len(part.placements) for part in parts)
    figures = [
        ("Film", f"{format_length(film.width)} wide", f"{film.dpi} dpi"),
        ("Sheets", f"{len(parts):,}", ""),
        ("Copies", f"{copies:,}", ""),
        ("Film used", f"{used:,.1f} in", f"{used * UNITS_PER_INCH['mm'] / 1000:,.2f} m"),
    ]
    if film.price:
        figures.append(("Cost of film", format_money(used * film.price, plain(currency)), ""))
    return figures


def _draw_figures(pages: Pages, figures: list[tuple[str, str, str]]) -> None:
    column = pages.across / len(figures)
    for index, (name, figure, note) in enumerate(figures):
        x = pages.left + index * column
        pages.text(x, pages.y - 15, name, 8, GREY)
        pages.text(x, pages.y - 31, figure, 14, width=column - 8)
        pages.text(x, pages.y - 43, note, 8, GREY)
    pages.y -= 54
    pages.rule(pages.y)


def draw_sheets(pages: Pages, manifest: Manifest) -> None:
    """Draw the list of the sheets."""
    pages.heading("Sheets")
    for part in manifest.parts:
        pages.make_room(_ROW)
        pages.y -= _ROW
        _draw_sheet(pages, part)
    pages.y -= 10


def _draw_sheet(pages: Pages, part: ManifestPart) -> None:
    y = pages.y + 4
    pages.text(pages.left, y, f"Part {part.part}", 9)
    pages.text(pages.left + 50, y, plain(part.file), 9, width=pages.across - 270)
    pages.text(pages.right - 90, y, sheet_size(part), 9, align="right")
    copies = len(part.placements)
    pages.text(pages.right, y, f"{copies:,} {'copy' if copies == 1 else 'copies'}", 9, align="right")
    pages.rule(pages.y)


def sheet_size(part: ManifestPart) -> str:
    """Return width and length of a sheet in words."""
    return f"{format_length(part.width_px / part.dpi)[:-3]} x {part.height_px / part.dpi:.1f} in"
