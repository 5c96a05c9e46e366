"""What the studio asks of an engine."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Struct

from gangsheet_studio.model.film import Film
from gangsheet_studio.model.inspection import HARDEN, THINNEST
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.order import OrderLine
from gangsheet_studio.model.output import Output
from gangsheet_studio.model.units import Unit


class Request(Struct, frozen=True, kw_only=True, tag_field="request", forbid_unknown_fields=True):
    """Base of all requests; `id` comes back in every answer, and is exact in every JSON reader."""

    id: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)]


class OrdersRequest(Request, frozen=True, kw_only=True, tag="orders"):
    """Read order files, folders and artwork."""

    paths: tuple[str, ...]
    designs: tuple[str, ...] = ()
    unit: Unit = "in"


class ProbeRequest(Request, frozen=True, kw_only=True, tag="probe"):
    """Read the headers of artwork files."""

    paths: tuple[str, ...]


class ThumbnailsRequest(Request, frozen=True, kw_only=True, tag="thumbnails"):
    """Draw artwork files small, `side` pixels at most across and down.

    They are drawn as they print when hardened at `harden`, or as `heat` pictures: dark, and bright where they
    are half transparent, however few pixels that are.
    """

    paths: tuple[str, ...]
    side: Annotated[int, msgspec.Meta(ge=8, le=1024)] = 128
    harden: Annotated[float, msgspec.Meta(ge=HARDEN[0], le=HARDEN[1])] | None = None
    heat: bool = False


class InspectRequest(Request, frozen=True, kw_only=True, tag="inspect"):
    """Look at all pixels of the artwork of `lines`; warn of lines below `thinnest` inches, of none at 0."""

    lines: tuple[OrderLine, ...]
    film: Film
    thinnest: float = THINNEST


class NestRequest(Request, frozen=True, kw_only=True, tag="nest"):
    """Lay order lines out on film; with `out`, say too whether its disk has room for the sheets.

    Copies that are locked in `around` stay where they are. A whole `layout` is taken as it is, and only
    looked at: what it prints, and what is wrong with it. `name` is the job's, which headers say.
    """

    lines: tuple[OrderLine, ...]
    film: Film
    nesting: Nesting = Nesting()
    around: Layout | None = None
    layout: Layout | None = None
    memory: int | None = None
    output: Output = Output()
    name: str = ""
    out: str | None = None
    scratch: str | None = None


class ImproveRequest(Request, frozen=True, kw_only=True, tag="improve"):
    """Look for a layout that takes less film than `start`, for some seconds or a number of steps.

    Locked copies of `start` stay where they are. The same request takes the same steps. `output` and the
    job's `name` decide what marks are told with a layout.
    """

    lines: tuple[OrderLine, ...]
    film: Film
    start: Layout
    nesting: Nesting = Nesting()
    seconds: Annotated[float, msgspec.Meta(gt=0, le=86_400)] = 60.0
    steps: Annotated[int, msgspec.Meta(ge=1)] | None = None
    seed: int = 1
    output: Output = Output()
    name: str = ""


class CompareRequest(Request, frozen=True, kw_only=True, tag="compare"):
    """Lay order lines out on each of `films`, to compare what they take."""

    lines: tuple[OrderLine, ...]
    films: tuple[Film, ...]
    nesting: Nesting = Nesting()


class RenderRequest(Request, frozen=True, kw_only=True, tag="render"):
    """Make the sheets of a job."""

    job: Job


class FinishedRequest(Request, frozen=True, kw_only=True, tag="finished"):
    """Which sheets of `job` lie finished in its folder already, before it is rendered."""

    job: Job


class VerifyRequest(Request, frozen=True, kw_only=True, tag="verify"):
    """Whether the files of a finished job, beside the `manifest`, are still as they were written."""

    manifest: str


class CancelRequest(Request, frozen=True, kw_only=True, tag="cancel"):
    """Stop request `id`; taken at any moment."""


AnyRequest: TypeAlias = (
    OrdersRequest
    | ProbeRequest
    | ThumbnailsRequest
    | InspectRequest
    | NestRequest
    | ImproveRequest
    | CompareRequest
    | RenderRequest
    | FinishedRequest
    | VerifyRequest
    | CancelRequest
)
