"""What ends a request."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from msgspec import Struct

from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.layout import Item, Layout
from gangsheet_studio.model.manifest import FileKind, Manifest
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.order import Orders
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.protocol.news import Message

FileState = Literal["good", "missing", "cut-short", "changed", "unreadable", "not-beside"]


class Forecast(Struct, frozen=True, kw_only=True):
    """What a render would take: bytes and seconds. `peak_bytes` counts scratch where that is in memory."""

    peak_bytes: int
    scratch_bytes: int
    output_bytes: int
    seconds: float
    limit_bytes: int
    scratch_in_memory: bool = False


class OrdersDone(Message, frozen=True, kw_only=True, tag="orders_done"):
    """Answer to `orders`."""

    orders: Orders


class ProbeDone(Message, frozen=True, kw_only=True, tag="probe_done"):
    """Answer to `probe`."""

    designs: tuple[Design, ...]
    problems: tuple[Problem, ...]


class ThumbnailsDone(Message, frozen=True, kw_only=True, tag="thumbnails_done"):
    """Answer to `thumbnails`, after a `thumbnail` for each file that can be read, if only in part."""

    problems: tuple[Problem, ...]


class InspectDone(Message, frozen=True, kw_only=True, tag="inspect_done"):
    """Answer to `inspect`, after an `inspected` for each line whose artwork can be looked at."""

    problems: tuple[Problem, ...]


class NestDone(Message, frozen=True, kw_only=True, tag="nest_done"):
    """Answer to `nest`; `items` are the lines whose artwork is there, at the size they print.

    `rows` are the inches of film that plain rows would take for the copies of each part, `rows_in_all` for
    all of them. `marks` are those of each part as they are seen, before mirroring.
    """

    layout: Layout
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    forecast: Forecast
    rows: tuple[float, ...] = ()
    rows_in_all: float = 0.0
    marks: tuple[tuple[Mark, ...], ...] = ()


class ImproveDone(Message, frozen=True, kw_only=True, tag="improve_done"):
    """Answer to `improve`, after an `improved` for each better layout: why it ended.

    `best` is a layout that can't be bettered, `settled` one that was not for long.
    """

    steps: int
    why: Literal["time", "steps", "best", "settled"]


class FilmUse(Struct, frozen=True, kw_only=True):
    """What a job takes of a film: inches, money (0 where no price is known), parts, copies left out."""

    film: Film
    length: float
    cost: float
    parts: int
    unplaced: int


class CompareDone(Message, frozen=True, kw_only=True, tag="compare_done"):
    """Answer to `compare`, in the order of its films."""

    uses: tuple[FilmUse, ...]


class RenderDone(Message, frozen=True, kw_only=True, tag="render_done"):
    """Answer to `render`; `exit_code` is 0, or 5 where copies were left out. `kept` are the parts it kept."""

    manifest: Manifest
    manifest_file: str
    exit_code: int
    kept: tuple[int, ...] = ()


class FinishedDone(Message, frozen=True, kw_only=True, tag="finished_done"):
    """Answer to `finished`: the job's number of parts, and those that a render would keep.

    Files are looked at, not read: a render keeps one only if its content matches too.
    """

    parts: int
    finished: tuple[int, ...]


class CheckedFile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file of a manifest and what became of it; `message` is the sentence for staff where it is not `good`.

    One that is `not-beside` has a name that leads out of the manifest's folder: nobody looked at it.
    """

    name: str
    kind: FileKind
    state: FileState
    message: str = ""


class VerifyDone(Message, frozen=True, kw_only=True, tag="verify_done"):
    """Answer to `verify`: each file that the manifest of `job` names, in its order."""

    job: str
    files: tuple[CheckedFile, ...]


class Failed(Message, frozen=True, kw_only=True, tag="failed"):
    """A request ended early; `saved` are the sheets that are finished all the same.

    `report` is the file that tells of something nobody expected.
    """

    error: str
    text: str
    exit_code: int
    problems: tuple[Problem, ...] = ()
    saved: tuple[str, ...] = ()
    needed: int | None = None
    available: int | None = None
    report: str | None = None


Done: TypeAlias = (
    OrdersDone
    | ProbeDone
    | ThumbnailsDone
    | InspectDone
    | NestDone
    | ImproveDone
    | CompareDone
    | RenderDone
    | FinishedDone
    | VerifyDone
)

LAST: Final = (
    OrdersDone,
    ProbeDone,
    ThumbnailsDone,
    InspectDone,
    NestDone,
    ImproveDone,
    CompareDone,
    RenderDone,
    FinishedDone,
    VerifyDone,
    Failed,
)
"""What ends a request."""
