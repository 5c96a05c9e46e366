"""Every line between studio and engine: JSON, one message a line, UTF-8, ended by a newline.

The studio writes requests to the engine's stdin; the engine answers on stdout with messages that
carry the request's id. `done` or `failed` is the last message of a request. A reader refuses a
`hello` with another PROTOCOL number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

from gangsheet_studio.model.design import Design
from gangsheet_studio.model.film import Film
from gangsheet_studio.model.inspection import HARDEN, THINNEST, Inspection
from gangsheet_studio.model.job import Job
from gangsheet_studio.model.layout import Item, Layout
from gangsheet_studio.model.manifest import FileKind, Manifest
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.nesting import Nesting
from gangsheet_studio.model.one_line import one_line
from gangsheet_studio.model.order import OrderLine, Orders
from gangsheet_studio.model.outline import Outline
from gangsheet_studio.model.output import Output
from gangsheet_studio.model.problem import Problem
from gangsheet_studio.model.units import Unit

PROTOCOL: Final = 5

Phase = Literal["idle", "reading", "probing", "nesting", "staging", "painting", "saving", "verifying"]
FileState = Literal["good", "missing", "cut-short", "changed", "unreadable", "not-beside"]


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


class Message(Struct, frozen=True, kw_only=True, tag_field="type", omit_defaults=True):
    """Base of all messages; `id` is the request's, None outside a request."""

    id: int | None = None


class Hello(Message, frozen=True, kw_only=True, tag="hello"):
    """First line of every engine."""

    protocol: int
    version: str
    pid: int


class Progress(Message, frozen=True, kw_only=True, tag="progress"):
    """How far the request is, at most 10 a second; `fraction` is 0 to 1 and never falls."""

    phase: Phase
    fraction: float
    text: str
    part: int | None = None
    parts: int | None = None
    row: int | None = None
    rows: int | None = None
    seconds_left: float | None = None


class Telemetry(Message, frozen=True, kw_only=True, tag="telemetry"):
    """Memory of the engine, every 200 ms, in bytes; `seconds` since the request began."""

    seconds: float
    rss: int
    peak: int
    limit: int
    budget: int
    designs_held: int
    scratch_bytes: int
    phase: Phase


class Thumbnail(Message, frozen=True, kw_only=True, tag="thumbnail"):
    """A design, small: `pixels` is `height` x `width` straight RGBA, 8 bit (base64 on the wire).

    `soft` is the share of the design's visible pixels that are neither opaque nor nearly gone,
    between 5 % and 95 % alpha: they print as a halo. `own` is the design's own width and height in pixels,
    which trims are told in; `harden` and `heat` are as asked for.
    """

    path: str
    key: str
    width: int
    height: int
    pixels: bytes
    soft: float
    own: tuple[int, int] = (0, 0)
    harden: float | None = None
    heat: bool = False


class Inspected(Message, frozen=True, kw_only=True, tag="inspected"):
    """All pixels of order line `line`, which prints design `key`, were looked at."""

    line: int
    key: str
    inspection: Inspection


class Deduplicated(Message, frozen=True, kw_only=True, tag="deduplicated"):
    """Order lines with a file, and the distinct designs among them."""

    files: int
    unique: int


class DesignLoaded(Message, frozen=True, kw_only=True, tag="design_loaded"):
    """A design is staged at a size and rotation; `bytes` is what it keeps, `index` its 0-based number."""

    design: str
    index: int
    size: str
    bytes: int
    rss: int


class Placing(Message, frozen=True, kw_only=True, tag="placing"):
    """A copy's first row is reached."""

    design: str
    copy: int
    copies: int


class ItemCompleted(Message, frozen=True, kw_only=True, tag="item_completed"):
    """All copies of a design at a size are painted."""

    design: str
    size: str


class DesignFreed(Message, frozen=True, kw_only=True, tag="design_freed"):
    """A design's count reached zero; its memory and scratch are gone. `rss` is measured after."""

    design: str
    index: int
    rss: int


class SheetOpened(Message, frozen=True, kw_only=True, tag="sheet_opened"):
    """A part is being written under a temporary name; `rss` is measured before."""

    part: int
    parts: int
    file: str
    width_px: int
    height_px: int
    copies: int
    rss: int


class SheetSaved(Message, frozen=True, kw_only=True, tag="sheet_saved"):
    """A part has its final name."""

    part: int
    file: str
    bytes: int
    copies: int
    rss: int


class SheetKept(Message, frozen=True, kw_only=True, tag="sheet_kept"):
    """A part was finished by an earlier run and still matches, content included: it is not made again."""

    part: int
    parts: int
    file: str
    bytes: int
    copies: int


class SheetFreed(Message, frozen=True, kw_only=True, tag="sheet_freed"):
    """Nothing of the part is held any more; `before` and `after` are RSS around it."""

    part: int
    before: int
    after: int
    collected: int


class SheetDiscarded(Message, frozen=True, kw_only=True, tag="sheet_discarded"):
    """A part was given up half way: its temporary file is removed."""

    part: int
    rss: int


class Outlined(Message, frozen=True, kw_only=True, tag="outlined"):
    """What picture `key`, a design or what a trimmed copy prints of it, prints of its box."""

    key: str
    outline: Outline


class Improved(Message, frozen=True, kw_only=True, tag="improved"):
    """A layout that takes less film than those before; `seconds` and `steps` since the search began.

    `marks` are those of each part as they are seen, before mirroring.
    """

    layout: Layout
    seconds: float
    steps: int
    rows: tuple[float, ...] = ()
    rows_in_all: float = 0.0
    marks: tuple[tuple[Mark, ...], ...] = ()


class Finding(Message, frozen=True, kw_only=True, tag="finding"):
    """A problem, as soon as it is known."""

    problem: Problem


class Log(Message, frozen=True, kw_only=True, tag="log"):
    """A line for the log view; `event` is the stable id to branch on, never the text."""

    level: Literal["debug", "info", "warning", "error"]
    event: str
    text: str


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
AnyMessage: TypeAlias = (
    Hello
    | Progress
    | Telemetry
    | Thumbnail
    | Inspected
    | Deduplicated
    | DesignLoaded
    | Placing
    | ItemCompleted
    | DesignFreed
    | SheetOpened
    | SheetSaved
    | SheetKept
    | SheetFreed
    | SheetDiscarded
    | Outlined
    | Improved
    | Finding
    | Log
    | Done
    | Failed
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

Listener: TypeAlias = Callable[[AnyMessage], None]


class ProtocolError(ValueError):
    """A line that is no message of this protocol."""


def encode(message: AnyMessage | AnyRequest) -> bytes:
    """Return one line, newline included."""
    return msgspec.json.encode(message) + b"\n"


def decode_request(line: bytes) -> AnyRequest:
    """Return the request in `line`; ProtocolError says what is wrong with it."""
    try:
        request: AnyRequest = msgspec.json.decode(line, type=AnyRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a request: {one_line(str(error))}") from error
    return request


def decode_message(line: bytes) -> AnyMessage:
    """Return the message in `line`; ProtocolError says what is wrong with it."""
    try:
        message: AnyMessage = msgspec.json.decode(line, type=AnyMessage)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(f"not a message: {one_line(str(error))}") from error
    return message
