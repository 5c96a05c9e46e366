"""Settings that no part of the house could work with, refused before any work starts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from gangsheet_studio.errors import UsageError
from gangsheet_studio.model.film import DPI, LONGEST_SIDE
from gangsheet_studio.model.inspection import HARDEN, MOST_THINNEST
from gangsheet_studio.model.mark_room import with_room
from gangsheet_studio.model.names import name_problem
from gangsheet_studio.model.order import MOST_COPIES_IN_ALL
from gangsheet_studio.model.output import output_problem
from gangsheet_studio.model.sheet_names import pattern_problem
from gangsheet_studio.model.units import format_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gangsheet_studio.model.film import Film
    from gangsheet_studio.model.order import OrderLine
    from gangsheet_studio.model.output import Output


def check_film(film: Film) -> None:
    """Raise UsageError if no copy could ever lie on `film`."""
    for name, value in (("width", film.width), ("length", film.longest)):
        if not 0 < value <= LONGEST_SIDE:
            raise UsageError(
                f"The film's {name} is {value:g} in; give one above 0 and up to {LONGEST_SIDE:g} in."
            )
    along = film.gap if film.gap_along is None else film.gap_along
    lengths = (("gap", film.gap), ("gap along the film", along), ("margin", film.margin))
    rooms = (("head", film.head), ("foot", film.foot), ("side", film.side))
    for name, value in (*lengths, *rooms):
        if not (math.isfinite(value) and 0 <= value < film.width):
            raise UsageError(f"The {name} is {value:g} in; give one from 0 in to less than the film's width.")
    if film.dpi not in DPI:
        raise UsageError(f"{film.dpi} dpi can't be printed; give {DPI.start} to {DPI.stop - 1}.")
    if not film.has_room:
        taken = f"A margin of {film.margin:g} in at both edges leaves"
        if film.head or film.foot or film.side:
            taken = "Margins and marks leave"
        raise UsageError(f"{taken} nothing of {film.width:g} x {film.longest:g} in film; make them smaller.")
    if not (math.isfinite(film.price) and film.price >= 0):
        raise UsageError(f"A price of {film.price:g} is none; give 0 or more.")


def film_with_marks(film: Film, output: Output) -> Film:
    """Return `film` with room for the marks of `output`. UsageError where that leaves none for copies."""
    check_film(film)
    check_output(output)
    roomy = with_room(film, output)
    if not roomy.has_room or max(roomy.gap_px, roomy.gap_along_px) >= roomy.width_px:
        raise UsageError(
            f"The marks leave nothing of {film.width:g} x {film.longest:g} in film; "
            "leave some of them out, or take larger film."
        )
    return roomy


def check_sizes(lines: Sequence[OrderLine]) -> None:
    """Raise UsageError if a line asks for a side that nothing has."""
    for number, line in enumerate(lines, 1):
        for name, side in (("width", line.size.width), ("height", line.size.height)):
            if side is not None and not 0 < side <= LONGEST_SIDE:
                raise UsageError(
                    f"Line {number}, “{line.design}”: its {name} is {side:g} in; "
                    f"give one above 0 and up to {LONGEST_SIDE:g} in."
                )


def check_hardening(lines: Sequence[OrderLine]) -> None:
    """Raise UsageError if a line is to be hardened where nothing, or all that is invisible, would print."""
    least, most = HARDEN
    for number, line in enumerate(lines, 1):
        if line.harden is not None and not least <= line.harden <= most:
            raise UsageError(
                f"Line {number}, “{line.design}”: it can't be hardened at {line.harden:.0%}; "
                f"give {least:.0%} to {most:.0%}."
            )


def check_thinnest(thinnest: float) -> None:
    """Raise UsageError if lines of `thinnest` inches are none that could be looked for."""
    if not 0 <= thinnest <= MOST_THINNEST:
        raise UsageError(
            f"Lines thinner than {format_length(thinnest, 'mm')} can't be looked for; "
            f"give up to {format_length(MOST_THINNEST, 'mm')}, or 0 for none."
        )


def check_memory(budget: int | None) -> None:
    """Raise UsageError if `budget` is no amount of memory."""
    if budget is not None and budget <= 0:
        raise UsageError(f"{budget} bytes are no memory budget; give one above 0, or none.")


def check_copies(lines: Sequence[OrderLine]) -> None:
    """Raise UsageError if `lines` ask for more copies than any shop prints in one job."""
    copies = sum(line.quantity for line in lines if line.quantity > 0)
    if copies > MOST_COPIES_IN_ALL:
        raise UsageError(
            f"{copies:,} copies are too many for one job; order up to {MOST_COPIES_IN_ALL:,} at once."
        )


def check_name(name: str) -> None:
    """Raise UsageError if files can't be named after job `name` on every system."""
    if problem := name_problem(name):
        raise UsageError(problem)


def check_output(output: Output) -> None:
    """Raise UsageError if no sheet could be written as `output` says."""
    if problem := output_problem(output) or pattern_problem(output.names):
        raise UsageError(problem)
