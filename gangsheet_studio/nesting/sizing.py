"""Inches to exact pixels: what each order line prints at, and what staff should know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from gangsheet_studio.model.layout import Item
from gangsheet_studio.model.order import where
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.units import format_length, to_px

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gangsheet_studio.model.design import Design
    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.inspection import Box
    from gangsheet_studio.model.order import OrderLine, Size
    from gangsheet_studio.model.problem import Severity

_OFF_SHAPE: Final = 0.005  # of a side; less is a rounded size, not another shape
_GOOD_DPI: Final = 300
_LEAST_DPI: Final = 150


class SizedItems(Struct, frozen=True):
    """What nesting takes, and the findings about sizes; both in the order of the lines."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def size_items(
    lines: Sequence[OrderLine],
    designs: Mapping[str, Design],
    film: Film,
    trims: Mapping[int, Box] | None = None,
) -> SizedItems:
    """Return an item for each line whose artwork is in `designs`, which is by path.

    Lines in `trims` print no more than that of it, as large as it is in the whole.
    """
    items: list[Item] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        design = None if line.path is None else designs.get(line.path)
        if design is None or line.quantity < 1:
            continue
        box, fitted = _printed(line.size, design, film.dpi)
        if fitted:
            problems.append(_fitted(number, line, box, film.dpi))
        problems += _low_dpi(number, line, design, box, film.dpi)
        trim = trims.get(number) if trims else None
        width, height = box if trim is None else _trimmed(box, design, trim)
        items.append(
            Item(
                line=number,
                design=line.design,
                key=design.key,
                order=line.order,
                width_px=width,
                height_px=height,
                quantity=line.quantity,
                turns=(0,) if line.upright else (),
                fills=line.fills,
                trim=trim,
            )
        )
    return SizedItems(tuple(items), tuple(problems))


def _printed(size: Size, design: Design, dpi: int) -> tuple[tuple[int, int], bool]:
    """Return the pixels a design prints at, and whether it had to be fitted into the box asked for."""
    own_width, own_height = design.size(dpi)
    across = None if size.width is None else size.width / own_width
    down = None if size.height is None else size.height / own_height
    scale = min((s for s in (across, down) if s is not None), default=1.0)
    box = _whole(own_width * scale * dpi), _whole(own_height * scale * dpi)
    asked = _asked(size.width, box[0], dpi), _asked(size.height, box[1], dpi)
    fitted = any(abs(a - b) > max(1, _OFF_SHAPE * a) for a, b in zip(asked, box, strict=True))
    if not fitted:
        box = asked
    own = design.width_px, design.height_px
    if all(abs(a - b) <= 1 for a, b in zip(box, own, strict=True)):
        box = own  # not worth resampling
    return box, fitted


def _trimmed(box: tuple[int, int], design: Design, trim: Box) -> tuple[int, int]:
    return _whole(trim[2] * box[0] / design.width_px), _whole(trim[3] * box[1] / design.height_px)


def _asked(inches: float | None, kept: int, dpi: int) -> int:
    return kept if inches is None else max(1, to_px(inches, dpi))


def _whole(pixels: float) -> int:
    return max(1, to_px(pixels, 1))


def _fitted(number: int, line: OrderLine, box: tuple[int, int], dpi: int) -> Problem:
    wide, high = (format_length(side or 0) for side in (line.size.width, line.size.height))
    return _problem(
        "fitted",
        "note",
        number,
        line,
        f"the artwork has another shape than {wide} x {high} and is fitted inside, at {_size(box, dpi)}.",
    )


def _low_dpi(
    number: int, line: OrderLine, design: Design, box: tuple[int, int], dpi: int
) -> Iterator[Problem]:
    if design.format == "svg":
        return  # drawn anew at any size
    printed = round(min(design.width_px * dpi / box[0], design.height_px * dpi / box[1]))
    if printed >= _GOOD_DPI:
        return
    low = printed < _LEAST_DPI
    yield _problem(
        "very-low-dpi" if low else "low-dpi",
        "warning",
        number,
        line,
        f"at {_size(box, dpi)} the artwork has {printed} dpi, below {_LEAST_DPI if low else _GOOD_DPI}: "
        f"it will print {'blurred' if low else 'soft'}; print it smaller or ask for larger artwork.",
        figure=printed,
    )


def _size(box: tuple[int, int], dpi: int) -> str:
    return f"{format_length(box[0] / dpi)} x {format_length(box[1] / dpi)}"


def _problem(
    name: str, severity: Severity, number: int, line: OrderLine, text: str, figure: float | None = None
) -> Problem:
    """Return problem `sizing.<name>` of order line `number`."""
    return Problem(
        id=f"sizing.{name}",
        severity=severity,
        message=f"{where(number, line)}, “{line.design}”: {text}",
        file=line.file,
        row=line.row,
        value=line.design,
        line=number,
        figure=figure,
    )
