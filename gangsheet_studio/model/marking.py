"""Where the marks of a layout lie, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from gangsheet_studio.model.labelling import Labeller, said
from gangsheet_studio.model.layout import Layout, Placement
from gangsheet_studio.model.mark_sizes import MarkSizes, mark_sizes
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.taken import Place, Taken
from gangsheet_studio.model.units import format_length, to_px

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gangsheet_studio.model.design import Rotation
    from gangsheet_studio.model.layout import Part
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.output import Output

_LINE: Final = 0.15 / 25.4
_HEADER_TEXT: Final = 0.5
"""Of the height of its strip."""
_LIGHT: Final = (0.299, 0.587, 0.114)
"""Shares of red, green and blue (ITU-R BT.601)."""
_DARK: Final = 128


class Marked(Struct, frozen=True, kw_only=True):
    """`layout` with its marks, and the copies that found no room for theirs.

    `unlabelled` copies have no label, `uncoded` ones no QR code in it, `uncropped` ones lack a crop mark.
    """

    layout: Layout
    unlabelled: tuple[Placement, ...] = ()
    uncoded: tuple[Placement, ...] = ()
    uncropped: tuple[Placement, ...] = ()


def with_marks(layout: Layout, lines: Sequence[OrderLine], output: Output, job: str, date: str) -> Marked:
    """Return `layout` of `lines` with the marks of `output` as they are seen before mirroring.

    No mark lies over a copy or over another mark, but for crop marks that meet between two copies. Headers
    say the name of the `job` and the `date`.
    """
    dpi = layout.film.dpi
    sizes = mark_sizes(output, dpi)
    if not (sizes.label or sizes.crop or sizes.registration or sizes.header):
        return Marked(layout=layout)
    labeller = Labeller(output.label, sizes, lines, dpi) if output.label else None
    uncropped: list[Placement] = []
    parts: list[Part] = []
    for part in layout.parts:
        margin = layout.film.margin_px
        inside = Place(margin, margin, part.width_px - 2 * margin, part.height_px - 2 * margin)
        taken = Taken(Place(p.x, p.y, p.width, p.height) for p in part.placements)
        marks = [*_registration(inside, sizes, dpi), *_header(layout, part, inside, sizes, job, date)]
        marks = [mark for mark in marks if inside.holds(_place(mark)) and taken.is_free(_place(mark))]
        for mark in marks:
            taken.take(_place(mark))
        crop_marks = list(_crop_marks(part, sizes, dpi, taken, uncropped)) if sizes.crop else []
        for mark in crop_marks:
            taken.take(_place(mark))
        labels = labeller.labels(part, inside, taken) if labeller else ()
        light = _is_dark(output.background_rgb)
        drawn = (msgspec.structs.replace(mark, light=light) for mark in (*marks, *crop_marks, *labels))
        parts.append(msgspec.structs.replace(part, marks=tuple(drawn)))
    return Marked(
        layout=msgspec.structs.replace(layout, parts=tuple(parts)),
        unlabelled=tuple(labeller.unlabelled) if labeller else (),
        uncoded=tuple(labeller.uncoded) if labeller else (),
        uncropped=tuple(uncropped),
    )


def _registration(inside: Place, sizes: MarkSizes, dpi: int) -> Iterator[Mark]:
    """Yield a mark for each corner."""
    side = sizes.registration
    if not side:
        return
    for y in (inside.y, inside.y + inside.height - side):
        for x in (inside.x, inside.x + inside.width - side):
            yield Mark(kind="registration", x=x, y=y, width=side, height=side, line_px=_line(dpi))


def _header(
    layout: Layout, part: Part, inside: Place, sizes: MarkSizes, job: str, date: str
) -> Iterator[Mark]:
    """Yield the strip above the copies, between the registration marks."""
    beside = sizes.registration + sizes.registration // 2
    width = inside.width - 2 * beside
    if not sizes.header or width < sizes.header:
        return
    copies, dpi = len(part.placements), layout.film.dpi
    number = f"part {part.number} of {len(layout.parts)}"
    words = (
        said(job),
        number,
        f"{part.height_px / dpi:.1f} in",
        date,
        f"film {format_length(layout.film.width)}",
        f"{copies} {'copy' if copies == 1 else 'copies'}",
    )
    yield Mark(
        kind="header",
        x=inside.x + beside,
        y=inside.y,
        width=width,
        height=sizes.header,
        wordings=(words, (said(job), number)),
        text_px=max(1, round(sizes.header * _HEADER_TEXT)),
    )


def _crop_marks(
    part: Part, sizes: MarkSizes, dpi: int, taken: Taken, uncropped: list[Placement]
) -> Iterator[Mark]:
    """Yield the marks at the corners of each copy, but for those that something lies in the way of."""
    sheet, reach = Place(0, 0, part.width_px, part.height_px), sizes.crop
    for copy in part.placements:
        left, top, right, bottom = copy.x - reach, copy.y - reach, copy.x + copy.width, copy.y + copy.height
        corners: tuple[tuple[int, int, Rotation], ...] = (
            (left, top, 0),
            (right, top, 90),
            (right, bottom, 180),
            (left, bottom, 270),
        )
        lacking = False
        for x, y, rotation in corners:
            place = Place(x, y, reach, reach)
            if sheet.holds(place) and taken.is_free(place):
                yield Mark(
                    kind="crop",
                    x=x,
                    y=y,
                    width=reach,
                    height=reach,
                    rotation=rotation,
                    line_px=_line(dpi),
                    line=copy.line,
                    copy=copy.copy,
                )
            else:
                lacking = True
        if lacking:
            uncropped.append(copy)


def _is_dark(background: tuple[int, int, int] | None) -> bool:
    """Return whether black can't be read on `background`; clear film is held against light."""
    if background is None:
        return False
    return sum(share * level for share, level in zip(_LIGHT, background, strict=True)) < _DARK


def _line(dpi: int) -> int:
    return max(1, to_px(_LINE, dpi))


def _place(mark: Mark) -> Place:
    return Place(mark.x, mark.y, mark.width, mark.height)
