"""What an engine says while a request is answered."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gangsheet_studio.model.inspection import Inspection
from gangsheet_studio.model.layout import Layout
from gangsheet_studio.model.marks import Mark
from gangsheet_studio.model.outline import Outline
from gangsheet_studio.model.problem import Problem

Phase = Literal["idle", "reading", "probing", "nesting", "staging", "painting", "saving", "verifying"]


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
