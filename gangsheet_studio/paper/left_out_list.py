"""What is on no sheet, on the job sheet: told before anything else is picked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gangsheet_studio.paper.pages import ACCENT, GREY
from gangsheet_studio.paper.text import plain, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.paper.left_out import LeftOut
    from gangsheet_studio.paper.pages import Pages

_MOST: Final = 200
_LINE: Final = 11.0
_SIZE: Final = 8.5


def draw_left_out(pages: Pages, entries: Sequence[LeftOut]) -> None:
    """Draw what was left out and why, if anything was."""
    if not entries:
        return
    pages.make_room(60)
    copies = sum(entry.copies or 0 for entry in entries)
    pages.heading("Left out", f"{copies:,} {'copy' if copies == 1 else 'copies'} on no sheet")
    for entry in entries[:_MOST]:
        _draw_entry(pages, entry)
    if len(entries) > _MOST:
        pages.make_room(_LINE)
        pages.y -= _LINE
        pages.text(pages.left + 10, pages.y, f"and {len(entries) - _MOST:,} more", _SIZE, GREY)
    pages.y -= 10


def _draw_entry(pages: Pages, entry: LeftOut) -> None:
    what = [f"{entry.copies} x"] if entry.copies is not None else []
    what += [plain(entry.design)] if entry.design else []
    what += [f"(order {plain(entry.order)})"] if entry.order else []
    width = pages.across - 10
    why = wrapped(plain(entry.why).split(" "), width, _SIZE)
    pages.make_room(_LINE * (1 + len(why)) + 5)
    top = pages.y - 3
    if what:
        pages.y -= _LINE + 2
        pages.text(pages.left + 10, pages.y, " ".join(what), 9, width=width)
    for line in why:
        pages.y -= _LINE
        pages.text(pages.left + 10, pages.y, line, _SIZE, GREY)
    pages.canvas.setFillColor(ACCENT)
    pages.canvas.rect(pages.left, pages.y - 2, 2, top - pages.y, stroke=0, fill=1)
    pages.y -= 5
