"""A job: order lines, film and output settings; what a `.gangsheet` project holds."""

from __future__ import annotations

from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Output
from gangsheet_studio.model.problem import Problem


class Job(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a render needs. `memory` is the budget in bytes, None for the system's own limit.

    `problems` are those already known from reading the orders: a job with errors among them is
    rendered only with `skip_bad`. `layout` is printed as it is, None nests the lines; copies of it that
    overlap are refused unless `overlaps` are wanted. Finished sheets that still match are kept, unless the
    job is to be made `fresh`. `currency` is the sign or word that the price of film is in.
    """

    name: str
    lines: tuple[OrderLine, ...]
    out: str
    film: Film = Film()
    nesting: Nesting = Nesting()
    output: Output = Output()
    layout: Layout | None = None
    overlaps: bool = False
    problems: tuple[Problem, ...] = ()
    memory: int | None = None
    scratch: str | None = None
    skip_bad: bool = False
    verify: bool = True
    fresh: bool = False
    currency: str = ""
